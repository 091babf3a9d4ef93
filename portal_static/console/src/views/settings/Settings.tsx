/** The settings: one's own, and for admins those of the desk. Each is loaded when it is opened. */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Permission } from "../../api/types";
import { Lazy } from "../../parts/Lazy";
import { href } from "../../router/router";
import { can } from "../../store/desk/session";
import { t } from "../../words";
import { type SettingsKey, w } from "./words";

interface Section {
  id: string;
  load(): Promise<{ default: ComponentType }>;
  needs: Permission | null;
  group: "own" | "desk";
}

const SECTIONS: readonly Section[] = [
  { id: "profile", load: () => import("./sections/Profile"), needs: null, group: "own" },
  { id: "notifications", load: () => import("./sections/Notifications"), needs: null, group: "own" },
  { id: "keyboard", load: () => import("./sections/Keyboard"), needs: null, group: "own" },
  { id: "contacts", load: () => import("./sections/Contacts"), needs: "contacts:read", group: "desk" },
  { id: "canned-responses", load: () => import("./sections/Canned"), needs: "desk:read", group: "desk" },
  { id: "labels", load: () => import("./sections/Labels"), needs: "desk:read", group: "desk" },
  { id: "members", load: () => import("./sections/Members"), needs: "desk:read", group: "desk" },
  { id: "sla", load: () => import("./sections/Sla"), needs: "desk:read", group: "desk" },
  { id: "business-hours", load: () => import("./sections/Hours"), needs: "settings:read", group: "desk" },
  { id: "general", load: () => import("./sections/General"), needs: "settings:read", group: "desk" },
  { id: "mailboxes", load: () => import("./sections/Mailboxes"), needs: "settings:read", group: "desk" },
  { id: "mail-domains", load: () => import("./sections/MailDomains"), needs: "settings:read", group: "desk" },
  { id: "suspended", load: () => import("./sections/Suspended"), needs: "settings:read", group: "desk" },
  { id: "portal", load: () => import("./sections/Portal"), needs: "settings:read", group: "desk" },
  { id: "widgets", load: () => import("./sections/Widgets"), needs: "settings:read", group: "desk" },
  { id: "ai-engine", load: () => import("./sections/AiEngine"), needs: "settings:read", group: "desk" },
  { id: "api-keys", load: () => import("./sections/ApiKeys"), needs: "settings:read", group: "desk" },
  { id: "audit", load: () => import("./sections/Audit"), needs: "settings:read", group: "desk" },
];

export default function Settings({ section }: { section: string }) {
  const open = SECTIONS.filter(({ needs }) => needs === null || can.value(needs));
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
              {w(`section.${id}` as SettingsKey)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
