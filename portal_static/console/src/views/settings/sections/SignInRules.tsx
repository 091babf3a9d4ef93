/** How members have to sign in: with a second factor or without, by their company's sign-in or not. */
import { type Signal, useSignal } from "@preact/signals";
import type { Problem } from "../../../api/problem";
import { type MailDomain, type Member, NEW_MEMBERS, SECOND_FACTOR, type SignInRules, SSO } from "../../../api/types";
import { Field } from "../../../parts/Field";
import { href } from "../../../router/router";
import { arrive } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { whole } from "../../ticket/when";
import { useCollection, useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Copyable, Select, Text } from "../inputs";
import { w } from "../words";

export default function SignInRulesPage() {
  const rules = useSingle<SignInRules>("sign-in-rules");
  const found = rules.found.value;
  return (
    <Page title={w("section.sign-in")} about={w("rules.about")} loading={rules.loading.value} reload={rules.load}>
      {found && <Form found={found} send={rules.change} />}
    </Page>
  );
}

const FIELDS = [
  "second_factor",
  "grace_days",
  "sso",
  "issuer",
  "client_id",
  "client_secret",
  "domains",
  "new_members",
  "break_glass",
];

function Form({ found, send }: { found: SignInRules; send(body: unknown): Promise<void> }) {
  const factor = useSignal(found.second_factor);
  const days = useSignal(String(found.grace_days));
  const sso = useSignal(found.sso);
  const company: Company = {
    issuer: useSignal(found.issuer),
    client: useSignal(found.client_id),
    secret: useSignal(""),
    domains: useSignal<readonly string[]>(found.domains),
    newMembers: useSignal(found.new_members),
    breakGlass: useSignal(found.break_glass ?? ""),
  };
  const save = async (): Promise<void> => {
    await send({
      second_factor: factor.value,
      grace_days: Number(days.value),
      sso: sso.value,
      ...(sso.value !== "off" && {
        issuer: company.issuer.value,
        client_id: company.client.value,
        ...(company.secret.value !== "" && { client_secret: company.secret.value }),
        domains: company.domains.value,
        new_members: company.newMembers.value,
        break_glass: company.breakGlass.value || null,
      }),
    });
    company.secret.value = "";
    toast(w("saved"));
    await arrive(); // whoever saved it is a member like the others
  };
  return (
    <PageForm send={save} fields={FIELDS}>
      {(problem) => (
        <>
          <h2>{w("rules.factor")}</h2>
          <Select
            label={w("rules.factor.who")}
            value={factor}
            hint={found.required_since ? w("rules.factor.since", { at: whole(found.required_since) }) : undefined}
            options={SECOND_FACTOR.map((value) => ({ value, label: w(`rules.factor.${value}`) }))}
            problem={problem?.at("second_factor")}
          />
          {factor.value === "required" && (
            <Text
              label={w("rules.grace")}
              type="number"
              min={0}
              max={30}
              required
              value={days}
              hint={w("rules.grace_hint")}
              problem={problem?.at("grace_days")}
            />
          )}
          <h2>{w("rules.sso")}</h2>
          <Select
            label={w("rules.sso.who")}
            value={sso}
            hint={w(`rules.sso.${sso.value}.about`)}
            options={SSO.map((value) => ({ value, label: w(`rules.sso.${value}`) }))}
            problem={problem?.at("sso")}
          />
          {sso.value !== "off" && <CompanyFields of={company} found={found} needed={sso} problem={problem} />}
        </>
      )}
    </PageForm>
  );
}

interface Company {
  issuer: Signal<string>;
  client: Signal<string>;
  secret: Signal<string>;
  domains: Signal<readonly string[]>;
  newMembers: Signal<SignInRules["new_members"]>;
  breakGlass: Signal<string>;
}

interface CompanyProps {
  of: Company;
  found: SignInRules;
  needed: Signal<SignInRules["sso"]>;
  problem: Problem | null;
}

function CompanyFields({ of: company, found, needed, problem }: CompanyProps) {
  const members = useCollection<Member>("members");
  const admins = members.items.value.filter(({ active, role }) => active && role === "admin");
  const stays = found.client_secret_set && company.issuer.value.trim() === found.issuer;
  return (
    <>
      <Copyable label={w("rules.redirect")} text={found.redirect_uri} />
      <Text
        label={w("rules.issuer")}
        type="url"
        required
        maxLength={500}
        value={company.issuer}
        hint={w("rules.issuer_hint")}
        problem={problem?.at("issuer")}
      />
      <Text
        label={w("rules.client")}
        required
        maxLength={255}
        value={company.client}
        problem={problem?.at("client_id")}
      />
      <Field
        label={w("rules.secret")}
        hint={w(stays ? "rules.secret_there" : "rules.secret_hint")}
        problem={problem?.at("client_secret")}>
        {(field) => (
          <input
            {...field}
            type="password"
            autocomplete="off"
            required={!stays}
            maxLength={500}
            value={company.secret}
            onInput={(event) => (company.secret.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Domains chosen={company.domains} problem={problem?.at("domains")} />
      <Select
        label={w("rules.new_members")}
        value={company.newMembers}
        hint={w("rules.new_members_hint")}
        options={NEW_MEMBERS.map((value) => ({ value, label: w(`rules.new.${value}`) }))}
        problem={problem?.at("new_members")}
      />
      <Select
        label={w("rules.break_glass")}
        value={company.breakGlass}
        hint={w(needed.value === "required" ? "rules.break_glass_needed" : "rules.break_glass_hint")}
        options={[
          { value: "", label: w("rules.nobody") },
          ...admins.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        problem={problem?.at("break_glass")}
      />
    </>
  );
}

/** Of the domains that were shown to be the workspace's own; one that isn't any more can be taken away. */
function Domains({ chosen, problem }: { chosen: Signal<readonly string[]>; problem?: string | null }) {
  const all = useCollection<MailDomain>("mail-domains");
  const shown = all.items.value.filter(({ state }) => state === "shown").map(({ domain }) => domain);
  const offered = [...new Set([...shown, ...chosen.value])];
  const toggle = (domain: string, on: boolean): void => {
    chosen.value = on ? [...chosen.value, domain] : chosen.value.filter((each) => each !== domain);
  };
  return (
    <fieldset class="scopes" aria-describedby={problem ? "sign-in-domains" : undefined}>
      <legend>{w("rules.domains")}</legend>
      <p class="hint">
        {w(offered.length > 0 ? "rules.domains_hint" : "rules.domains_none")}{" "}
        <a href={href("settings/mail-domains")}>{w("section.mail-domains")}</a>
      </p>
      {offered.map((domain) => (
        <label key={domain} class="switch">
          <input
            type="checkbox"
            checked={chosen.value.includes(domain)}
            onChange={(event) => toggle(domain, event.currentTarget.checked)}
          />
          {domain}
        </label>
      ))}
      {problem && (
        <p id="sign-in-domains" class="wrong">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
