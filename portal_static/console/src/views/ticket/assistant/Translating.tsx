/** A message in the reader's language, beside its own words: the menu that asks for it, and the text. */
import { Icon } from "../../../parts/icons";
import { Menu } from "../../../parts/Menu";
import { type Translation, toggleTranslation, translationOf } from "../../../store/assistant/translations";
import { locale, t } from "../../../words";
import { languageName, w } from "./words";

interface TranslatingProps {
  reference: string;
  id: string;
  part: "menu" | "text";
}

export default function Translating({ reference, id, part }: TranslatingProps) {
  const translation = translationOf(reference, id).value;
  const toggle = (): void => void toggleTranslation(reference, id);
  if (part === "menu") {
    const label = w(translation.shown ? "translate.hide" : "translate");
    return (
      <Menu label={w("message.menu")} items={[{ label, run: toggle }]} class="bare">
        <Icon name="more" />
      </Menu>
    );
  }
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
