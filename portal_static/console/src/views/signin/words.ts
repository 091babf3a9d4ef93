/** The words of signing in, which are wanted before those of the desk. */
import english from "../../locales/signin.en.json";
import { wordsOf } from "../../words";

const words = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/signin.de.json"),
  es: () => import("../../locales/signin.es.json"),
  fr: () => import("../../locales/signin.fr.json"),
});
export const w = words.t;

/** What came in the way of a sign-in by one's company, and what to do about it. */
export function companyProblem(code: string): string {
  const key = `problem.${code}`;
  return w(key in english ? (key as keyof typeof english) : "problem.sso");
}
