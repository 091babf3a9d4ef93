/** Canned responses, with a preview that fills the variables in. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Canned as Response } from "../../../api/types";
import { Field } from "../../../parts/Field";
import { can, workspace } from "../../../store/desk/session";
import { filledIn, VARIABLES, type Variable } from "../canned";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Text } from "../inputs";
import { w } from "../words";

export default function Canned() {
  const responses = useCollection<Response>("canned-responses");
  const editing = useSignal<Response | "new" | null>(null);
  const writes = can.value("settings:write");
  const edited = editing.value;
  return (
    <Page
      title={w("section.canned-responses")}
      about={w("canned.about")}
      loading={responses.loading.value}
      reload={responses.load}
      action={
        writes && (
          <button type="button" class="solid" onClick={() => (editing.value = "new")}>
            {w("canned.new")}
          </button>
        )
      }>
      <Items
        of={responses}
        name={({ name }) => name}
        label={w("section.canned-responses")}
        empty={w("canned.empty")}
        row={(response) => (
          <>
            <div class="item-text">
              <b>{response.name}</b>
              {response.folder && <span class="badge">{response.folder}</span>}
              <span class="quiet one-line">{response.body}</span>
            </div>
            {writes && (
              <Acts
                name={response.name}
                edit={() => (editing.value = response)}
                remove={{ label: w("delete"), text: w("canned.delete"), run: () => responses.remove(response.id) }}
              />
            )}
          </>
        )}
      />
      {edited && (
        <CannedForm
          response={edited === "new" ? null : edited}
          close={() => (editing.value = null)}
          send={async (body) =>
            void (edited === "new" ? await responses.create(body) : await responses.change(edited.id, body))
          }
        />
      )}
    </Page>
  );
}

function CannedForm({
  response,
  close,
  send,
}: {
  response: Response | null;
  close(): void;
  send(body: Omit<Response, "id">): Promise<void>;
}) {
  const name = useSignal(response?.name ?? "");
  const folder = useSignal(response?.folder ?? "");
  const body = useSignal(response?.body ?? "");
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: Variable): void => {
    if (!area.current) return;
    area.current.focus();
    area.current.setRangeText(`{{${variable}}}`, area.current.selectionStart, area.current.selectionEnd, "end");
    body.value = area.current.value;
  };
  return (
    <FormDialog
      title={response ? w("canned.edit") : w("canned.new")}
      close={close}
      send={() => send({ name: name.value, folder: folder.value, body: body.value })}
      fields={["name", "folder", "body"]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} required maxLength={60} autofocus problem={problem?.at("name")} />
          <Text label={w("canned.folder")} value={folder} maxLength={60} problem={problem?.at("folder")} />
          <Field label={w("canned.text")} hint={w("canned.hint")} problem={problem?.at("body")}>
            {(field) => (
              <textarea
                {...field}
                ref={area}
                required
                rows={8}
                maxLength={20_000}
                value={body}
                onInput={(event) => (body.value = event.currentTarget.value)}
              />
            )}
          </Field>
          <div class="variables" role="group" aria-label={w("canned.variables")}>
            {VARIABLES.map((variable) => (
              <button key={variable} type="button" onClick={() => insert(variable)}>
                {variable}
              </button>
            ))}
          </div>
          <Preview body={body.value} />
        </>
      )}
    </FormDialog>
  );
}

function Preview({ body }: { body: string }) {
  const here = workspace.value;
  const values: Record<Variable, string> = {
    customer_name: "Maya Osei",
    customer_first_name: "Maya",
    customer_email: "maya@example.com",
    ticket_id: "TKT-0042",
    ticket_title: w("canned.sample_title"),
    agent_name: here?.member_name ?? "",
    workspace_name: here?.name ?? "",
    ticket_url: "https://…",
  };
  return (
    <section class="preview" aria-label={w("preview")}>
      <h3>{w("preview")}</h3>
      <p class="text pre">
        {filledIn(body, values).map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : (
            <mark key={index} class={part.kind}>
              {part.text}
            </mark>
          ),
        )}
      </p>
    </section>
  );
}
