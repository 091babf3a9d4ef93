/** The files of a message: pictures to look at, others to download. */

import type { Attachment } from "../../../api/types";
import { isShown, isWithheld } from "../../../store/tickets/pictures";
import { locale } from "../../../words";
import { w } from "../words";
import { download } from "./download";
import { Picture } from "./Picture";

/** The longer side of what is no more than decoration in a mail, in pixels. */
const SIGN = 48;

/** `sent` by a customer: of their files it is said when nobody checked them. */
export function Files({ reference, files, sent }: { reference: string; files: readonly Attachment[]; sent: boolean }) {
  const shown = files.filter((file) => !file.inline || isLeftOver(file));
  if (shown.length === 0) return null;
  return (
    <ul class="files" aria-label={w("files")}>
      {shown.map((file) => (
        <li key={file.id}>
          {isShown(file) ? (
            <Picture reference={reference} files={files} file={file} />
          ) : isWithheld(file) ? (
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

/** A picture that its mail shows somewhere, of which its text doesn't say where. */
function isLeftOver({ picture, mark }: Attachment): boolean {
  return Boolean(picture) && !mark && Math.max(picture?.width ?? 0, picture?.height ?? 0) > SIGN;
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
