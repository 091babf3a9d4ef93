/** The mail that a reply will be, as the desk makes it of what is written so far. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../../../api/problemText";
import type { MailPreview } from "../../../../api/types";
import { Dialog } from "../../../../parts/Dialog";
import { type Draft, isEmpty } from "../../../../store/composer/drafts";
import { answerOf } from "../../../../store/composer/send";
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
  return <Shown mail={mail.value} />;
}

function Shown({ mail: { subject, to, text, html } }: { mail: MailPreview }) {
  if (html === null) return <p>{w("preview.nobody")}</p>;
  return (
    <>
      <dl class="heads">
        <dt>{w("preview.to")}</dt>
        <dd>{to.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(", ")}</dd>
        <dt>{w("preview.subject")}</dt>
        <dd>{subject}</dd>
      </dl>
      <MailIn html={html} />
      <details>
        <summary>{w("preview.text")}</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </>
  );
}

/** It is of the page's own origin so that it can be drawn into, and runs nothing all the same. */
function MailIn({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const draw = (): void => {
    const inner = frame.current?.contentDocument;
    if (!frame.current || !inner?.body) return;
    drawMail(html, inner);
    frame.current.style.blockSize = `${inner.documentElement.scrollHeight}px`;
  };
  useEffect(draw, [html]);
  return <iframe ref={frame} class="mail" title={w("preview.frame")} sandbox="allow-same-origin" onLoad={draw} />;
}
