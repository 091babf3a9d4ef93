/** All that is kept of a customer as a file: asked for, watched while it is made, and downloaded. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { ContactDetails, DeskJob, Page } from "../../api/types";
import { focusNow } from "../../parts/focusNow";
import { exportOf, isUnderWay, type Receipt, receiptOf } from "../../store/contacts/exports";
import { desk } from "../../store/desk/session";
import { attempt } from "../settings/collection";
import { w, wn } from "../settings/words";
import { sizeOf } from "../ticket/thread/Files";
import { day } from "../ticket/when";

const PAUSE = 4_000;
const LOOKED_THROUGH = 50;

export function Exporting({ contact }: { contact: ContactDetails }) {
  const { job, problem, pressed, begin, look } = useExport(contact);
  const focus = pressed ? focusNow : undefined;
  if (problem)
    return (
      <Line text={problemText(problem)} wrong>
        <button type="button" ref={focus} onClick={job || !pressed ? look : begin}>
          {w("contacts.export_try")}
        </button>
      </Line>
    );
  if (job && isUnderWay(job))
    return (
      <p role="status" tabIndex={-1} ref={focus}>
        <label>
          {w("contacts.export_running")} <progress max={job.total ?? undefined} value={partOf(job)} />
        </label>
      </p>
    );
  const receipt = job && receiptOf(job);
  if (job && receipt)
    return (
      <Line text={told(receipt)}>
        <button type="button" class="solid" ref={focus} onClick={() => download(job.id)}>
          {w("contacts.export_download")}
        </button>
        <button type="button" onClick={begin}>
          {w("contacts.export_again")}
        </button>
      </Line>
    );
  return (
    <Line text={job ? w("contacts.export_failed") : w("contacts.export_about")} wrong={job !== null}>
      <button type="button" ref={focus} onClick={begin}>
        {job ? w("contacts.export_try") : w("contacts.export")}
      </button>
    </Line>
  );
}

interface Export {
  job: DeskJob | null;
  problem: Problem | null;
  /** Whether the button was pressed: it is gone meanwhile, and what has its place gets the focus. */
  pressed: boolean;
  begin(): void;
  look(): void;
}

/** The export of a customer that is under way, and that is looked after until it is over. */
function useExport({ id, merged_into: into }: ContactDetails): Export {
  const job = useSignal<DeskJob | null>(null);
  const problem = useSignal<Problem | null>(null);
  const pressed = useRef(false);
  const put = async (asked: Promise<DeskJob | null>): Promise<void> => {
    try {
      job.value = await asked;
      problem.value = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      problem.value = failure;
    }
  };
  const begin = (): void => {
    pressed.current = true;
    void put(desk().ask<DeskJob>("POST", `contacts/${encodeURIComponent(id)}/export`));
  };
  const look = (): void => {
    const known = job.peek();
    void put(known ? desk().ask<DeskJob>("GET", `jobs/${encodeURIComponent(known.id)}`) : newest([id, into ?? id]));
  };
  const here = job.value;
  useEffect(look, [id]);
  useEffect(() => {
    if (!here || !isUnderWay(here) || problem.value) return;
    const timer = setTimeout(look, PAUSE);
    return () => clearTimeout(timer);
  }, [here, problem.value]);
  return { job: here, problem: problem.value, pressed: pressed.current, begin, look };
}

interface LineProps {
  text: string;
  wrong?: boolean;
  children: preact.ComponentChildren;
}

function Line({ text, wrong, children }: LineProps) {
  return (
    <div>
      <p role={wrong ? "alert" : undefined} class={wrong ? "wrong" : "quiet"}>
        {text}
      </p>
      <p class="acts">{children}</p>
    </div>
  );
}

function told({ bytes, tickets, leftOut, until }: Receipt): string {
  const ready = w("contacts.export_ready", { size: sizeOf(bytes), day: day(until) });
  const empty = tickets === 0 ? w("contacts.export_empty") : "";
  const missing = leftOut > 0 ? wn("contacts.export_left_out", leftOut) : "";
  return [ready, empty, missing].filter((each) => each !== "").join(" ");
}

function partOf({ gone_through: done, total }: DeskJob): number | undefined {
  return total === null ? undefined : done;
}

async function newest(ids: readonly string[]): Promise<DeskJob | null> {
  const page = await desk().ask<Page<DeskJob>>("GET", "jobs", { query: { limit: LOOKED_THROUGH } });
  return exportOf(page.items, ids, new Date());
}

/** The address of the file is asked for at the click: it is good for minutes only, and names no token. */
function download(jobId: string): void {
  attempt(async () => {
    const link = document.createElement("a");
    link.href = (await desk().ask<{ url: string }>("GET", `jobs/${encodeURIComponent(jobId)}/file`)).url;
    link.click();
  });
}
