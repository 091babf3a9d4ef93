/** A picture seen large, above the page: arrow keys go to those beside it, Esc back to where one was. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../../parts/Dialog";
import { pictureAfter } from "../../../store/tickets/pictures";
import { w } from "../words";

export interface Seen {
  name: string;
  size?: { width: number; height: number } | null;
  /** Where it is; null until that is known, which `want` asks for. */
  url(): string | null;
  want?(): void;
  download?(): void;
}

interface Props {
  pictures: readonly Seen[];
  first: number;
  close(): void;
}

export default function LargePicture({ pictures, first, close }: Props) {
  const at = useSignal(first);
  const last = pictures.length - 1;
  const shown = pictures[Math.min(at.value, last)];
  const go = (key: string): void => {
    at.value = pictureAfter(key, at.peek(), pictures.length) ?? at.peek();
  };
  useEffect(() => {
    const press = ({ key }: KeyboardEvent): void => go(key);
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  useEffect(() => shown?.want?.(), [shown?.name]);
  if (!shown) return null;
  return (
    <Dialog title={shown.name} close={close} kind="large" light>
      <img src={shown.url() ?? undefined} alt={shown.name} {...shown.size} onError={shown.want} />
      <footer>
        <span class="quiet" aria-live="polite">
          {w("picture.place", { at: at.value + 1, all: pictures.length })}
        </span>
        {last > 0 && (
          <>
            <button type="button" disabled={at.value === 0} onClick={() => go("ArrowLeft")}>
              {w("picture.previous")}
            </button>
            <button type="button" disabled={at.value === last} onClick={() => go("ArrowRight")}>
              {w("picture.next")}
            </button>
          </>
        )}
        {shown.download && (
          <button type="button" onClick={shown.download}>
            {w("file.download")}
          </button>
        )}
      </footer>
    </Dialog>
  );
}
