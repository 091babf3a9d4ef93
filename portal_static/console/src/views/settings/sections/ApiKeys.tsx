/** Keys for programs: what each may do, shown once, taken back at any time. */
import { useSignal } from "@preact/signals";
import type { ApiKey, Permission } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { When } from "../../ticket/when";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Copyable, Text } from "../inputs";
import { w } from "../words";

type Scope = Exclude<Permission, "desk:read">;
const SCOPES: readonly Scope[] = [
  "tickets:read",
  "tickets:write",
  "tickets:delete",
  "contacts:read",
  "contacts:write",
  "settings:read",
  "settings:write",
];

export default function ApiKeys() {
  const keys = useCollection<ApiKey>("api-keys");
  const editing = useSignal<ApiKey | "new" | null>(null);
  const made = useSignal<string | null>(null);
  const edited = editing.value;
  const save = async (body: Pick<ApiKey, "name" | "scopes">): Promise<void> => {
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
              <span class="quiet">
                {SCOPES.filter((scope) => key.scopes.includes(scope))
                  .map((scope) => w(`scope.${scope}`))
                  .join(", ")}
              </span>
              <span class="quiet">
                {w("keys.made", { name: key.created_by })} · <When at={key.created_at} />
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

function KeyForm({
  known,
  close,
  send,
}: {
  known: ApiKey | null;
  close(): void;
  send(body: Pick<ApiKey, "name" | "scopes">): Promise<void>;
}) {
  const name = useSignal(known?.name ?? "");
  const scopes = useSignal<readonly Scope[]>(
    SCOPES.filter((scope) => (known?.scopes ?? ["tickets:read"]).includes(scope)),
  );
  const toggle = (scope: Scope, on: boolean): void => {
    scopes.value = SCOPES.filter((each) => (each === scope ? on : scopes.value.includes(each)));
  };
  return (
    <FormDialog
      title={known ? w("keys.edit") : w("keys.new")}
      close={close}
      send={() => send({ name: name.value, scopes: [...scopes.value] })}
      fields={["name", "scopes"]}>
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
          <fieldset class="scopes">
            <legend>{w("keys.may")}</legend>
            {SCOPES.map((scope) => (
              <label key={scope} class="switch">
                <input
                  type="checkbox"
                  checked={scopes.value.includes(scope)}
                  onChange={(event) => toggle(scope, event.currentTarget.checked)}
                />{" "}
                {w(`scope.${scope}`)}
              </label>
            ))}
            {problem?.at("scopes") && <p class="wrong">{problem.at("scopes")}</p>}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}
