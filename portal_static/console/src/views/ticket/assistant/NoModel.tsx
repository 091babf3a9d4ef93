/** That no language model is set: said once in each browser, and at an answer that would have needed one. */
import { href } from "../../../router/router";
import { hasModel, mayChoose, toldOfNone } from "../../../store/assistant/model";
import { w } from "./words";

export function NoModel({ done }: { done(): void }) {
  if (hasModel.value || toldOfNone.value) return null;
  return (
    <p class="quiet">
      {w("no_model")} <Choose />
      <button
        type="button"
        class="plain"
        onClick={() => {
          toldOfNone.value = true;
          done();
        }}>
        {w("no_model.dismiss")}
      </button>
    </p>
  );
}

/** What stands below an answer that can't tell. */
export function CannotSay() {
  if (hasModel.value) return null;
  return (
    <p class="quiet">
      {w("cannot_say")} <Choose />
    </p>
  );
}

/** The way to set one, for whoever may. */
function Choose() {
  if (!mayChoose.value) return null;
  return (
    <>
      <a href={href("settings/ai-engine")}>{w("no_model.choose")}</a>{" "}
    </>
  );
}
