/** The receipt of an erasure: what went and what stayed, who asked for it and when, to be printed or kept as a file. */
import type { DeskJob } from "../../api/types";
import { saveFile } from "../../parts/saveFile";
import { href } from "../../router/router";
import { type Receipt as Erased, receiptOf } from "../../store/privacy/erasure";
import { useSingle } from "../settings/collection";
import { Page } from "../settings/frame";
import { dayOf, whole } from "../ticket/when";
import { ErasureRows } from "./ErasureRows";
import { Progress } from "./Progress";
import { w } from "./words";

export function Receipt({ id }: { id: string }) {
  const { found, loading, load } = useSingle<DeskJob>(`jobs/${encodeURIComponent(id)}`);
  const job = found.value;
  const receipt = job && receiptOf(job);
  return (
    <Page
      title={w("receipt")}
      loading={loading.value}
      reload={load}
      action={<a href={href("settings/erasures")}>{w("receipt.all")}</a>}>
      {job && (receipt ? <Told job={job} receipt={receipt} /> : <Progress job={job} label={w("erase.running")} />)}
    </Page>
  );
}

function Told({ job, receipt }: { job: DeskJob; receipt: Erased }) {
  const facts = [
    ["receipt.who", receipt.name_after],
    ["receipt.by", job.by.name],
    ["receipt.asked", whole(job.asked_at)],
    ["receipt.at", whole(receipt.erased_at)],
    ["receipt.backups", dayOf(receipt.backups_until)],
    ["receipt.id", job.id],
  ] as const;
  return (
    <div class="receipt">
      <dl class="facts wide">
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{w(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ErasureRows rows={receipt.rows} />
      <p class="acts">
        <button type="button" onClick={() => print()}>
          {w("receipt.print")}
        </button>
        <button type="button" onClick={() => saveFile(`${job.id}.json`, "application/json", documentOf(job, receipt))}>
          {w("receipt.json")}
        </button>
      </p>
    </div>
  );
}

/** The receipt as a document of its own. */
export function documentOf({ id, subject, by, asked_at, done_at }: DeskJob, receipt: Erased): string {
  return `${JSON.stringify({ id, contact: subject, by, asked_at, done_at, ...receipt }, null, 2)}\n`;
}
