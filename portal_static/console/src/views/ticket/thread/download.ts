import { problemText } from "../../../api/problemText";
import type { Attachment } from "../../../api/types";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";

/** Download a file. Its address is asked for at the click: it is good for minutes only, and names no token. */
export async function download(reference: string, file: Attachment): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = await desk().fileLink(reference, file.id);
    link.download = file.name;
    link.click();
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}
