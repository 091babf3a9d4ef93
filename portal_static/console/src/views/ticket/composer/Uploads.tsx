/** The files of a text that is being written: those that are there, and those on their way. */
import { useRef } from "preact/hooks";
import { Problem } from "../../../api/problem";
import type { Attachment } from "../../../api/types";
import { said } from "../../../parts/said";
import { type Sent, underWay } from "../../../store/uploads";
import { locale } from "../../../words";
import { sizeOf } from "../thread/Files";
import { w } from "../words";

export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

export function AttachButton({ add }: { add(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="plain" onClick={() => input.current?.click()}>{w("write.attach")}</button>
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

export function FileList({ place, files, remove }: { place: string; files: readonly Attachment[]; remove(id: string): void }) {
  const sending = underWay.value.get(place) ?? [];
  if (files.length + sending.length === 0) return null;
  return (
    <ul class="files" aria-label={w("files")}>
      {files.map((file) => (
        <li key={file.id} class="file"><span>{file.name}</span> <small>{sizeOf(file.size)}</small> <Remove name={file.name} press={() => remove(file.id)} /></li>
      ))}
      {sending.map((file) => <OnItsWay key={file.key} file={file} />)}
    </ul>
  );
}

function OnItsWay({ file }: { file: Sent }) {
  const part = new Intl.NumberFormat(locale(), { style: "percent" }).format(file.part);
  return (
    <li class={`file ${file.trouble ? "failed" : ""}`}>
      {file.trouble ? <span role="alert">{why(file)}</span> : <span>{file.name}</span>}
      {!file.trouble && <progress value={file.part} aria-label={w("upload.part", { name: file.name, part })} />}
      {file.trouble instanceof Problem && <button type="button" class="plain" onClick={file.again}>{w("upload.again")}</button>}
      <Remove name={file.name} press={file.stop} />
    </li>
  );
}

function why({ name, trouble }: Sent): string {
  if (trouble === "too_large" || trouble === "empty") return w(`upload.${trouble}`, { name });
  return w("upload.failed", { name, why: trouble ? said(trouble) : "" });
}

function Remove({ name, press }: { name: string; press(): void }) {
  return <button type="button" class="bare" aria-label={w("upload.remove", { name })} onClick={press}>×</button>;
}
