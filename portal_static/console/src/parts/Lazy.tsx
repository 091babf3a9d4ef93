/** A view that is loaded when it is first opened. When it can't be had, that is said, with a way to try again. */
import { useSignal } from "@preact/signals";
import type { ComponentChild, ComponentType } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { toast } from "../store/desk/toasts";
import { t, textsThere } from "../words";
import { focusNow } from "./focusNow";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** The views that are there already, by how they are loaded. */
const loaded = new WeakMap<object, unknown>();

/** Load a view that may be wanted soon. Failing is no matter: opening it will tell. */
export async function preload<P>(load: Load<P>): Promise<void> {
  await fetched(load).catch(() => undefined);
}

async function fetched<P>(load: Load<P>): Promise<ComponentType<P>> {
  const { default: view } = await load();
  await textsThere(); // it begins in the person's language, not in English for a moment
  loaded.set(load, view);
  return view;
}

/** Load what a press asks for; null where it can't be had, which is said. */
export async function fetchOrTell<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch {
    toast(t("problem.offline"), { tone: "error" }); // or another version of the console is there by now
    return null;
  }
}

interface LazyProps<P> {
  load: Load<P>;
  props: P;
  /** What stands around the words that are shown until the view is there. */
  around?(meanwhile: ComponentChild): ComponentChild;
  /** What is typed meanwhile is meant for its first field: it waits there. */
  typing?: boolean;
}

export function Lazy<P extends object>({
  load,
  props,
  around = (meanwhile) => meanwhile,
  typing = false,
}: LazyProps<P>) {
  const view = useSignal((loaded.get(load) as ComponentType<P> | undefined) ?? null);
  const failed = useSignal(false);
  const fetchIt = async (): Promise<void> => {
    failed.value = false;
    try {
      view.value = await fetched(load);
    } catch {
      failed.value = true; // offline, or another version of the console is there by now
    }
  };
  const early = useRef("");
  useEffect(() => {
    if (!view.peek()) void fetchIt();
  }, []);
  useLayoutEffect(() => {
    if (view.value && early.current !== "") typeOn(early.current);
  }, [view.value]);
  const View = view.value;
  if (View) return <View {...props} />;
  if (!failed.value)
    return (
      <>
        {around(
          <>
            <p role="status" class="quiet late">
              {t("loading")}
            </p>
            {typing && (
              <textarea
                class="unseen"
                aria-label={t("loading")}
                autofocus
                ref={focusNow}
                defaultValue={early.current}
                onInput={(event) => (early.current = event.currentTarget.value)}
              />
            )}
          </>,
        )}
      </>
    );
  return (
    <>
      {around(
        <div class="page" role="alert">
          <p>{t("problem.offline")}</p>
          <button type="button" onClick={() => void fetchIt()}>
            {t("retry")}
          </button>{" "}
          <button type="button" onClick={() => location.reload()}>
            {t("reload")}
          </button>
        </div>,
      )}
    </>
  );
}

/** Put a text into the field that has the focus, as if it were typed there. */
function typeOn(text: string): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.setRangeText(text, field.value.length, field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
