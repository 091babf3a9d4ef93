"""Why a mail came back: whether there is nobody at its address, or only this mail was refused (RFC 3463)."""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SENDERS_OWN = ("5.1.7", "5.1.8")
"""Said of the address that wrote, not of the one that was written to."""
_NOBODY_THERE = re.compile(
    r"\b(?:user|recipient|mailbox|address|account|addressee|alias|email account)s?\b.{0,60}?\b(?:unknown|not found"
    r"|does(?: not|n['’]t) exist|not exist|no longer exists|invalid|not a valid|not known|couldn['’]t be found)\b"
    r"|\b(?:unknown|no such|invalid) (?:local )?(?:user|recipient|mailbox|address|account|domain|host|addressee)\b"
    r"|\b(?:host|domain)(?: name)?(?: or domain name)?\b.{0,60}?\b(?:not found|unknown|does(?: not|n['’]t) exist)\b"
    r"|\bdoes(?: not|n['’]t) have an? .{0,40}account\b|RecipientNotFound|NXDOMAIN|(?:nicht|un)bekannte[rn]? Empfänger",
    re.I,
)
_ABOUT_SENDER = re.compile(r"\bsender\b.{0,30}\b(?:unknown|invalid|does not exist|not found|rejected)\b", re.I)


def address_is_dead(status: str, reason: str) -> bool:
    """Return whether no mail will ever arrive at the address: its user or host is unknown.

    `status` is like 5.1.1, or empty; `reason` is what the other server said. A full mailbox, a mail that is too large
    or unwanted, and a server that could not be reached in time, say nothing of the address.
    """
    codes = [code for code in (status, *_STATUS.findall(reason[:2_000])) if code and not code.endswith(".0.0")]
    code = codes[0] if codes else status
    if code.startswith("5.1."):
        return code not in _SENDERS_OWN
    if code.startswith(("2.", "4.", "5.2.")):
        return False
    return bool(_NOBODY_THERE.search(reason[:2_000])) and not _ABOUT_SENDER.search(reason[:2_000])
