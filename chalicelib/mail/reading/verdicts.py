"""What the receiving server found out about a mail, and only that: a sender can write the same headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.mail.reading.headers import Headers

# The block SES puts above everything a sender wrote, in its order; each field at most once.
_BLOCK = (
    "return-path", "received", "x-ses-spam-verdict", "x-ses-virus-verdict", "received-spf", "authentication-results",
    "x-ses-receipt", "x-ses-dkim-signature",
)  # fmt: skip
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.S)
_POLICY = re.compile(r"\bp\s*=\s*(none|quarantine|reject)\b", re.I)
_FOR = re.compile(r"\bfor\s+<?([^\s<>;@]+@[^\s<>;]+)>?\s*;")
_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})(?![a-z])", re.I)
_ABOUT = re.compile(
    r"(?<![\w.-])(header\.from|header\.i|header\.d|envelope-from|smtp\.mailfrom)\s*=\s*([^\s;()]+)", re.I
)
_NAMED_BY = {"dmarc": ("header.from",), "dkim": ("header.i", "header.d"), "spf": ("envelope-from", "smtp.mailfrom")}


@dataclass(frozen=True, slots=True)
class Result:
    """The finding of one method; `domain` is the one that was asked about, as the DNS has it, where that is said."""

    method: str
    said: str
    policy: str = ""
    domain: str = ""


def read_results(headers: Headers) -> list[Result]:
    """Return the results that SES itself wrote (RFC 8601). What is quoted or a comment may be the sender's own words.

    SES ends every property by a semicolon, so what follows up to the next method belongs to the one before.
    """
    value = _ses_block(headers).get("authentication-results", "")
    authority, _, said = _QUOTED.sub('""', value[:10_000]).partition(";")
    if authority.lower().split()[:1] != ["amazonses.com"]:
        return []
    found: list[tuple[str, str, str]] = []
    for piece in _COMMENT.sub("", said).partition("(")[0].split(";"):
        if method := _METHOD.match(piece):
            found.append((method[1].lower(), method[2].lower(), piece))
        elif found:
            found[-1] = (*found[-1][:2], f"{found[-1][2]};{piece}")
    return [_result(*one, policies=said) for one in found]


def read_verdicts(headers: Headers, notice: Mapping[str, str]) -> dict[str, str]:
    """Return spam, virus, spf, dkim, dmarc, dmarc_policy → `pass`, `fail`, `gray`, `none`, … in lower case, as far as
    they are known. Whom they are about, `identify` says.

    `notice` is what SES's own said, which outranks them (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html).
    """
    block = _ses_block(headers)
    found: dict[str, str] = {}
    for name, verdict in (("x-ses-spam-verdict", "spam"), ("x-ses-virus-verdict", "virus")):
        if name in block:
            found[verdict] = block[name].strip().lower()
    found.update(_authentication(read_results(headers)))
    return {**found, **notice}


def read_taken(headers: Headers) -> tuple[str, str]:
    """Return from whom and for whom SES says that it took the mail: of several recipients the first. Empty where it
    doesn't say."""
    block = _ses_block(headers)
    found = _FOR.search(block.get("received", "").rpartition(" by ")[2])
    return block.get("return-path", "").strip("<> \t"), found[1] if found else ""


def _result(method: str, said: str, piece: str, policies: str) -> Result:
    policy = _POLICY.search(policies) if method == "dmarc" else None
    named = [found[2] for found in _ABOUT.finditer(piece) if found[1].lower() in _NAMED_BY[method]]
    domain = domain_in_dns(named[0].strip("<>").rpartition("@")[2]) if len(named) == 1 else ""
    return Result(method, said, policy[1].lower() if policy else "", domain)


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


def _authentication(results: list[Result]) -> dict[str, str]:
    """A passing signature counts even if another one fails."""
    found: dict[str, str] = {}
    for one in results:
        if found.get(one.method) != "pass":
            found[one.method] = one.said
        if one.policy:
            found["dmarc_policy"] = one.policy
    return found
