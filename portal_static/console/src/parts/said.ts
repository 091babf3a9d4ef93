/** A failure in words for people. */
import { Problem } from "../api/problem";
import { t } from "../words";

export function said(failure: unknown): string {
  if (!(failure instanceof Problem)) throw failure;
  if (failure.status === 0) return t("problem.offline");
  return failure.message || t("problem.other");
}
