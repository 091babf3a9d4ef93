/** Notifications of the browser that one sits at, and a tone. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import { sound } from "../../../store/desk/preferences";
import { device, lookAtDevice, showTitles, switchOff, switchOn, titles, tryOut } from "../../../store/desk/push";
import { ring } from "../../../store/desk/ring";
import { toast } from "../../../store/desk/toasts";
import { t } from "../../../words";
import { type SettingsKey, w } from "../words";

export function ThisDevice() {
  const busy = useSignal(false);
  const carry = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true;
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      toast(problemText(failure), { tone: "error" });
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => void carry(lookAtDevice), []);
  const heading = useRef<HTMLHeadingElement>(null);
  /** What was pressed goes, and something else comes in its place. */
  const switchTo = async (work: () => Promise<void>): Promise<void> => {
    await carry(work);
    heading.current?.focus();
  };
  return (
    <section aria-labelledby="this-device">
      <h2 id="this-device" ref={heading} tabIndex={-1}>
        {w("device")}
      </h2>
      <p class="hint">{w("device.about")}</p>
      <p role="status">{device.value === "asking" ? t("loading") : w(`device.${device.value}`)}</p>
      {device.value === "off" && (
        <button type="button" disabled={busy.value} onClick={() => void switchTo(switchOn)}>
          {w("device.switch_on")}
        </button>
      )}
      {device.value === "on" && <WhileOn busy={busy.value} carry={carry} off={() => void switchTo(switchOff)} />}
      <Sound />
    </section>
  );
}

interface WhileOnProps {
  busy: boolean;
  carry(work: () => Promise<void>): Promise<void>;
  off(): void;
}

function WhileOn({ busy, carry, off }: WhileOnProps) {
  const tried = async (): Promise<void> => {
    const outcome = await tryOut();
    toast(w(`device.trial.${outcome}` as SettingsKey), { tone: outcome === "taken" ? "plain" : "error" });
  };
  return (
    <>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={titles}
          onChange={({ currentTarget }) => void carry(() => showTitles(currentTarget.checked))}
        />
        {w("device.titles")}
      </label>
      <p class="acts">
        <button type="button" disabled={busy} onClick={() => void carry(tried)}>
          {w("device.try")}
        </button>
        <button type="button" class="plain" disabled={busy} onClick={off}>
          {w("device.switch_off")}
        </button>
      </p>
    </>
  );
}

/** It is heard when it is chosen: that click is what lets the browser play it later, too. */
function Sound() {
  const choose = (wanted: boolean): void => {
    sound.value = wanted;
    if (wanted) void ring();
  };
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={sound}
        onChange={({ currentTarget }) => choose(currentTarget.checked)}
      />
      {w("device.sound")}
    </label>
  );
}
