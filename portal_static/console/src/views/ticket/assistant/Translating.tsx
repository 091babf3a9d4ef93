/** A message in the reader's language, beside its own words. */
import { type Translation, toggleTranslation, translationOf } from "../../../store/assistant/translations";
import { locale, t } from "../../../words";
import { languageName, w } from "./words";

export default function Translating({ reference, id }: { reference: string; id: string }) {
  const translation = translationOf(reference, id).value;
  const toggle = (): void => void toggleTranslation(reference, id);
  return <div role="status">{translation.shown && <Shown {...translation} again={toggle} />}</div>;
}

interface ShownProps extends Translation {
  /** Hide it; then it can be asked for once more. */
  again(): void;
}

function Shown({ busy, problem, made, again }: ShownProps) {
  if (busy) return <p class="quiet">{w("translating")}</p>;
  if (!made)
    return (
      <p class="warned">
        {problem}{" "}
        <button type="button" class="plain" onClick={again}>
          {t("close")}
        </button>
      </p>
    );
  const language = made.language ? languageName(made.language) : null;
  return (
    <figure class="translation">
      <figcaption>{language ? w("translated_from", { language }) : w("translated")}</figcaption>
      <p class="text pre" lang={locale()}>
        {made.text}
      </p>
      {made.cut && <p class="quiet">{w("translated.cut")}</p>}
    </figure>
  );
}
