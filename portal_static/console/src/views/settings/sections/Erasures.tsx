/** Who was erased, and the receipt of each. */
import { useComputed } from "@preact/signals";
import type { DeskJob } from "../../../api/types";
import { href, query } from "../../../router/router";
import { receiptOf } from "../../../store/privacy/erasure";
import { plain } from "../../../words";
import { Receipt } from "../../privacy/Receipt";
import { hasWord, w as word } from "../../privacy/words";
import { When } from "../../ticket/when";
import { useCollection } from "../collection";
import { Items, Page } from "../frame";
import { w } from "../words";

export default function Erasures() {
  const id = query.value.get("id");
  return id ? <Receipt key={id} id={id} /> : <All />;
}

/** The desk lists long jobs of all kinds together. */
function All() {
  const jobs = useCollection<DeskJob>("jobs");
  const items = useComputed(() => jobs.items.value.filter(({ kind }) => kind === "erasure"));
  const empty = word(jobs.next.value === null ? "erasures.empty" : "erasures.none_here");
  return (
    <Page title={w("section.erasures")} about={word("erasures.about")} loading={jobs.loading.value} reload={jobs.load}>
      <Items of={{ ...jobs, items }} label={w("section.erasures")} empty={empty} row={(job) => <Row job={job} />} />
    </Page>
  );
}

function Row({ job }: { job: DeskJob }) {
  const state = `erasures.state.${job.state}`;
  const name = receiptOf(job)?.name_after ?? job.subject;
  return (
    <>
      <div class="item-text">
        <span>
          <b>{name}</b> <span class="badge">{hasWord(state) ? word(state) : plain(state)}</span>
        </span>
        <span class="quiet">
          {job.by.name} · <When at={job.asked_at} />
        </span>
      </div>
      <a
        href={href("settings/erasures", new URLSearchParams({ id: job.id }))}
        aria-label={`${word("erasures.open")}: ${name}`}>
        {word("erasures.open")}
      </a>
    </>
  );
}
