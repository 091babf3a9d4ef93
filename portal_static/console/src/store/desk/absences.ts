/** What is said of a member who is away. */
import type { Absence } from "../../api/types";
import { locale, t } from "../../words";

/** Until when, and who stands in; empty for somebody who is here. */
export function awayText(absence: Absence | null | undefined): string {
  if (!absence?.now) return "";
  const day = dayShown(absence.last);
  const name = absence.stands_in?.name;
  return name ? t("away.stands_in", { day, name }) : t("away.until", { day });
}

/** A day without its year, which is this one or the next. */
function dayShown(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return at.toLocaleDateString(locale(), { day: "numeric", month: "short", timeZone: "UTC" });
}
