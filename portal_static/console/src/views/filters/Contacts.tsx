/** Whose tickets: contacts found as one types. Those that were chosen come first. */
import { useEffect, useMemo } from "preact/hooks";
import { Avatar } from "../../parts/badges";
import { type Choice, Choices } from "../../parts/Choices";
import { Trouble } from "../../parts/Field";
import { contactName, knowContacts, shownName } from "../../store/desk/contactNames";
import { t } from "../../words";
import { useContacts } from "../ticketCommands/useContacts";
import { toggling, valuesOf } from "./menu";

export default function Contacts() {
  const { text, found, trouble, waiting, search } = useContacts();
  const pick = useMemo(() => toggling("contact"), []);
  const first = useMemo(() => valuesOf("contact"), []);
  useEffect(() => void search(""), []);
  useEffect(() => knowContacts(found.value), [found.value]);
  const chosen: Choice[] = text.value.trim() ? [] : first.map((id) => asChoice(id, contactName(id)));
  const others = found.value.filter((each) => !chosen.some((one) => one.value === each.id));
  return (
    <>
      <Choices
        label={t("filter.contact")}
        choices={[...chosen, ...others.map((each) => asChoice(each.id, shownName(each), each.email ?? ""))]}
        chosen={(id) => (valuesOf("contact").includes(id) ? "on" : "off")}
        several
        typed={(value) => void search(value)}
        waiting={waiting.value}
        pick={pick}
        none={t("filter.nobody")}
      />
      <Trouble problem={trouble.value} />
    </>
  );
}

function asChoice(value: string, label: string, hint = ""): Choice {
  return { value, label, icon: <Avatar name={label} customer />, hint: hint === label ? "" : hint };
}
