/** The pages of the settings: what each is loaded by, and who may see it. */
import type { ComponentType } from "preact";
import type { Permission } from "../../api/types";
import { can } from "../../store/desk/session";
import { type SettingsKey, w } from "./words";

export interface Section {
  id: string;
  load(): Promise<{ default: ComponentType }>;
  needs: Permission | null;
  group: "own" | "desk";
}

export const SECTIONS: readonly Section[] = [
  { id: "profile", load: () => import("./sections/Profile"), needs: null, group: "own" },
  { id: "account", load: () => import("./sections/Account"), needs: null, group: "own" },
  { id: "notifications", load: () => import("./sections/Notifications"), needs: null, group: "own" },
  { id: "keyboard", load: () => import("./sections/Keyboard"), needs: null, group: "own" },
  { id: "contacts", load: () => import("./sections/Contacts"), needs: "contacts:read", group: "desk" },
  { id: "canned-responses", load: () => import("./sections/Canned"), needs: "desk:read", group: "desk" },
  { id: "macros", load: () => import("./sections/Macros"), needs: "tickets:write", group: "desk" },
  { id: "labels", load: () => import("./sections/Labels"), needs: "desk:read", group: "desk" },
  { id: "members", load: () => import("./sections/Members"), needs: "desk:read", group: "desk" },
  { id: "sign-in", load: () => import("./sections/SignInRules"), needs: "rights:write", group: "desk" },
  { id: "sla", load: () => import("./sections/Sla"), needs: "desk:read", group: "desk" },
  { id: "business-hours", load: () => import("./sections/Hours"), needs: "settings:read", group: "desk" },
  { id: "general", load: () => import("./sections/General"), needs: "settings:read", group: "desk" },
  { id: "weekly-report", load: () => import("./sections/WeeklyReport"), needs: "settings:read", group: "desk" },
  { id: "masking", load: () => import("./sections/Masking"), needs: "settings:read", group: "desk" },
  { id: "retention", load: () => import("./sections/Retention"), needs: "settings:read", group: "desk" },
  { id: "mailboxes", load: () => import("./sections/Mailboxes"), needs: "settings:read", group: "desk" },
  { id: "mail-domains", load: () => import("./sections/MailDomains"), needs: "settings:read", group: "desk" },
  { id: "suspended", load: () => import("./sections/Suspended"), needs: "settings:read", group: "desk" },
  { id: "portal", load: () => import("./sections/Portal"), needs: "settings:read", group: "desk" },
  { id: "widgets", load: () => import("./sections/Widgets"), needs: "settings:read", group: "desk" },
  { id: "ai-engine", load: () => import("./sections/AiEngine"), needs: "settings:read", group: "desk" },
  { id: "api-keys", load: () => import("./sections/ApiKeys"), needs: "settings:read", group: "desk" },
  { id: "erasures", load: () => import("./sections/Erasures"), needs: "settings:read", group: "desk" },
  { id: "audit", load: () => import("./sections/Audit"), needs: "settings:read", group: "desk" },
];

/** Those that whoever asks may see. */
export function openSections(): readonly Section[] {
  return SECTIONS.filter(({ needs }) => needs === null || can.value(needs));
}

export function sectionName(id: string): string {
  return w(`section.${id}` as SettingsKey);
}
