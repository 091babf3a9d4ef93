/** The desk's own addresses: what is written to them becomes tickets. */

import { useSignal } from "@preact/signals";
import type { Mailbox } from "../../../api/types";
import { Checks } from "../Checks";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Area, Text } from "../inputs";
import { w } from "../words";

export default function Mailboxes() {
  const mailboxes = useCollection<Mailbox>("mailboxes");
  const editing = useSignal<Mailbox | "new" | null>(null);
  const checking = useSignal<Mailbox | null>(null);
  const edited = editing.value;
  return (
    <Page
      title={w("section.mailboxes")}
      about={w("mailboxes.about")}
      loading={mailboxes.loading.value}
      reload={mailboxes.load}
      action={
        <button type="button" class="solid" onClick={() => (editing.value = "new")}>
          {w("mailboxes.new")}
        </button>
      }>
      <Items
        of={mailboxes}
        label={w("section.mailboxes")}
        empty={w("mailboxes.empty")}
        row={(mailbox) => (
          <>
            <div class="item-text">
              <b>{mailbox.address}</b>
              <span class="quiet">{mailbox.name}</span>
            </div>
            <Acts
              name={mailbox.address}
              edit={() => (editing.value = mailbox)}
              remove={{ label: w("delete"), text: w("mailboxes.delete"), run: () => mailboxes.remove(mailbox.id) }}>
              <button
                type="button"
                aria-label={`${w("checks")}: ${mailbox.address}`}
                onClick={() => (checking.value = mailbox)}>
                {w("checks")}
              </button>
            </Acts>
          </>
        )}
      />
      {checking.value && (
        <Checks id={checking.value.id} address={checking.value.address} close={() => (checking.value = null)} />
      )}
      {edited && (
        <MailboxForm
          mailbox={edited === "new" ? null : edited}
          close={() => (editing.value = null)}
          send={async ({ address, ...rest }) =>
            void (edited === "new"
              ? await mailboxes.create({ address, ...rest })
              : await mailboxes.change(edited.id, rest))
          }
        />
      )}
    </Page>
  );
}

const LONGEST = 2_000;
const VARIABLES = ["{{ticket_id}}", "{{ticket_url}}", "{{workspace_name}}"] as const;

/** Nothing written is nothing said: the desk then has words of its own. */
function orNone(text: string): string | null {
  return text.trim() === "" ? null : text;
}

function MailboxForm({
  mailbox,
  close,
  send,
}: {
  mailbox: Mailbox | null;
  close(): void;
  send(body: Omit<Mailbox, "id">): Promise<void>;
}) {
  const address = useSignal(mailbox?.address ?? "");
  const name = useSignal(mailbox?.name ?? "");
  const confirmation = useSignal(mailbox?.confirmation ?? "");
  const signature = useSignal(mailbox?.signature ?? "");
  const written = (): Omit<Mailbox, "id"> => ({
    address: address.value,
    name: name.value,
    confirmation: orNone(confirmation.value),
    signature: orNone(signature.value),
  });
  return (
    <FormDialog
      title={mailbox ? w("mailboxes.edit") : w("mailboxes.new")}
      close={close}
      send={() => send(written())}
      fields={["address", "name", "confirmation", "signature"]}>
      {(problem) => (
        <>
          {!mailbox && (
            <Text
              label={w("address")}
              type="email"
              value={address}
              required
              autofocus
              hint={w("mailboxes.address_hint")}
              problem={problem?.at("address")}
            />
          )}
          <Text
            label={w("mailboxes.name")}
            value={name}
            required
            maxLength={200}
            hint={w("mailboxes.name_hint")}
            problem={problem?.at("name")}
          />
          <Area
            label={w("mailboxes.confirmation")}
            value={confirmation}
            rows={4}
            maxLength={LONGEST}
            hint={w("mailboxes.confirmation_hint", { variables: VARIABLES.join(" ") })}
            problem={problem?.at("confirmation")}
          />
          <Area
            label={w("mailboxes.signature")}
            value={signature}
            rows={3}
            maxLength={LONGEST}
            hint={w("mailboxes.signature_hint", { variables: [...VARIABLES, "{{agent_name}}"].join(" ") })}
            problem={problem?.at("signature")}
          />
        </>
      )}
    </FormDialog>
  );
}
