"""Who wrote a mail, where From can be read in one way only: whoever vouches for its domain read it with other eyes."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from email.policy import default

from chalicelib.mail.reading.addresses import read_addresses, sole_address
from chalicelib.mail.reading.headers import MAX_FIELDS, Headers

MAX_BLOCK = 262_144
MAX_FROM = 2_000
"""The library takes quadratic time for some values, so it is asked about short ones alone."""
_EMPTY_LINE = re.compile(rb"(?>\r\n|\r|\n){2}")


def agreed_writer(raw: bytes, headers: Headers) -> str:
    """The address in From, in lower case, if there is one From with one mailbox and the standard library's parser finds
    the same in the same bytes. Else it is empty, and nobody's word is to be taken for the mail."""
    values = headers.all("from")
    if len(values) != 1 or len(values[0]) > MAX_FROM or len(headers.fields) >= MAX_FIELDS:
        return ""
    ours = [box.address.lower() for box in read_addresses(headers, "from")]
    theirs = _strictly_read(raw)
    agreed = len(ours) == 1 and ours == theirs == [sole_address(values[0]).lower()]
    return ours[0] if agreed else ""


def _strictly_read(raw: bytes) -> list[str]:
    """What the library makes of it. It raises errors of many kinds for what it can't read: then it has found nobody."""
    try:
        end = _EMPTY_LINE.search(raw, 0, MAX_BLOCK)
        block = raw[: end.end() if end else MAX_BLOCK]
        fields = [value for name, value in BytesHeaderParser().parsebytes(block).raw_items() if name.lower() == "from"]
        (value,) = fields
        text = str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
        groups = default.header_factory("from", " ".join(text.splitlines())).groups
        boxes = [(group.display_name, box) for group in groups for box in group.addresses]
    except Exception:  # noqa: BLE001 - see above
        return []
    whole = [box for _, box in boxes if box.domain]
    in_brackets = text.count("<") > 1  # else it is a name with a comma, "Osei, Maya <maya@…>"
    if any(group is not None for group, _ in boxes) or (in_brackets and len(whole) < len(boxes)):
        return []
    return [f"{box.username}@{box.domain}".lower() for box in whole]
