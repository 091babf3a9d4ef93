/** Where the dialogs of an open ticket come up; they are loaded when the first of them is asked for. */
import { Lazy } from "../../../parts/Lazy";
import { ticketSignal } from "../../../store/tickets";
import { opened } from "./open";

const dialogs = () => import("./Dialogs");

export function DialogHost({ reference }: { reference: string }) {
  const asked = opened.value;
  const ticket = asked?.ref === reference ? ticketSignal(reference)?.value : undefined;
  return asked && ticket ? <Lazy load={dialogs} props={{ name: asked.name, ticket }} /> : null;
}
