/** Who one is here, how the console looks and speaks. */
import { useSignal } from "@preact/signals";
import type { Profile as Own } from "../../../api/types";
import { chosenLanguage, type Theme, theme } from "../../../store/desk/preferences";
import { me, workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { LANGUAGES, type Language, t } from "../../../words";
import { useSingle } from "../collection";
import { Loaded, Page, PageForm } from "../frame";
import { Area, Zone } from "../inputs";
import { w } from "../words";
import { OwnAbsence } from "./Absence";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const NAMES: Record<string, string> = { en: "English", de: "Deutsch", es: "Español", fr: "Français" };

export default function Profile() {
  const here = workspace.value;
  return (
    <Page title={w("section.profile")}>
      <dl class="facts wide">
        <div>
          <dt>{w("name")}</dt>
          <dd>{here?.member_name}</dd>
        </div>
        <div>
          <dt>{w("email")}</dt>
          <dd>{me.value?.email}</dd>
        </div>
        <div>
          <dt>{w("role")}</dt>
          <dd>{here && w(`role.${here.role}`)}</dd>
        </div>
      </dl>
      <p class="hint">{w("profile.name_hint")}</p>
      <h2>{w("profile.looks")}</h2>
      <div class="field">
        <label for="profile-language">{t("language")}</label>
        <select
          id="profile-language"
          value={chosenLanguage.value ?? ""}
          onChange={(event) => (chosenLanguage.value = languageOf(event.currentTarget.value))}>
          <option value="">{w("profile.browser")}</option>
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {NAMES[each]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="profile-theme">{t("theme")}</label>
        <select
          id="profile-theme"
          value={theme}
          onChange={(event) => (theme.value = THEMES.find((each) => each === event.currentTarget.value) ?? "system")}>
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {t(`theme.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <OwnAbsence />
      <h2>{w("profile.mails")}</h2>
      <Mails />
    </Page>
  );
}

function Mails() {
  const own = useSingle<Own>("profile");
  return (
    <Loaded loading={own.loading.value} reload={own.load}>
      {own.found.value && <MailsForm found={own.found.value} send={own.change} />}
    </Loaded>
  );
}

function MailsForm({ found, send }: { found: Own; send(body: unknown): Promise<void> }) {
  const signature = useSignal(found.signature ?? "");
  const zone = useSignal(found.zone ?? "");
  const save = async (): Promise<void> => {
    await send({ signature: signature.value, zone: zone.value.trim() || null });
    toast(w("saved"));
  };
  return (
    <PageForm send={save} fields={["signature", "zone"]}>
      {(problem) => (
        <>
          <Area
            label={w("mailboxes.signature")}
            value={signature}
            rows={4}
            maxLength={1000}
            hint={w("profile.signature_hint")}
            problem={problem?.at("signature")}
          />
          <Zone value={zone} hint={w("profile.zone_hint")} problem={problem?.at("zone")} />
        </>
      )}
    </PageForm>
  );
}

function languageOf(value: string): Language | null {
  return LANGUAGES.find((each) => each === value) ?? null;
}
