/** The files of a text that is being written: those that are there, and those on their way. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import type { Attachment } from "../../../api/types";
import { Lazy } from "../../../parts/Lazy";
import { typeInto } from "../../../parts/typeInto";
import { type Sent, underWay } from "../../../store/composer/uploads";
import { locale } from "../../../words";
import { sizeOf } from "../thread/Files";
import { w } from "../words";
import { paste } from "./editor/load";

const thumbnail = () => import("./Thumbnail");

type Add = (files: readonly File[]) => void;

/** Files can be dropped anywhere on it. */
export function dropZone(dropping: Signal<boolean>, add: Add) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      dropping.value = true;
    },
    onDragLeave: () => {
      dropping.value = false;
    },
    onDrop: (event: DragEvent) => {
      dropping.value = false;
      if (!event.dataTransfer?.types.includes("Files")) return; // words that are moved go where they are dropped
      event.preventDefault();
      add(filesOf(event.dataTransfer));
    },
  };
}

/** Pictures and files can be pasted into a text, and rich text becomes Markdown. */
export function pasting(add: Add): (event: ClipboardEvent & { currentTarget: HTMLTextAreaElement }) => void {
  return (event) => {
    const { currentTarget: field, clipboardData: data } = event;
    const files = filesOf(data).map(named);
    const html = data?.getData("text/html") ?? "";
    const plain = data?.getData("text/plain") ?? "";
    if (files.length === 0 && html === "") return;
    event.preventDefault();
    if (html === "") return add(files);
    void paste().then(
      ({ pasted }) => pasted(field, { html, plain, files }, add),
      () =>
        plain === ""
          ? add(files)
          : typeInto(field, { from: field.selectionStart, to: field.selectionEnd, text: plain }),
    );
  };
}

/** Browsers call every picture from the clipboard alike. */
function named(file: File): File {
  if (file.name !== "image.png") return file;
  const at = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
  return new File([file], `screenshot-${at.slice(0, 19).replace(/[T:]/g, "-")}.png`, { type: file.type });
}

function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

export function AttachButton({ add }: { add: Add }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="plain" onClick={() => input.current?.click()}>
        {w("write.attach")}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={w("write.attach")}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

export function FileList({
  place,
  files,
  remove,
}: {
  place: string;
  files: readonly Attachment[];
  remove(id: string): void;
}) {
  const sending = underWay.value.get(place) ?? [];
  if (files.length + sending.length === 0) return null;
  return (
    <ul class="files" aria-label={w("files")}>
      {files.map((file) => (
        <li key={file.id} class="file">
          <Lazy load={thumbnail} props={{ file, files }} around={() => null} />
          <span>{file.name}</span> <small>{sizeOf(file.size)}</small>{" "}
          <Remove name={file.name} press={() => remove(file.id)} />
        </li>
      ))}
      {sending.map((file) => (
        <OnItsWay key={file.key} file={file} />
      ))}
    </ul>
  );
}

function OnItsWay({ file }: { file: Sent }) {
  const part = new Intl.NumberFormat(locale(), { style: "percent" }).format(file.part);
  return (
    <li class={`file ${file.trouble ? "failed" : ""}`}>
      {file.trouble ? <span role="alert">{why(file)}</span> : <span>{file.name}</span>}
      {file.waits && <small>{w("upload.waits")}</small>}
      {!file.trouble && !file.waits && (
        <progress value={file.part} aria-label={w("upload.part", { name: file.name, part })} />
      )}
      {file.trouble instanceof Problem && (
        <button type="button" class="plain" onClick={file.again}>
          {w("upload.again")}
        </button>
      )}
      <Remove name={file.name} press={file.stop} />
    </li>
  );
}

function why({ name, trouble }: Sent): string {
  if (trouble === "too_large" || trouble === "empty") return w(`upload.${trouble}`, { name });
  return w("upload.failed", { name, why: trouble ? problemText(trouble) : "" });
}

function Remove({ name, press }: { name: string; press(): void }) {
  return (
    <button type="button" class="bare" aria-label={w("upload.remove", { name })} onClick={press}>
      ×
    </button>
  );
}
