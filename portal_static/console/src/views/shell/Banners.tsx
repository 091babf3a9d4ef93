/** What is to be known of the desk, above whatever is looked at. */
import { href } from "../../router/router";
import { mailHeldSince } from "../../store/desk/mailHeld";
import { online } from "../../store/desk/online";
import { workspace } from "../../store/desk/session";
import { t } from "../../words";
import { day, short } from "../ticket/when";

export function Banners() {
  const here = workspace.value;
  const wanted = here?.second_factor_by;
  const since = mailHeldSince.value;
  return (
    <>
      {!online.value && (
        <p role="status" class="banner">
          {t("offline")}
        </p>
      )}
      {wanted && (
        <p role="status" class="banner calm">
          {t("factor_by", { name: here?.name ?? "", at: day(wanted) })}{" "}
          <a href={href("settings/account")}>{t("factor_by.set_up")}</a>
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
