/** What the ticket is about: one line of what tells most, which unfolds to all of it with what that rests on. */
import type { AssistantPanel, Status } from "../../../api/types";
import { flag, kept } from "../../../store/desk/browserStorage";
import { Sources } from "./Sources";
import { telling } from "./telling";
import { w } from "./words";

type Part = AssistantPanel["summary"]["parts"][number];

const unfolded = kept<boolean>("assistant_summary", false, flag);

export function Summary({ reference, status, parts }: { reference: string; status: Status; parts: readonly Part[] }) {
  const line = telling(parts, status);
  if (!line) return null;
  return (
    <details class="summary" open={unfolded} onToggle={(event) => (unfolded.value = event.currentTarget.open)}>
      <summary>
        {unfolded.value ? (
          <b>{w("summary")}</b>
        ) : (
          <span class="line">
            <b>{w(line.kind)}:</b> {line.text}
          </span>
        )}
      </summary>
      {unfolded.value && (
        <dl>
          {parts.map(({ kind, text, sources }) => (
            <div key={kind}>
              <dt>{w(kind)}</dt>
              <dd>
                {text} <Sources reference={reference} ids={sources} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
