/** A failure in words for people. */

import { hasText, language, n, t } from "../words";
import { Problem } from "./problem";

/**
 * The desk says what was wrong in English, at length. In other languages the page says it by the problem's code, where
 * the catalogue knows it.
 */
export function problemText(failure: unknown): string {
  if (!(failure instanceof Problem)) throw failure;
  if (failure.status === 0) return t("problem.offline");
  if (failure.status === 429) return n("problem.rate_limited", failure.retryAfter ?? 60);
  const key = `problem.${failure.code}`;
  if (language.value !== "en" && hasText(key)) return t(key);
  return failure.message || t("problem.other");
}
