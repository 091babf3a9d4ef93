/** Keys for programs: what each may do, shown once, taken back at any time. */
import { useSignal } from "@preact/signals";
import type { ApiKey } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { workspace } from "../../../store/desk/session";
import { dayOf, When, whole } from "../../ticket/when";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Copyable, Text } from "../inputs";
import { offered, ordered, scopeName } from "../scopes";
import { w } from "../words";

type Sent = Pick<ApiKey, "name" | "scopes"> & { expires_at?: string };

export default function ApiKeys() {
  const keys = useCollection<ApiKey>("api-keys");
  const editing = useSignal<ApiKey | "new" | null>(null);
  const made = useSignal<string | null>(null);
  const edited = editing.value;
  const save = async (body: Sent): Promise<void> => {
    if (edited === "new") made.value = (await keys.create<{ key: string | null }>(body)).key;
    else if (edited) await keys.change(edited.id, body);
  };
  return (
    <Page
      title={w("section.api-keys")}
      about={w("keys.about")}
      loading={keys.loading.value}
      reload={keys.load}
      action={
        <button type="button" class="solid" onClick={() => (editing.value = "new")}>
          {w("keys.new")}
        </button>
      }>
      <p>
        <a href="/docs" target="_blank" rel="noopener">
          {w("keys.docs")}
        </a>
      </p>
      <Items
        of={keys}
        label={w("section.api-keys")}
        empty={w("keys.empty")}
        row={(key) => (
          <>
            <div class="item-text">
              <span>
                <b>{key.name}</b> <span class="ref">…{key.last_four}</span>
              </span>
              <span class="quiet">{ordered(key.scopes).map(scopeName).join(", ")}</span>
              <span class="quiet">
                {w("keys.made", { name: key.created_by })} · <When at={key.created_at} />
              </span>
              <span class="quiet">
                {key.last_used_on ? w("keys.used", { day: dayOf(key.last_used_on) }) : w("keys.unused")}
                {key.expires_at && " · "}
                {key.expires_at &&
                  w(Date.parse(key.expires_at) <= Date.now() ? "keys.expired" : "keys.expires", {
                    moment: whole(key.expires_at),
                  })}
              </span>
            </div>
            <Acts
              name={key.name}
              edit={() => (editing.value = key)}
              remove={{ label: w("keys.revoke"), text: w("keys.revoke_about"), run: () => keys.remove(key.id) }}
            />
          </>
        )}
      />
      <Assistants />
      {edited && <KeyForm known={edited === "new" ? null : edited} close={() => (editing.value = null)} send={save} />}
      {made.value && (
        <Dialog title={w("keys.here")} close={() => (made.value = null)}>
          <p class="warned">{w("once")}</p>
          <Copyable label={w("keys.key")} text={made.value} />
        </Dialog>
      )}
    </Page>
  );
}

/** How an assistant outside of the desk comes to work with its tickets. */
function Assistants() {
  const place = `${location.origin}/mcp/${encodeURIComponent(workspace.value?.id ?? "")}`;
  const header = `Authorization: Bearer <${w("keys.key")}>`;
  return (
    <section aria-labelledby="mcp-title">
      <h2 id="mcp-title">{w("mcp.title")}</h2>
      <p>{w("mcp.about")}</p>
      <Copyable label={w("mcp.address")} text={place} />
      <Copyable label={w("mcp.command")} text={`claude mcp add --transport http desk ${place} --header "${header}"`} />
      <p class="hint">{w("mcp.key")}</p>
    </section>
  );
}

function KeyForm({ known, close, send }: { known: ApiKey | null; close(): void; send(body: Sent): Promise<void> }) {
  const name = useSignal(known?.name ?? "");
  const given = known?.scopes ?? ["tickets:read"];
  const scopes = useSignal<readonly string[]>(given);
  const lastDay = useSignal("");
  const end = (): { expires_at?: string } =>
    lastDay.value ? { expires_at: new Date(`${lastDay.value}T23:59:59`).toISOString() } : {};
  const toggle = (scope: string, on: boolean): void => {
    const others = scopes.value.filter((each) => each !== scope);
    scopes.value = on ? [...others, scope] : others;
  };
  return (
    <FormDialog
      title={known ? w("keys.edit") : w("keys.new")}
      close={close}
      send={() => send({ name: name.value, scopes: [...scopes.value], ...end() })}
      fields={["name", "scopes", "expires_at"]}>
      {(problem) => (
        <>
          <Text
            label={w("name")}
            value={name}
            required
            maxLength={60}
            autofocus
            hint={w("keys.name_hint")}
            problem={problem?.at("name")}
          />
          {!known && (
            <Text
              label={w("keys.until")}
              type="date"
              value={lastDay}
              hint={w("keys.until_hint")}
              problem={problem?.at("expires_at")}
            />
          )}
          <fieldset class="scopes">
            <legend>{w("keys.may")}</legend>
            {offered(given).map((scope) => (
              <label key={scope} class="switch">
                <input
                  type="checkbox"
                  checked={scopes.value.includes(scope)}
                  onChange={(event) => toggle(scope, event.currentTarget.checked)}
                />{" "}
                {scopeName(scope)}
              </label>
            ))}
            {problem?.at("scopes") && <p class="wrong">{problem.at("scopes")}</p>}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}
