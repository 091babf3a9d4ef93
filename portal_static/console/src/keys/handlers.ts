/**
 * Who carries out a command just now. Views lend their handlers while they are on the page; of several the one that
 * came last is asked, so an open ticket goes before the list beside it.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { COMMAND_IDS, type CommandId } from "./commands";

/** A command that is missing, or undefined, can't be done here. */
export type Handlers = Partial<Record<CommandId, (() => void) | undefined>>;

const lent: { current: Handlers }[] = [];

/** Lend handlers for as long as the view is there. */
export function useCommands(handlers: Handlers): void {
  const held = useRef(handlers);
  held.current = handlers;
  useLayoutEffect(() => {
    // before it is painted: what one sees, one can already command
    lent.push(held);
    return () => void lent.splice(lent.indexOf(held), 1);
  }, []);
}

function handlerOf(id: CommandId): (() => void) | undefined {
  return lent.findLast((each) => each.current[id] !== undefined)?.current[id];
}

/** Carry a command out; false if nobody here can. */
export function run(id: CommandId): boolean {
  const handler = handlerOf(id);
  handler?.();
  return handler !== undefined;
}

/** What can be done here and now. */
export function available(): CommandId[] {
  return COMMAND_IDS.filter((id) => handlerOf(id) !== undefined);
}
