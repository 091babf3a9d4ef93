/** The mail that a reply will be, as the desk makes it of what is written so far. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../../../api/problemText";
import type { Attachment, MailPreview } from "../../../../api/types";
import { Dialog } from "../../../../parts/Dialog";
import { type Draft, isEmpty } from "../../../../store/composer/drafts";
import { answerOf } from "../../../../store/composer/send";
import { fileHere } from "../../../../store/composer/uploads";
import { desk } from "../../../../store/desk/session";
import { t } from "../../../../words";
import { drawMail } from "./mailDocument";
import { w } from "./words";

interface PreviewProps {
  reference: string;
  draft: Draft;
  close(): void;
}

export default function Preview({ reference, draft, close }: PreviewProps) {
  return (
    <Dialog kind="previewed" title={w("preview.title")} close={close} light>
      {isEmpty(draft.reply) ? <p>{w("preview.empty")}</p> : <Asked reference={reference} draft={draft} />}
    </Dialog>
  );
}

function Asked({ reference, draft }: { reference: string; draft: Draft }) {
  const mail = useSignal<MailPreview | null>(null);
  const problem = useSignal("");
  const ask = async (): Promise<void> => {
    problem.value = "";
    try {
      const body = answerOf(draft.reply, draft.status, draft.cc);
      mail.value = await desk().ask("POST", `tickets/${encodeURIComponent(reference)}/replies/preview`, { body });
    } catch (failure) {
      problem.value = problemText(failure);
    }
  };
  useEffect(() => void ask(), []);
  if (problem.value)
    return (
      <p role="alert">
        {problem.value}{" "}
        <button type="button" onClick={() => void ask()}>
          {t("retry")}
        </button>
      </p>
    );
  if (!mail.value) return <p role="status">{t("loading")}</p>;
  return <Shown mail={mail.value} files={draft.reply.files} />;
}

function Shown({ mail: { subject, to, text, html }, files }: { mail: MailPreview; files: readonly Attachment[] }) {
  if (html === null) return <p>{w("preview.nobody")}</p>;
  return (
    <>
      <dl class="heads">
        <dt>{w("preview.to")}</dt>
        <dd>{to.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(", ")}</dd>
        <dt>{w("preview.subject")}</dt>
        <dd>{subject}</dd>
      </dl>
      <MailIn html={html} files={files} />
      <details>
        <summary>{w("preview.text")}</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </>
  );
}

/** It is of the page's own origin so that it can be drawn into, and runs nothing all the same. */
function MailIn({ html, files }: { html: string; files: readonly Attachment[] }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const draw = (): void => {
    const inner = frame.current?.contentDocument;
    if (!frame.current || !inner?.body) return;
    const fit = (): void =>
      void (frame.current && (frame.current.style.blockSize = `${inner.documentElement.scrollHeight}px`));
    drawMail(html, inner, (cid, made) => showPicture(cid, files, made, fit));
    fit();
  };
  useEffect(draw, [html]);
  return <iframe ref={frame} class="mail" title={w("preview.frame")} sandbox="allow-same-origin" onLoad={draw} />;
}

/** The picture of the mail as it is on this machine. Of one that was sent before the page was loaded there is its name. */
function showPicture(cid: string, files: readonly Attachment[], made: HTMLImageElement, fit: () => void): void {
  const file = files.find(({ id }) => cid.startsWith(`${id}@`));
  const here = file && fileHere(file.id);
  if (!here) return;
  const reader = new FileReader(); // the page's policy lets data be shown, and no addresses of the browser's own
  reader.onload = () => {
    made.onload = fit;
    made.src = String(reader.result);
  };
  reader.readAsDataURL(here);
}
