/**
 * Who carries out a command just now. Views lend their handlers while they are on the page; of several the one that
 * came last is asked, so an open ticket goes before the list beside it, but not before what is ticked there.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { COMMAND_IDS, type CommandId } from "./commands";

/** How a command is carried out. Of macros it may be told which, by its id. */
type Handler<Id> = Id extends "macro" ? (which?: string) => void : () => void;
/** A command that is missing, or undefined, can't be done here. */
export type Handlers = { [Id in CommandId]?: Handler<Id> | undefined };

interface Lent {
  handlers: Handlers;
  /** Whether these go before all that came later. */
  first?: (() => boolean) | undefined;
}

const lent: Lent[] = [];

/** Lend handlers for as long as the view is there, and before those of views that came later while `first` says so. */
export function useCommands(handlers: Handlers, first?: () => boolean): void {
  const held = useRef<Lent>({ handlers });
  Object.assign(held.current, { handlers, first });
  useLayoutEffect(() => lend(held.current), []); // before it is painted: what one sees, one can already command
}

/** Lend handlers; gives how to take them back. */
export function lend(mine: Lent): () => void {
  lent.push(mine);
  return () => void lent.splice(lent.indexOf(mine), 1);
}

function handlerOf<Id extends CommandId>(id: Id): Handlers[Id] {
  const able = lent.filter((each) => each.handlers[id] !== undefined);
  return (able.findLast((each) => each.first?.()) ?? able.at(-1))?.handlers[id];
}

/** Carry a command out; false if nobody here can. */
export function run(id: CommandId): boolean {
  const handler = handlerOf(id);
  handler?.();
  return handler !== undefined;
}

/** Run a macro that was chosen already on what is open, ticked or where the keyboard is. */
export function runMacro(which: string): void {
  handlerOf("macro")?.(which);
}

/** What can be done here and now. */
export function available(): CommandId[] {
  return COMMAND_IDS.filter((id) => handlerOf(id) !== undefined);
}
