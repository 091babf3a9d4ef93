/** What is to be known of the desk, above whatever is looked at. */
import { href } from "../../router/router";
import { mailHeldSince } from "../../store/desk/mailHeld";
import { online } from "../../store/desk/online";
import { t } from "../../words";
import { short } from "../ticket/when";

export function Banners() {
  const since = mailHeldSince.value;
  return (
    <>
      {!online.value && (
        <p role="status" class="banner">
          {t("offline")}
        </p>
      )}
      {since !== null && (
        <p role="status" class="banner">
          {t("mail_held", { at: short(since) })} <a href={href("settings/general")}>{t("why")}</a>
        </p>
      )}
    </>
  );
}
