"""What a mail itself says about the ticket it belongs to. Whether to believe it is decided where tickets are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from chalicelib.mail.reading.model import MARKER, ParsedMail

MOST_MARKERS = 3


@dataclass(frozen=True, slots=True)
class Clues:
    """In the order in which they are to be tried.

    `tokens` follow the `+` in reply addresses, in lower case; `message_ids` are In-Reply-To, then References from the
    newest; `references` the numbers of `[TKT-0042]` standing free in the subject.
    """

    tokens: tuple[str, ...]
    message_ids: tuple[str, ...]
    references: tuple[int, ...]


def clues(parsed: ParsedMail, reply_prefix: str = "reply", prefix: str = "TKT") -> Clues:
    """Find them; `reply_prefix` begins our reply addresses, `prefix` the workspace's references."""
    boxes = (*parsed.delivered_to, *parsed.to, *parsed.cc)
    addresses = (*parsed.recipients, *(box.address for box in boxes))
    tokens = (_token(address, reply_prefix.lower()) for address in addresses)
    ids = (*((parsed.in_reply_to,) if parsed.in_reply_to else ()), *reversed(parsed.references))
    free = re.compile(rf"(?<!\w)\[{re.escape(prefix)}-(\d{{1,10}})\](?!\w)", re.IGNORECASE | re.ASCII)
    return Clues(
        tuple(dict.fromkeys(token for token in tokens if token)),
        tuple(dict.fromkeys(ids)),
        tuple(dict.fromkeys(int(number) for number in free.findall(parsed.subject))),
    )


def markers(parsed: ParsedMail) -> tuple[str, ...]:
    """Return what the mail has in the header by which we mark ours, as often as ours could have it."""
    found = (value.strip() for name, value in parsed.headers if name.lower() == MARKER.lower())
    return tuple(islice(found, MOST_MARKERS))


def _token(address: str, reply_prefix: str) -> str:
    local = address.strip().strip("<>").rpartition("@")[0].lower()
    name, plus, token = local.partition("+")
    return token if plus and name == reply_prefix else ""
