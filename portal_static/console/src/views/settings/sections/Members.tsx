/** Who works here, and what they may do. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ApiKey, Member, Page as PageOf, Role } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { confirm } from "../../../parts/Confirm";
import { Icon } from "../../../parts/icons";
import { Menu, type MenuItem } from "../../../parts/Menu";
import { href } from "../../../router/router";
import { loadDirectory } from "../../../store/desk/directory";
import { can, desk, workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { attempt, useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Check, Select, Text } from "../inputs";
import { livingKeysOf } from "../keysOf";
import { w, wn } from "../words";
import { AbsenceForm, absenceText, endAbsence } from "./Absence";

const ROLES: readonly Role[] = ["agent", "admin", "viewer"];

export default function Members() {
  const members = useCollection<Member>("members");
  const editing = useSignal<Member | "new" | null>(null);
  const writes = can.value("settings:write");
  const edited = editing.value;
  const leaving = useSignal<Member | null>(null);
  const resting = useSignal<Member | null>(null);
  const keys = useKeys();
  const changed = async (what: Promise<unknown>): Promise<void> => {
    await what;
    void loadDirectory();
  };
  const reread = async (): Promise<void> => {
    await Promise.all([members.load(), loadDirectory()]);
  };
  return (
    <Page
      title={w("section.members")}
      about={w("members.about")}
      loading={members.loading.value}
      reload={members.load}
      action={
        writes && (
          <button type="button" class="solid" onClick={() => (editing.value = "new")}>
            {w("members.invite")}
          </button>
        )
      }>
      <Items
        of={members}
        name={({ name }) => name}
        label={w("section.members")}
        empty={w("members.empty")}
        row={(member) => (
          <>
            <Avatar name={member.name} />
            <div class="item-text">
              <span>
                <b>{member.name}</b>{" "}
                {member.id === workspace.value?.member_id && <span class="quiet">({w("you")})</span>}
              </span>
              <span class="quiet">{member.email}</span>
              {member.active && member.absence && <span class="quiet">{absenceText(member.absence)}</span>}
            </div>
            <span class="badge">{w(`role.${member.role}`)}</span>
            {member.second_factor && <span class="badge">{w("members.second_factor")}</span>}
            {member.sso_linked && <span class="badge">{w("members.sso_linked")}</span>}
            {member.can_delete && <span class="badge">{w("members.deletes")}</span>}
            {!member.active && <span class="badge">{w("members.inactive")}</span>}
            {member.active && member.invited && <span class="badge">{w("members.invited")}</span>}
            {writes && (
              <MemberActs
                member={member}
                keys={livingKeysOf(member, keys.value, Date.now()).length}
                edit={() => (editing.value = member)}
                handOver={() => (leaving.value = member)}
                rest={() => (resting.value = member)}
                back={() => endAbsence(member, reread)}
                set={(changes) => changed(members.change(member.id, changes))}
              />
            )}
          </>
        )}
      />
      {resting.value && <AbsenceForm member={resting.value} close={() => (resting.value = null)} changed={reread} />}
      {leaving.value && (
        <Handover member={leaving.value} members={members.items.value} close={() => (leaving.value = null)} />
      )}
      {edited && (
        <MemberForm
          member={edited === "new" ? null : edited}
          close={() => (editing.value = null)}
          send={(body) =>
            changed(edited === "new" ? members.create(body) : members.change(edited.id, withoutEmail(body)))
          }
        />
      )}
    </Page>
  );
}

const KEYS = 100;

/** The keys of the desk, for those who may see them; whoever may not deactivates nobody either. */
function useKeys(): ReadonlySignal<readonly ApiKey[]> {
  const keys = useSignal<readonly ApiKey[]>([]);
  const fetchThem = async (): Promise<void> => {
    keys.value = (await desk().ask<PageOf<ApiKey>>("GET", "api-keys", { query: { limit: KEYS } })).items;
  };
  useEffect(() => {
    if (can.value("settings:read")) attempt(fetchThem);
  }, []);
  return keys;
}

interface MemberActsProps {
  member: Member;
  /** How many API keys of theirs are alive. */
  keys: number;
  edit(): void;
  handOver(): void;
  rest(): void;
  back(): Promise<void>;
  set(changes: { active: boolean } | { sso_linked: false }): Promise<void>;
}

function MemberActs({ member, keys, edit, handOver, rest, back, set }: MemberActsProps) {
  const living = { text: wn("members.keys", keys), href: href("settings/api-keys"), label: w("members.keys.look") };
  const off = {
    label: w("members.deactivate"),
    text: w("members.deactivate.about"),
    besides: keys > 0 ? living : null,
    run: () => set({ active: false }),
  };
  const on = { label: w("members.activate"), text: w("members.activate.about"), run: () => set({ active: true }) };
  const inviteAgain = async (): Promise<void> => {
    await desk().ask("POST", `members/${encodeURIComponent(member.id)}/invite`);
    toast(w("members.invited_again", { name: member.name }));
  };
  const signOut = async (): Promise<void> => {
    await desk().ask("POST", `members/${encodeURIComponent(member.id)}/sign-out`);
    toast(w("members.signed_out", { name: member.name }));
  };
  const ask = (what: "sign_out" | "unlink", run: () => Promise<void>): void =>
    confirm({
      title: `${w(`members.${what}`)}: ${member.name}`,
      text: w(`members.${what}.about`),
      yes: w(`members.${what}`),
      run: () => attempt(run),
    });
  const further: MenuItem[] = [
    ...(member.active ? [{ label: w("absence"), run: rest }] : []),
    ...(member.active && member.absence ? [{ label: w("absence.end"), run: () => attempt(back) }] : []),
    ...(member.active && !member.invited
      ? [{ label: w("members.sign_out"), run: () => ask("sign_out", signOut) }]
      : []),
    ...(member.sso_linked && can.value("rights:write")
      ? [{ label: w("members.unlink"), run: () => ask("unlink", () => set({ sso_linked: false })) }]
      : []),
  ];
  return (
    <Acts name={member.name} edit={edit} remove={member.active ? off : on}>
      {member.active && member.invited && (
        <button type="button" aria-label={`${w("members.again")}: ${member.name}`} onClick={() => attempt(inviteAgain)}>
          {w("members.again")}
        </button>
      )}
      <button type="button" aria-label={`${w("members.hand_over")}: ${member.name}`} onClick={handOver}>
        {w("members.hand_over")}
      </button>
      {further.length > 0 && (
        <Menu class="bare" label={w("members.further", { name: member.name })} items={further}>
          <Icon name="more" />
        </Menu>
      )}
    </Acts>
  );
}

/** Give all that somebody hasn't finished to somebody else, or to nobody. */
function Handover({ member, members, close }: { member: Member; members: readonly Member[]; close(): void }) {
  const to = useSignal("");
  const others = members.filter(({ id, active, role }) => id !== member.id && active && role !== "viewer");
  const send = async (): Promise<void> => {
    await desk().ask("POST", `members/${encodeURIComponent(member.id)}/handover`, { body: { to: to.value || null } });
    toast(w("members.handed_over", { name: member.name }));
  };
  return (
    <FormDialog
      title={`${w("members.hand_over")}: ${member.name}`}
      yes={w("members.hand_over")}
      close={close}
      send={send}
      fields={["to"]}>
      {(problem) => (
        <Select
          label={w("members.hand_over.to")}
          value={to}
          hint={w("members.hand_over.about")}
          options={[
            { value: "", label: w("members.hand_over.nobody") },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          problem={problem?.at("to")}
        />
      )}
    </FormDialog>
  );
}

interface Written {
  name: string;
  email: string;
  role: Role;
  can_delete: boolean;
}

/** The address is who one is when signing in: it stays. */
function withoutEmail({ email: _, ...rest }: Written): Omit<Written, "email"> {
  return rest;
}

function MemberForm({
  member,
  close,
  send,
}: {
  member: Member | null;
  close(): void;
  send(body: Written): Promise<void>;
}) {
  const name = useSignal(member?.name ?? "");
  const email = useSignal(member?.email ?? "");
  const role = useSignal<Role>(member?.role ?? "agent");
  const deletes = useSignal(member?.can_delete ?? false);
  const written = (): Written => ({
    name: name.value,
    email: email.value,
    role: role.value,
    can_delete: deletes.value,
  });
  return (
    <FormDialog
      title={member ? w("members.edit") : w("members.invite")}
      yes={member ? undefined : w("members.send")}
      close={close}
      send={() => send(written())}
      fields={["name", "email", "role"]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} required maxLength={200} autofocus problem={problem?.at("name")} />
          {!member && (
            <Text
              label={w("email")}
              type="email"
              value={email}
              required
              maxLength={128}
              hint={w("members.email_hint")}
              problem={problem?.at("email")}
            />
          )}
          <Select
            label={w("role")}
            value={role}
            hint={w(`role.${role.value}.about`)}
            options={ROLES.map((each) => ({ value: each, label: w(`role.${each}`) }))}
            problem={problem?.at("role")}
          />
          <Check label={w("members.may_delete")} value={deletes} />
        </>
      )}
    </FormDialog>
  );
}
