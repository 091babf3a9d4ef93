/** A picture of a message, small; at a press it is seen large, and the message's others beside it. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Attachment } from "../../../api/types";
import { Lazy, preload } from "../../../parts/Lazy";
import { addressOf, fitted, isShown, want } from "../../../store/tickets/pictures";
import { download } from "./download";
import type { Seen } from "./LargePicture";

const LISTED = { width: 240, height: 144 };
const IN_TEXT = { width: 640, height: 480 };
export const largePicture = () => import("./LargePicture");

interface Props {
  reference: string;
  /** All of the message's files, of which the pictures are shown one after the other. */
  files: readonly Attachment[];
  file: Attachment;
  inText?: boolean;
}

export function Picture({ reference, files, file, inText = false }: Props) {
  const box = useRef<HTMLButtonElement>(null);
  const large = useSignal(false);
  const url = addressOf(reference, file.id).value;
  const look = (): void => {
    want(reference, file.id);
    void preload(largePicture);
  };
  useEffect(() => whenSeen(box.current, look), [reference, file.id]);
  if (!file.picture) return null;
  const room = fitted(file.picture, inText ? IN_TEXT : LISTED);
  const pictures = files.filter(isShown);
  const close = (): void => void (large.value = false);
  return (
    <>
      <button ref={box} type="button" class="picture" onClick={() => (large.value = true)}>
        <img
          src={url ?? undefined}
          alt={file.name}
          {...room}
          style={{ aspectRatio: `${room.width} / ${room.height}` }}
          onError={look}
        />
      </button>
      {large.value && (
        <Lazy
          load={largePicture}
          props={{ pictures: pictures.map((each) => seen(reference, each)), first: pictures.indexOf(file), close }}
        />
      )}
    </>
  );
}

function seen(reference: string, file: Attachment): Seen {
  return {
    name: file.name,
    size: file.picture,
    url: () => addressOf(reference, file.id).value,
    want: () => want(reference, file.id),
    download: () => void download(reference, file),
  };
}

const looks = new WeakMap<Element, () => void>();
const watching = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) looks.get(target)?.();
  },
  { rootMargin: "300px" },
);

/** Tell every time that it comes into view; what it gives ends that. */
function whenSeen(element: Element | null, tell: () => void): (() => void) | undefined {
  if (!element) return undefined;
  looks.set(element, tell);
  watching.observe(element);
  return () => watching.unobserve(element);
}
