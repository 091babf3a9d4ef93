"""What the receiving server found out about a mail, and only that: a sender can write the same headers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .headers import Headers

# The block SES puts above everything a sender wrote, in its order; each field at most once.
_BLOCK = (
    "return-path", "received", "x-ses-spam-verdict", "x-ses-virus-verdict", "received-spf", "authentication-results",
    "x-ses-receipt", "x-ses-dkim-signature",
)  # fmt: skip
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})", re.I)
_POLICY = re.compile(r"\bp\s*=\s*(none|quarantine|reject)\b", re.I)


def read_verdicts(headers: Headers, outranking: Mapping[str, str] | None) -> dict[str, str]:
    """spam, virus, spf, dkim, dmarc, dmarc_policy → `pass`, `fail`, `gray`, `none`, … in lower case, as far as known.

    `outranking` is what the notice said (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html).
    """
    block = _ses_block(headers)
    found: dict[str, str] = {}
    for name, verdict in (("x-ses-spam-verdict", "spam"), ("x-ses-virus-verdict", "virus")):
        if name in block:
            found[verdict] = block[name].strip().lower()
    found.update(_authentication(block.get("authentication-results", "")))
    found.update({name: verdict.strip().lower() for name, verdict in (outranking or {}).items() if verdict})
    return found


def _ses_block(headers: Headers) -> dict[str, str]:
    """SES's fields from the very top, up to the first that is not the next of its kind."""
    block: dict[str, str] = {}
    reached = -1
    for field, value in headers.fields[: len(_BLOCK)]:
        name = field.lower()
        if name not in _BLOCK[reached + 1 :]:
            break
        text = value.decode("latin-1")
        if name == "received" and "amazonaws.com" not in text.partition(";")[0].partition(" by ")[2]:
            break
        reached = _BLOCK.index(name)
        block[name] = text
    return block if "return-path" in block or "received" in block else {}


def _authentication(value: str) -> dict[str, str]:
    """The results of Authentication-Results (RFC 8601); a passing signature counts even if another one fails."""
    if not value.strip().lower().startswith("amazonses.com"):
        return {}
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(value[:10_000]):
        if found.get(method.lower()) != "pass":
            found[method.lower()] = result.lower()
    policy = _POLICY.search(value[:10_000])
    return found | ({"dmarc_policy": policy[1].lower()} if policy else {})
