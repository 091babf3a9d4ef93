/** What a browser is called, which the desk says in English. */
import { w } from "./words";

export function deviceName(told: string): string {
  const [browser = "", system] = told.split(" on ", 2);
  if (browser === "") return w("sessions.unknown");
  return system === undefined ? browser : w("sessions.device", { browser, system });
}
