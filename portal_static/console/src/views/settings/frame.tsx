/** What pages of settings are made of: a heading, a list of things, a form in a dialog. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import { type Asking, confirm } from "../../parts/Confirm";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { locale, t } from "../../words";
import { attempt, type Collection, type Loading } from "./collection";
import { w } from "./words";

interface PageProps {
  title: string;
  about?: string;
  /** What stands at the end of the heading's line. */
  action?: ComponentChildren;
  loading?: Loading;
  reload?: () => Promise<void>;
  children: ComponentChildren;
}

export function Page({ title, about, action, loading, reload, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="settings-page" aria-labelledby="settings-title">
      <header class="page-head">
        <h1 id="settings-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <span class="spring" />
        {action}
      </header>
      {about && <p class="about">{about}</p>}
      {loading && reload ? (
        <Loaded loading={loading} reload={reload}>
          {children}
        </Loaded>
      ) : (
        children
      )}
    </section>
  );
}

/** What is under it once it is there; until then that it comes, or why it doesn't. */
export function Loaded({
  loading: { state, problem },
  reload,
  children,
}: {
  loading: Loading;
  reload(): Promise<void>;
  children: ComponentChildren;
}) {
  if (problem)
    return (
      <p role="alert">
        {problemText(problem)}{" "}
        <button type="button" onClick={() => void reload()}>
          {t("retry")}
        </button>
      </p>
    );
  return state === "loading" ? (
    <p role="status" class="quiet late">
      {t("loading")}
    </p>
  ) : (
    <>{children}</>
  );
}

interface ItemsProps<T extends { id: string }> {
  of: Collection<T>;
  label: string;
  /** What to say when there is none yet. */
  empty: string;
  row(item: T): ComponentChildren;
  /** What people look for them by: then they stand in that order. */
  name?: (item: T) => string;
}

export function Items<T extends { id: string }>({ of, label, empty, row, name }: ItemsProps<T>) {
  const found = of.items.value;
  const items = name ? found.toSorted((one, other) => name(one).localeCompare(name(other), locale())) : found;
  return (
    <>
      {items.length === 0 && <p class="empty">{empty}</p>}
      {items.length > 0 && (
        <ul class="items" aria-label={label}>
          {items.map((item) => (
            <li key={item.id}>{row(item)}</li>
          ))}
        </ul>
      )}
      {of.next.value && (
        <button type="button" class="plain" onClick={() => attempt(() => of.more())}>
          {w("more")}
        </button>
      )}
    </>
  );
}

interface ActsProps {
  name: string;
  edit?: () => void;
  remove?: { label: string; text: string; besides?: Asking["besides"]; run(): Promise<void> };
  /** Further ones, in front. */
  children?: ComponentChildren;
}

/** The buttons at the end of a line. What they are about is said to those who can't see the line. */
export function Acts({ name, edit, remove, children }: ActsProps) {
  return (
    <span class="acts">
      {children}
      {edit && (
        <button type="button" aria-label={`${w("edit")}: ${name}`} onClick={edit}>
          {w("edit")}
        </button>
      )}
      {remove && (
        <button
          type="button"
          aria-label={`${remove.label}: ${name}`}
          onClick={() =>
            confirm({
              title: `${remove.label}: ${name}`,
              text: remove.text,
              besides: remove.besides ?? null,
              yes: remove.label,
              run: () => attempt(remove.run),
            })
          }>
          {remove.label}
        </button>
      )}
    </span>
  );
}

interface FormProps {
  title: string;
  /** What kind of dialog it is. */
  kind?: string;
  close(): void;
  /** Sends it; throws a Problem. The dialog closes when it went well. */
  send(): Promise<void>;
  yes?: string;
  /** The fields at which problems are shown by themselves. */
  fields: readonly string[];
  children(problem: Problem | null): ComponentChildren;
}

export function FormDialog({ title, kind = "form", close, send, yes, fields, children }: FormProps) {
  const sending = useSending(async () => {
    await send();
    close();
  });
  const touched = useRef(false);
  const leave = (): void => {
    if (touched.current) confirm({ title: w("leave"), text: w("leave.text"), yes: w("leave.yes"), run: close });
    else close();
  };
  return (
    <Dialog title={title} close={leave} kind={kind}>
      <form
        onInput={() => (touched.current = true)}
        onSubmit={(event) => (event.preventDefault(), void sending.send())}>
        {children(sending.problem.value)}
        <Trouble problem={sending.problem.value} shownAt={fields} />
        <footer>
          <button type="button" onClick={leave}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={sending.busy}>
            {yes ?? t("save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A form on the page itself, with a button that says when it was saved. */
export function PageForm({
  send,
  fields,
  disabled = false,
  children,
}: Pick<FormProps, "send" | "fields" | "children"> & { disabled?: boolean }) {
  const sending = useSending(send);
  return (
    <form class="page-form" onSubmit={(event) => (event.preventDefault(), void sending.send())}>
      <fieldset class="plain" disabled={disabled}>
        {children(sending.problem.value)}
      </fieldset>
      <Trouble problem={sending.problem.value} shownAt={fields} />
      {!disabled && (
        <button class="solid" disabled={sending.busy}>
          {t("save")}
        </button>
      )}
    </form>
  );
}
