/** The settings: one's own, and for admins those of the desk. Each is loaded when it is opened. */
import { useEffect, useRef } from "preact/hooks";
import { Lazy } from "../../parts/Lazy";
import { href } from "../../router/router";
import { t } from "../../words";
import { openSections, SECTIONS, type Section, sectionName } from "./sectionTable";
import { w } from "./words";

export default function Settings({ section }: { section: string }) {
  const open = openSections();
  const here = section === "" ? open[0] : open.find(({ id }) => id === section);
  const nav = useRef<HTMLElement>(null);
  useEffect(
    () => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }),
    [here],
  );
  return (
    <div class="sectioned">
      <nav ref={nav} aria-label={w("settings")}>
        <Group title={w("group.own")} sections={open.filter(({ group }) => group === "own")} here={here?.id} />
        <Group title={w("group.desk")} sections={open.filter(({ group }) => group === "desk")} here={here?.id} />
      </nav>
      {here ? (
        <Lazy key={here.id} load={here.load} props={{}} />
      ) : (
        <div class="empty">
          <h1>{SECTIONS.some(({ id }) => id === section) ? w("forbidden") : t("not_found")}</h1>
        </div>
      )}
    </div>
  );
}

function Group({ title, sections, here }: { title: string; sections: readonly Section[]; here: string | undefined }) {
  if (sections.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {sections.map(({ id }) => (
          <li key={id}>
            <a href={href(`settings/${id}`)} aria-current={id === here ? "page" : undefined}>
              {sectionName(id)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
