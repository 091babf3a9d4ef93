"""What the receiving server found out about a mail, and only that: a sender can write the same headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.mail.reading.headers import Headers

# The block SES puts above everything a sender wrote, in its order; each field at most once.
_BLOCK = (
    "return-path", "received", "x-ses-spam-verdict", "x-ses-virus-verdict", "received-spf", "authentication-results",
    "x-ses-receipt", "x-ses-dkim-signature",
)  # fmt: skip
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.S)
_RESULT = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})((?:[^;()]|\([^()]*\))*)", re.I)
_POLICY = re.compile(r"\bp\s*=\s*(none|quarantine|reject)\b", re.I)
_COMMENT = re.compile(r"\([^()]*\)")
_ABOUT = re.compile(r"\bheader\.from\s*=\s*([^\s;()]+)", re.I)


def read_verdicts(headers: Headers, outranking: Mapping[str, str] | None, writer: str) -> dict[str, str]:
    """spam, virus, spf, dkim, dmarc, dmarc_policy → `pass`, `fail`, `gray`, `none`, … in lower case, as far as known.

    `outranking` is what the notice said (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html).
    It doesn't say about which domain. `writer` is who wrote the mail beyond doubt; without one DMARC proves nothing.
    """
    block = _ses_block(headers)
    found: dict[str, str] = {}
    for name, verdict in (("x-ses-spam-verdict", "spam"), ("x-ses-virus-verdict", "virus")):
        if name in block:
            found[verdict] = block[name].strip().lower()
    results = _results(block.get("authentication-results", ""))
    theirs = [one for one in results if one.domain in ("", _ascii(writer.rpartition("@")[2]))]
    found.update(_authentication(theirs))
    found.update({name: verdict.strip().lower() for name, verdict in (outranking or {}).items() if verdict})
    about_another = len(theirs) < len(results) and not any(one.method == "dmarc" for one in theirs)
    if found.get("dmarc") == "pass" and (not writer or about_another):
        del found["dmarc"]
    return found


@dataclass(frozen=True, slots=True)
class _Result:
    """What one method found; `domain` is the one in From that DMARC was asked about, as far as that is said."""

    method: str
    said: str
    policy: str = ""
    domain: str = ""


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


def _results(value: str) -> list[_Result]:
    """The results of Authentication-Results (RFC 8601). What is quoted or a comment may be the sender's own words."""
    authority, _, said = _QUOTED.sub('""', value[:10_000]).partition(";")
    if not authority.strip().lower().startswith("amazonses.com"):
        return []
    return [_result(found) for found in _RESULT.finditer(said)]


def _result(found: re.Match[str]) -> _Result:
    method, more = found[1].lower(), found[3]
    policy, domain = _POLICY.search(more), _ABOUT.search(_COMMENT.sub("", more))
    if method != "dmarc":
        return _Result(method, found[2].lower())
    return _Result(method, found[2].lower(), policy[1].lower() if policy else "", _ascii(domain[1]) if domain else "")


def _authentication(results: list[_Result]) -> dict[str, str]:
    """A passing signature counts even if another one fails."""
    found: dict[str, str] = {}
    for one in results:
        if found.get(one.method) != "pass":
            found[one.method] = one.said
        if one.policy:
            found["dmarc_policy"] = one.policy
    return found


def _ascii(domain: str) -> str:
    """A domain as the DNS has it."""
    try:
        return domain.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return domain.rstrip(".").lower()
