/** The recovery codes, which are shown this once: they are taken along before it goes on. */
import { focusNow } from "../../parts/focusNow";
import { saveFile } from "../../parts/saveFile";
import { me } from "../../store/desk/session";
import { t } from "../../words";
import { CopyButton } from "./CopyButton";
import { w } from "./words";

export function Codes({ codes, done }: { codes: readonly string[]; done(): void }) {
  const text = codes.join("\n");
  const save = (): void => {
    const title = w("codes.file.title", { app: t("app"), email: me.peek()?.email ?? "" });
    saveFile("recovery-codes.txt", "text/plain", `${title}\n\n${text}\n`);
  };
  return (
    <>
      <p>{w("codes.about")}</p>
      <ol class="codes" tabIndex={-1} autofocus ref={focusNow} aria-label={w("codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p class="taken">
        <CopyButton text={text} about={w("codes")} />
        <button type="button" onClick={save}>
          {w("codes.download")}
        </button>
      </p>
      <footer>
        <button type="button" class="solid" onClick={done}>
          {w("codes.kept")}
        </button>
      </footer>
    </>
  );
}
