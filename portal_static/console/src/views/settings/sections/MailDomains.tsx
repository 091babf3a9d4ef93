/** Domains of mail: shown to be the desk's own by a record in the DNS. */
import { useSignal } from "@preact/signals";
import type { MailDomain, MailDomainCheck } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { When } from "../../ticket/when";
import { attempt, useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Copyable, Text } from "../inputs";
import { Verdict } from "../Verdict";
import { w } from "../words";

export default function MailDomains() {
  const domains = useCollection<MailDomain>("mail-domains");
  const adding = useSignal(false);
  /** What the last look at the DNS came to, of each that was looked up on this page. */
  const checked = useSignal<Readonly<Record<string, MailDomainCheck["found"]>>>({});
  const check = async ({ id, domain }: MailDomain): Promise<void> => {
    const { found } = await domains.act<MailDomainCheck>(id, "check");
    checked.value = { ...checked.value, [id]: found };
    toast(w(`domains.found.${found}`, { domain }), found === "ok" ? {} : { tone: "error" });
  };
  return (
    <Page
      title={w("section.mail-domains")}
      about={w("domains.about")}
      loading={domains.loading.value}
      reload={domains.load}
      action={
        <button type="button" class="solid" onClick={() => (adding.value = true)}>
          {w("domains.new")}
        </button>
      }>
      <Items
        of={domains}
        label={w("section.mail-domains")}
        empty={w("domains.empty")}
        row={(domain) => (
          <>
            <div class="item-text">
              <span>
                <b>{domain.domain}</b> <State domain={domain} found={checked.value[domain.id]} />
              </span>
              {domain.shown_at ? (
                <span class="quiet">
                  <When at={domain.shown_at} />
                </span>
              ) : (
                <Record of={domain.record} />
              )}
            </div>
            <Acts
              name={domain.domain}
              remove={{
                label: w("domains.remove"),
                text: w("domains.remove_about"),
                run: () => domains.remove(domain.id),
              }}>
              {domain.state === "waiting" && (
                <button
                  type="button"
                  aria-label={`${w("domains.check")}: ${domain.domain}`}
                  onClick={() => attempt(() => check(domain))}>
                  {w("domains.check")}
                </button>
              )}
            </Acts>
          </>
        )}
      />
      {adding.value && (
        <DomainForm
          close={() => (adding.value = false)}
          send={async (domain) => void (await domains.create({ domain }))}
        />
      )}
    </Page>
  );
}

function State({ domain: { state }, found }: { domain: MailDomain; found: MailDomainCheck["found"] | undefined }) {
  if (state === "shown") return <Verdict standing="ok">{w("domains.shown")}</Verdict>;
  if (found === "wrong") return <Verdict standing="wrong">{w("check.wrong")}</Verdict>;
  if (found === "unknown") return <Verdict standing="warning">{w("check.unknown")}</Verdict>;
  return <Verdict standing="warning">{w("domains.waiting")}</Verdict>;
}

function Record({ of }: { of: MailDomain["record"] }) {
  return (
    <>
      <p class="quiet">{w("domains.record")}</p>
      <Copyable label={w("domains.record_name")} text={of.name} />
      <Copyable label={w("domains.record_value")} text={of.value} />
    </>
  );
}

function DomainForm({ close, send }: { close(): void; send(domain: string): Promise<void> }) {
  const domain = useSignal("");
  return (
    <FormDialog title={w("domains.new")} close={close} send={() => send(domain.value)} fields={["domain"]}>
      {(problem) => (
        <Text
          label={w("domains.domain")}
          value={domain}
          required
          maxLength={234}
          autofocus
          hint={w("domains.domain_hint")}
          problem={problem?.at("domain")}
        />
      )}
    </FormDialog>
  );
}
