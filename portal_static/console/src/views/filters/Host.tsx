/** Filters that are asked for by more than a list of values: days, and contacts, who are searched for. */
import { signal } from "@preact/signals";
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import type { FilterName } from "../../store/tickets/filterTable";
import { t } from "../../words";
import type { ListedFilter } from "./choices";

export type AskedFilter = Exclude<FilterName, ListedFilter>;
const opened = signal<{ name: AskedFilter; anchor: Element | null } | null>(null);
const days = () => import("./Days");
const contacts = () => import("./Contacts");

export function openFilter(name: AskedFilter, anchor: Element | null): void {
  opened.value = { name, anchor };
}

export function FilterHost() {
  if (!opened.value) return null;
  const { name, anchor } = opened.value;
  const close = (): void => {
    opened.value = null;
  };
  const title = t(`field.${name}`);
  if (name === "contact")
    return (
      <Dialog kind="picker people" title={title} close={close} anchor={anchor} light untitled>
        <Lazy typing load={contacts} props={{}} />
      </Dialog>
    );
  return (
    <Dialog key={name} kind="small" title={title} close={close} anchor={anchor} light>
      <Lazy load={days} props={{ name, close }} />
    </Dialog>
  );
}
