/** A button with a menu of actions: the browser's popover, with the keys that the ARIA practices give a menu button. */
import type { ComponentChildren, TargetedKeyboardEvent, TargetedToggleEvent } from "preact";
import { useId, useRef } from "preact/hooks";
import { Icon } from "./icons";
import { keepNear } from "./placeNear";
import { Keys } from "./tips";

const ITEMS = "[role^=menuitem]";

export interface MenuItem {
  label: string;
  icon?: ComponentChildren;
  keys?: string | null;
  /** One of several of which one holds: shown ticked. */
  checked?: boolean;
  /** Items of one group stand together under its name. */
  group?: string;
  run(): void;
}

interface MenuProps {
  /** The name of the button, and of the menu. */
  label: string;
  children: ComponentChildren;
  items: readonly MenuItem[];
  class?: string;
}

export function Menu({ label, children, items, class: kind = "" }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const stop = useRef<() => void>(undefined);
  const toFirst = (): void => menu.current?.querySelector<HTMLElement>(ITEMS)?.focus();
  const opened = (event: TargetedToggleEvent<HTMLElement>): void => {
    const open = event.newState === "open";
    button.current?.setAttribute("aria-expanded", String(open));
    stop.current?.();
    if (!open || !menu.current || !button.current) return;
    stop.current = keepNear(menu.current, button.current);
    if (!menu.current.contains(document.activeElement)) toFirst();
  };
  const act = (item: MenuItem): void => {
    menu.current?.hidePopover();
    button.current?.focus();
    item.run();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={kind}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded="false"
        popovertarget={id}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          menu.current?.showPopover();
          toFirst(); // before the next key, for which the browser doesn't wait to tell that it is open
        }}>
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        class="menu"
        aria-label={label}
        onToggle={opened}
        onKeyDown={pressed}>
        {[...Map.groupBy(items, (item) => item.group ?? "")].map(([group, members]) => (
          <div key={group} role="group" aria-label={group || label}>
            {group && (
              <p aria-hidden="true" class="heading">
                {group}
              </p>
            )}
            {members.map((item) => (
              <Item key={item.label} item={item} act={() => act(item)} />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

function Item({ item, act }: { item: MenuItem; act(): void }) {
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return (
    <button type="button" tabIndex={-1} role={role} aria-checked={item.checked} onClick={act}>
      {item.checked !== undefined && <span class="tick">{item.checked && <Icon name="check" />}</span>}
      {item.icon}
      <span class="choice-label">{item.label}</span>
      {item.keys && <Keys keys={item.keys} />}
    </button>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(ITEMS)];
}

function pressed(event: TargetedKeyboardEvent<HTMLElement>): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  if (event.key === "Tab") return event.currentTarget.hidePopover();
  const to = target(event.key, at, items);
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function target(key: string, at: number, items: HTMLElement[]): HTMLElement | undefined {
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1) return undefined;
  const next = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return next.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
