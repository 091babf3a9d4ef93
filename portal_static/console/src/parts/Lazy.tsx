/** A view that is loaded when it is first opened. When it can't be had, that is said, with a way to try again. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../words";

interface LazyProps<P> {
  load(): Promise<{ default: ComponentType<P> }>;
  props: P;
}

export function Lazy<P extends object>({ load, props }: LazyProps<P>) {
  const view = useSignal<ComponentType<P> | null>(null);
  const failed = useSignal(false);
  const fetchIt = async (): Promise<void> => {
    failed.value = false;
    try {
      const { default: found } = await load();
      view.value = found;
    } catch {
      failed.value = true; // offline, or another version of the console is there by now
    }
  };
  useEffect(() => void fetchIt(), []);
  const View = view.value;
  if (View) return <View {...props} />;
  if (!failed.value) return <p role="status" class="quiet late">{t("loading")}</p>;
  return (
    <div class="page" role="alert">
      <p>{t("problem.offline")}</p>
      <button type="button" onClick={() => void fetchIt()}>{t("retry")}</button> <button type="button" onClick={() => location.reload()}>{t("reload")}</button>
    </div>
  );
}
