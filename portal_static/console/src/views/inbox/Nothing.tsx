/** An inbox with nothing in it: where the work goes on. */
import { Icon } from "../../parts/icons";
import { href } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { number, t } from "../../words";
import { w } from "./words";

export function Nothing({ all }: { all: boolean }) {
  if (!all) return <p class="empty">{w("empty.unread")}</p>;
  return (
    <div class="empty">
      <Icon name="check" />
      <h2>{w("zero")}</h2>
      <p>{w("zero.next")}</p>
      <p class="ways">
        {(["mine", "unassigned"] as const).map((tab) => (
          <a key={tab} class="button" href={href("tickets", `tab=${tab}`)}>
            {t(`tab.${tab}`)} {counts.value ? number(counts.value[tab]) : ""}
          </a>
        ))}
      </p>
      <p>{w("empty.about")}</p>
    </div>
  );
}
