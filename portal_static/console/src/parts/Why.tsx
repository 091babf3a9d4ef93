/** "Why?", with the answer below it once it is asked for. */
import { useSignal } from "@preact/signals";
import { t } from "../words";
import { Lazy } from "./Lazy";

interface WhyProps {
  /** The key of its text. */
  of: string;
  /** What is asked about, for those who can't see what stands before it. */
  about?: string;
}

const explained = () => import("../views/why/Explained");

export function Why({ of, about }: WhyProps) {
  const asked = useSignal(false);
  return (
    <details class="explained" onToggle={(event) => event.currentTarget.open && (asked.value = true)}>
      <summary>
        {t("why")}
        {about && <span class="unseen"> {about}</span>}
      </summary>
      {asked.value && <Lazy load={explained} props={{ of }} />}
    </details>
  );
}
