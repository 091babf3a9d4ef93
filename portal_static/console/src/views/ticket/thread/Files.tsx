/** The files of a message, to download. */

import { problemText } from "../../../api/problemText";
import type { Attachment } from "../../../api/types";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { locale } from "../../../words";
import { w } from "../words";

/** `sent` by a customer: of their files it is said when nobody checked them. */
export function Files({ reference, files, sent }: { reference: string; files: readonly Attachment[]; sent: boolean }) {
  const shown = files.filter((file) => !file.inline);
  if (shown.length === 0) return null;
  return (
    <ul class="files" aria-label={w("files")}>
      {shown.map((file) => (
        <li key={file.id}>
          {isWithheld(file) ? (
            <span class="file withheld">
              <span>{file.name}</span> <small>{w("file.withheld")}</small>
            </span>
          ) : (
            <button
              type="button"
              class="file"
              data-tip={w("file.download")}
              onClick={() => void download(reference, file)}>
              <span class="unseen">{w("file.download")} </span>
              <span>{file.name}</span> <small>{sizeOf(file.size)}</small>
              {sent && file.scanned === "unscanned" && <small>{w("file.unchecked")}</small>}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Nobody is handed a file with a virus, nor one of which only a later release of the desk knows what was found. */
function isWithheld(file: Attachment): boolean {
  return file.scanned !== "clean" && file.scanned !== "unscanned";
}

/** The address is asked for at the click: it is good for minutes only, and names no token. */
async function download(reference: string, file: Attachment): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = await desk().fileLink(reference, file.id);
    link.download = file.name;
    link.click();
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

export function sizeOf(bytes: number): string {
  const unit = bytes < 1_000 ? "byte" : bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const value = bytes / { byte: 1, kilobyte: 1_000, megabyte: 1_000_000 }[unit];
  const digits = unit === "megabyte" && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}
