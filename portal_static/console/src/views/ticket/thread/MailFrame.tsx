/**
 * A customer's mail as it was sent. It comes from an address of its own with a policy of its own, into a frame that has
 * no origin: it can neither run anything nor reach this page. Its pictures from elsewhere wait until they are asked
 * for.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import type { MailPage } from "../../../api/types";
import { desk } from "../../../store/desk/session";
import { t } from "../../../words";
import { w, wn } from "../words";

export default function MailFrame({ reference, id }: { reference: string; id: string }) {
  const page = useSignal<MailPage | null>(null);
  const problem = useSignal("");
  const images = useSignal(false);
  const fetchPage = async (): Promise<void> => {
    problem.value = "";
    try {
      page.value = await desk().mailPage(reference, id);
    } catch (failure) {
      problem.value = problemText(failure);
    }
  };
  const loadImages = async (): Promise<void> => {
    await fetchPage(); // the address may have run out meanwhile
    images.value = true;
  };
  useEffect(() => void fetchPage(), [reference, id]);
  if (problem.value)
    return (
      <p role="alert">
        {problem}{" "}
        <button type="button" onClick={() => void fetchPage()}>
          {t("retry")}
        </button>
      </p>
    );
  if (!page.value) return <p role="status">{t("loading")}</p>;
  const { url, remote_images } = page.value;
  return (
    <>
      {remote_images > 0 && !images.value && (
        <p class="remote">
          {wn("html.images", remote_images)}{" "}
          <button type="button" class="plain" onClick={() => void loadImages()}>
            {w("html.load")}
          </button>
        </p>
      )}
      <iframe
        class="mail"
        title={w("html.title")}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerpolicy="no-referrer"
        src={images.value ? `${url}?images=1` : url}
      />
    </>
  );
}
