/** A saved view in the rail: how much it has, and what can be done with it. */
import { problemText } from "../../api/problemText";
import type { View } from "../../api/types";
import { confirm } from "../../parts/Confirm";
import { Icon } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { href } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { searchOf } from "../../store/tickets/filters";
import { list } from "../../store/tickets/list";
import { countOf, deleteView, filtersOfView } from "../../store/tickets/savedViews";
import { moveView, moveViewTo } from "../../store/tickets/viewOrder";
import { t } from "../../words";
import { openViewForm } from "../list/SaveView";
import { isHere, Place } from "./Place";

let dragged: string | null = null;

export function SavedView({ view }: { view: View }) {
  const search = searchOf(filtersOfView(view)).toString();
  const here = isHere(search);
  return (
    <div
      class="saved-view"
      draggable
      onDragStart={() => (dragged = view.id)}
      onDragEnd={() => (dragged = null)}
      onDragOver={(event) => dragged !== null && event.preventDefault()}
      onDrop={(event) => {
        if (dragged === null) return;
        event.preventDefault();
        void moveViewTo(dragged, view.id);
      }}>
      <Place icon="view" to={href("tickets", search)} here={here} {...countOfView(view, here)}>
        {view.name}
      </Place>
      <Menu class="bare" label={t("view.more", { name: view.name })} items={itemsOf(view)}>
        <Icon name="more" />
      </Menu>
    </div>
  );
}

function itemsOf(view: View): MenuItem[] {
  const mayChange = view.own || can.value("settings:write");
  const moves = [
    { label: t("view.up"), icon: <Icon name="up" />, run: () => void moveView(view.id, -1) },
    { label: t("view.down"), icon: <Icon name="down" />, run: () => void moveView(view.id, 1) },
  ];
  if (!mayChange) return moves;
  return [
    { label: t("view.edit"), icon: <Icon name="view" />, run: () => openViewForm(view) },
    ...moves,
    { label: t("delete"), icon: <Icon name="close" />, run: () => askToDelete(view) },
  ];
}

/** What the desk counts anyway; of any other view what the list has of it, while it is the one that is shown. */
function countOfView(view: View, here: boolean): { count: number | null; orMore: boolean } {
  const count = counts.value && countOf(filtersOfView(view), counts.value);
  if (count !== null || !here || list.value.state !== "ready") return { count, orMore: false };
  const { sections } = list.value;
  return {
    count: sections.reduce((sum, section) => sum + section.refs.length, 0),
    orMore: sections.some((section) => section.next !== null),
  };
}

function askToDelete(view: View): void {
  confirm({
    title: t("view.delete", { name: view.name }),
    text: view.shared ? t("view.delete.shared") : t("view.delete.text"),
    yes: t("delete"),
    run: () => void deleteView(view).catch((failure: unknown) => toast(problemText(failure), { tone: "error" })),
  });
}
