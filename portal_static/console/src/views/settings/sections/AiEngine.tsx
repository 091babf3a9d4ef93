/** Which engine the assistant runs on. */
import { type Signal, useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import { type AiSettings, ENGINES, type EngineKind } from "../../../api/types";
import { Field } from "../../../parts/Field";
import { chosen as modelChosen } from "../../../store/assistant/model";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { locale, number } from "../../../words";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Select, Text } from "../inputs";
import { w, wn } from "../words";

export default function AiEngine() {
  const chosen = useSingle<AiSettings>("ai-engine");
  const found = chosen.found.value;
  return (
    <Page title={w("section.ai-engine")} loading={chosen.loading.value} reload={chosen.load}>
      {found && <Form found={found} send={chosen.change} />}
      {found && found.engine !== "model_free" && <Trial />}
      {found && <Today used={found.today} />}
    </Page>
  );
}

function Form({ found, send }: { found: AiSettings; send(body: unknown): Promise<void> }) {
  const engine = useSignal<EngineKind>(found.engine);
  const model = useSignal(found.model);
  const address = useSignal(found.base_url);
  const key = useSignal("");
  const tokens = useSignal(String(found.daily_tokens));
  const prices = { in: useSignal(String(found.price_in ?? "")), out: useSignal(String(found.price_out ?? "")) };
  const save = async (): Promise<void> => {
    const cost = { price_in: priced(prices.in.value), price_out: priced(prices.out.value) };
    const limits = { engine: engine.value, model: model.value, daily_tokens: Number(tokens.value), ...cost };
    const server = { base_url: address.value, ...(key.value !== "" && { key: key.value }) };
    await send(engine.value === "openai_compatible" ? { ...limits, ...server } : limits);
    modelChosen(engine.value !== "model_free");
    key.value = "";
    toast(w("saved"));
  };
  return (
    <PageForm send={save} fields={["engine", "model", "base_url", "key", "daily_tokens", "price_in", "price_out"]}>
      {(problem) => (
        <>
          <Select
            label={w("ai.engine")}
            value={engine}
            hint={w("ai.engine_hint")}
            options={ENGINES.map((value) => ({ value, label: w(`ai.${value}`) }))}
            problem={problem?.at("engine")}
          />
          {engine.value !== "model_free" && (
            <Text
              label={w("ai.model")}
              value={model}
              required
              maxLength={200}
              hint={w("ai.model_hint")}
              problem={problem?.at("model")}
            />
          )}
          {engine.value === "openai_compatible" && (
            <>
              <Text
                label={w("ai.address")}
                type="url"
                value={address}
                required
                maxLength={500}
                hint={w("ai.address_hint")}
                problem={problem?.at("base_url")}
              />
              <Field
                label={w("ai.key")}
                hint={found.has_key ? w("ai.key_there") : w("ai.key_hint")}
                problem={problem?.at("key")}>
                {(field) => (
                  <input
                    {...field}
                    type="password"
                    autocomplete="off"
                    maxLength={500}
                    value={key}
                    onInput={(event) => (key.value = event.currentTarget.value)}
                  />
                )}
              </Field>
            </>
          )}
          {engine.value !== "model_free" && (
            <>
              <Text
                label={w("ai.tokens")}
                type="number"
                min={0}
                max={1_000_000_000}
                value={tokens}
                hint={w("ai.tokens_hint")}
                problem={problem?.at("daily_tokens")}
              />
              <Price way="in" value={prices.in} problem={problem?.at("price_in")} />
              <Price way="out" value={prices.out} problem={problem?.at("price_out")} />
            </>
          )}
        </>
      )}
    </PageForm>
  );
}

/** What a million tokens cost, to or from the model. */
function Price(props: { way: "in" | "out"; value: Signal<string>; problem?: string | null }) {
  const { way, value, problem } = props;
  return (
    <Text
      label={w(`ai.price_${way}`)}
      type="number"
      min={0}
      max={100_000}
      step="any"
      value={value}
      hint={w("ai.price_hint")}
      problem={problem}
    />
  );
}

function priced(typed: string): number | null {
  return typed.trim() === "" ? null : Number(typed);
}

/** What the models were asked on this day, and what that cost. */
function Today({ used }: { used: AiSettings["today"] }) {
  if (used.length === 0) return null;
  return (
    <>
      <h2>{w("ai.today")}</h2>
      <dl>
        {used.map((one) => (
          <div key={one.engine}>
            <dt>{w(`ai.${one.engine}`)}</dt>
            <dd>
              {wn("ai.calls", one.asked)}, {w("ai.used", { in: number(one.tokens_in), out: number(one.tokens_out) })}
              {one.cost !== null && `, ${dollars(one.cost)}`}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function dollars(cost: number): string {
  const digits = cost < 1 ? 4 : 2;
  const style = { style: "currency", currency: "USD", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale(), style).format(cost);
}

/** Asks the engine as it was saved. */
function Trial() {
  const busy = useSignal(false);
  const outcome = useSignal("");
  const test = async (): Promise<void> => {
    busy.value = true;
    outcome.value = "";
    try {
      const answer = await desk().ask<{ said: string }>("POST", "ai-engine/trial");
      outcome.value = w("ai.answers", { said: answer.said });
    } catch (failure) {
      outcome.value = problemText(failure);
    }
    busy.value = false;
  };
  return (
    <>
      <p>
        <button type="button" disabled={busy} onClick={() => void test()}>
          {w("ai.try")}
        </button>
      </p>
      <p role="status">{outcome.value}</p>
    </>
  );
}
