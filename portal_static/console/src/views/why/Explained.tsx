/** Why something is as it is, and what can be done about it: texts that are fetched when somebody asks. */
import english from "../../locales/why.en.json";
import { wordsOf } from "../../words";

const { t: w } = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/why.de.json"),
  es: () => import("../../locales/why.es.json"),
  fr: () => import("../../locales/why.fr.json"),
});

export default function Explained({ of }: { of: string }) {
  return <p>{w(explains(of) ? of : "cause.other")}</p>;
}

function explains(key: string): key is keyof typeof english {
  return key in english;
}
