/** A desk that never had a ticket: three ways to the first. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Problem } from "../../api/problem";
import { run } from "../../keys/handlers";
import { Icon } from "../../parts/icons";
import { can, desk } from "../../store/desk/session";
import { t } from "../../words";

interface Ways {
  portal: string | null;
  address: string | null;
}

export default function FirstRun() {
  const ways = useSignal<Ways>({ portal: null, address: null });
  useEffect(() => void find().then((found) => (ways.value = found)), []);
  const { portal, address } = ways.value;
  return (
    <div class="empty">
      <Icon name="inbox" />
      <h2>{t("first.title")}</h2>
      <p>{t("first.text")}</p>
      <p class="ways">
        {can.value("tickets:write") && (
          <button type="button" class="solid" onClick={() => run("new")}>
            {t("cmd.new")}
          </button>
        )}
        {portal && (
          <a class="button" href={portal} target="_blank" rel="noreferrer">
            {t("first.portal")}
          </a>
        )}
        {address && (
          <a class="button" href={`mailto:${address}`}>
            {t("first.mail", { address })}
          </a>
        )}
      </p>
    </div>
  );
}

/** Where customers write to. Who may not read the settings makes the first ticket by hand. */
async function find(): Promise<Ways> {
  if (!can.peek()("settings:read")) return { portal: null, address: null };
  try {
    const [portal, mailboxes] = await Promise.all([
      desk().ask<{ on: boolean; url: string }>("GET", "portal"),
      desk().ask<{ items: { address: string }[] }>("GET", "mailboxes", { query: { limit: 1 } }),
    ]);
    return { portal: portal.on ? portal.url : null, address: mailboxes.items[0]?.address ?? null };
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    return { portal: null, address: null }; // the button that makes one by hand is there anyway
  }
}
