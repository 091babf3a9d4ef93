/** The button that says what it will do, and the other ways to send. */
import type { Status } from "../../../api/types";
import { ChoiceIcon, Icon } from "../../../parts/icons";
import { Menu } from "../../../parts/Menu";
import { Keys } from "../../../parts/tips";
import { type Draft, isEmpty } from "../../../store/composer/drafts";
import { t } from "../../../words";
import { w } from "../words";

const WAYS = ["waiting", "resolved"] as const;

interface SendButtonProps {
  draft: Draft;
  choose(status: Status | null): void;
  submit(): void;
}

export function SendButton({ draft, choose, submit }: SendButtonProps) {
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
            {
              label: w("send.how.plain"),
              icon: <Icon name="reply" />,
              checked: status === null,
              run: () => choose(null),
            },
            ...WAYS.map((way) => ({
              label: w(`send.how.${way}`),
              icon: <ChoiceIcon name="status" value={way} />,
              checked: status === way,
              run: () => choose(way),
            })),
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
