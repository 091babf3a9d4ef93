/** The button that says what it will do, and the other ways to send. */
import type { Status } from "../../../api/types";
import { ChoiceIcon, Icon } from "../../../parts/icons";
import { Menu } from "../../../parts/Menu";
import { choose as chooseFrom } from "../../../parts/picker";
import { Keys } from "../../../parts/tips";
import { type Draft, isEmpty } from "../../../store/composer/drafts";
import { t } from "../../../words";
import { w } from "../words";

/** The statuses that can be set with a reply; `plain` sets none. */
const WAYS = ["plain", "waiting", "resolved"] as const;
type Way = (typeof WAYS)[number];
const LATER = "later";

interface SendButtonProps {
  draft: Draft;
  choose(status: Status | null): void;
  submit(): void;
  later(): void;
}

export function SendButton({ draft, choose, submit, later }: SendButtonProps) {
  const { mode, status, sending } = draft;
  const name = mode === "note" ? w("send.note") : status ? w(`send.${status}`) : w("send.reply");
  return (
    <div class="send">
      <button type="button" class="solid" disabled={sending !== null || isEmpty(draft[mode])} onClick={submit}>
        {name} <Keys keys="Mod+Enter" />
      </button>
      {mode === "reply" && (
        <Menu
          label={w("send.how")}
          class="solid"
          items={[
            ...WAYS.map((way) => ({
              ...shown(way),
              checked: status === statusOf(way),
              run: () => choose(statusOf(way)),
            })),
            ...(isEmpty(draft.reply) ? [] : [{ label: w("later.send"), icon: <Icon name="later" />, run: later }]),
          ]}>
          <Icon name="down" />
        </Menu>
      )}
      <span class="unseen" role="status">
        {status && mode === "reply" ? t(`status.${status}`) : ""}
      </span>
    </div>
  );
}

/** Let the person pick how to send, and send so, or when. */
export function pickHow(anchor: Element | null, send: (status: Status | null) => void, later: () => void): void {
  chooseFrom({
    title: w("send.how"),
    anchor,
    choices: () => [
      ...WAYS.toReversed().map((way) => ({ value: way, ...shown(way) })), // the plain one has a key of its own
      { value: LATER, label: w("later.send"), icon: <Icon name="later" /> },
    ],
    pick: (value) => (value === LATER ? later() : send(statusOf(WAYS.find((way) => way === value) ?? "plain"))),
  });
}

function statusOf(way: Way): Status | null {
  return way === "plain" ? null : way;
}

function shown(way: Way) {
  const icon = way === "plain" ? <Icon name="reply" /> : <ChoiceIcon name="status" value={way} />;
  return { label: w(`send.how.${way}`), icon };
}
