/** A picture that is about to be sent, as it is on this machine; nothing for what is no picture. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Attachment } from "../../../api/types";
import { Lazy } from "../../../parts/Lazy";
import { fileHere } from "../../../store/composer/uploads";
import { largePicture } from "../thread/Picture";

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_PIXELS = 40_000_000;

/** Where the pictures are that were drawn, by the ids of their files. */
const drawn = signal<ReadonlyMap<string, string>>(new Map());

export default function Thumbnail({ file, files }: { file: Attachment; files: readonly Attachment[] }) {
  const url = useSignal("");
  const large = useSignal(false);
  useEffect(() => offered(file.id, (made) => (url.value = made)), [file.id]);
  const set = (shown: boolean): void => {
    const others = [...drawn.peek()].filter(([id]) => id !== file.id);
    drawn.value = new Map(shown ? [...others, [file.id, url.peek()]] : others);
  };
  useEffect(() => () => set(false), []);
  if (!url.value) return null;
  const pictures = files.filter(({ id }) => drawn.value.has(id));
  const close = (): void => void (large.value = false);
  return (
    <>
      <button type="button" class="picture" hidden={!drawn.value.has(file.id)} onClick={() => (large.value = true)}>
        <img
          src={url.value}
          alt={file.name}
          height={48}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            set(naturalWidth * naturalHeight <= MOST_PIXELS)
          }
        />
      </button>
      {large.value && (
        <Lazy
          load={largePicture}
          props={{
            pictures: pictures.map(({ id, name }) => ({ name, url: () => drawn.value.get(id) ?? null })),
            first: pictures.indexOf(file),
            close,
          }}
        />
      )}
    </>
  );
}

/** Under this type browsers draw whatever they know by its bytes, but no SVG, which isn't known by them. */
function offered(id: string, take: (url: string) => void): (() => void) | undefined {
  const file = fileHere(id);
  if (!file || file.size > MOST_BYTES) return undefined;
  const url = URL.createObjectURL(file.slice(0, file.size, "image/png"));
  take(url);
  return () => URL.revokeObjectURL(url);
}
