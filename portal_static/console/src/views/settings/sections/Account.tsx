/** One's own password and second factor, and where one is signed in. */
import { me } from "../../../store/desk/session";
import { ChangePassword } from "../../account/ChangePassword";
import { SecondFactor } from "../../account/SecondFactor";
import { Sessions } from "../../account/Sessions";
import { w as a } from "../../account/words";
import { Page } from "../frame";
import { w } from "../words";

export default function Account() {
  return (
    <Page title={w("section.account")}>
      {me.value?.signed_in_by === "sso" ? (
        <p>{a("company")}</p>
      ) : (
        <>
          <ChangePassword />
          <SecondFactor />
        </>
      )}
      <Sessions />
    </Page>
  );
}
