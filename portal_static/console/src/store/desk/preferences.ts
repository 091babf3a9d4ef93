/** What one person likes on this machine: colours, language, keys. */
import { effect } from "@preact/signals";
import { type Language, preferred, speak } from "../../words";
import { flag, kept, oneOf, text } from "./browserStorage";

export type Theme = "system" | "light" | "dark";

export const theme = kept<Theme>("theme", "system", oneOf<Theme>(["system", "light", "dark"]));
/** Null follows the browser. */
export const chosenLanguage = kept<Language | null>(
  "language",
  null,
  oneOf<Language>(["en", "de", "es", "fr", "en-XA", "ar-XB"]),
);

/** Whether single keys are commands (WCAG 2.1.4); those with Ctrl or Cmd always are. */
export const singleKeys = kept<boolean>("single_keys", true, flag);

/** Who told this browser to show them notifications, by their id. Its own permission decides whether it does. */
export const pushed = kept<string | null>("pushed", null, text);

/** Whether a new notice is heard on this machine. */
export const sound = kept<boolean>("sound", false, flag);

/** Whether an open ticket shows its properties beside it. */
export const properties = kept<boolean>("properties", true, flag);

/** Whether the assistant's place among them is open. */
export const assistantOpen = kept<boolean>("assistant", true, flag);

/** Bring the page in line with the preferences, now and whenever they change. */
export async function startPreferences(): Promise<void> {
  effect(() => {
    const root = document.documentElement;
    if (theme.value === "system") delete root.dataset.theme;
    else root.dataset.theme = theme.value;
  });
  await speak(chosenLanguage.value ?? preferred(navigator.languages));
  let first = true;
  effect(() => {
    const wanted = chosenLanguage.value ?? preferred(navigator.languages);
    if (!first) void speak(wanted);
    first = false;
  });
}
