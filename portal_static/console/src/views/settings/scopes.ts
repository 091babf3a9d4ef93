/** What API keys may do, in words. One that is newer than this console is shown as it is called. */
import { hasWord, w } from "./words";

const SCOPES: readonly string[] = [
  "tickets:read",
  "tickets:write",
  "tickets:delete",
  "notes:read",
  "contacts:read",
  "contacts:write",
  "members:write",
  "settings:read",
  "settings:write",
];

/** All there are, and behind them whatever else a key has. */
export function offered(given: readonly string[]): string[] {
  return [...SCOPES, ...given.filter((scope) => !SCOPES.includes(scope))];
}

/** Those of a key, in the order in which they are offered. */
export function ordered(given: readonly string[]): string[] {
  return offered(given).filter((scope) => given.includes(scope));
}

export function scopeName(scope: string): string {
  const key = `scope.${scope}`;
  return hasWord(key) ? w(key) : scope;
}
