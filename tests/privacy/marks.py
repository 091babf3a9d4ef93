"""The canaries: words that occur nowhere else, each put in by a way of its own, with what is to become of it.

Maya is the customer who is erased later, and all tickets of hers are deleted in another play of the same. Noor is
another customer; Kim and Lee take part in what others asked; Ana and Bo are members.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_LETTERS = "bcdfghjklmnpqrtvwx"
"""No vowels, so that nothing is stemmed, and none that ends a plural."""
_ACCENTED = {"b": "ä", "d": "é", "g": "ö", "k": "ñ", "n": "ü", "r": "ç"}


class Whose(StrEnum):
    MAYA = "Maya, who is erased"
    NOOR = "another customer"
    TAKES_PART = "somebody who takes part"
    STRANGER = "somebody who is nobody's contact"
    MEMBER = "a member"


class Fate(StrEnum):
    """`FADES` is what nobody can find by whose it is, or what was put aside for whoever operates the desk: a life cycle
    of days takes it away by itself. `OPEN` is what nobody has decided about; neither is looked for afterwards."""

    GONE = "gone"
    STAYS = "stays"
    FADES = "fades"
    OPEN = "open"


GONE, STAYS, FADES, OPEN = Fate.GONE, Fate.STAYS, Fate.FADES, Fate.OPEN
MAYA, NOOR, TAKES_PART, STRANGER, MEMBER = Whose.MAYA, Whose.NOOR, Whose.TAKES_PART, Whose.STRANGER, Whose.MEMBER


@dataclass(frozen=True, slots=True)
class Mark:
    """`name` is the way it came by, and the field; `ticket` the one that it lies on, by our own name for it.

    What is to become of it: when its customer is erased, when the trash of her tickets ends, and when all that is to be
    redacted on its ticket was.
    """

    name: str
    whose: Whose
    ticket: str
    erased: Fate
    trashed: Fate
    redacted: Fate = STAYS
    shape: str = ""

    @property
    def word(self) -> str:
        """Return the same word at every run, different in its first ten letters from all others."""
        number = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:16])
        if self.shape == "number":
            return f"4930{number % 10**9:09}"
        word = "zq"
        for _ in range(12):
            number, at = divmod(number, len(_LETTERS))
            word += _LETTERS[at]
        return "".join(_ACCENTED.get(one, one) for one in word) if self.shape == "accented" else word


def _on(ticket: str, *names: str, whose: Whose = MAYA, redacted: Fate = GONE) -> tuple[Mark, ...]:
    """Marks that are on a ticket of Maya's, and nowhere else. Behind a name's colon stands its shape."""
    made = []
    for name in names:
        bare, _, shape = name.partition(":")
        made.append(Mark(bare, whose, ticket, GONE, GONE, redacted, shape))
    return tuple(made)


ROWS: tuple[Mark, ...] = (
    # The portal's form, and the page of the request that it made.
    Mark("portal.name", MAYA, "portal", GONE, STAYS),
    *_on("portal", "portal.title", "portal.description", "portal.file_name", "portal.file", "portal.picture"),
    *_on("portal", "portal.reply:accented", "portal.answer_file", "portal.large_name", "portal.large_file"),
    *_on("portal", "csat.comment", "assistant.summary"),
    *_on("portal", "member.resolution", "member.escalation", "member.guess_in_draft", whose=MEMBER),
    Mark("portal.file_never_sent", MAYA, "", FADES, FADES),
    Mark("portal.name_never_sent", MAYA, "", FADES, FADES),
    # The widget's frame, on a site that vouches for its visitor.
    Mark("widget.name", MAYA, "widget", OPEN, OPEN),
    *_on("widget", "widget.title", "widget.description", "widget.reply"),
    # A mail in both forms, with somebody in copy, and what programs write into mails.
    *_on("mail", "mail.subject:accented", "mail.plain", "mail.quoted", "mail.html:markup", "mail.attachment"),
    *_on("mail", "mail.attachment_name:accented"),
    *_on("mail", "mail.from_name", "mail.header", "mail.message_id", redacted=OPEN),
    Mark("mail.cc_name", TAKES_PART, "mail", GONE, GONE),
    Mark("mail.cc_address", TAKES_PART, "mail", GONE, GONE),
    *_on("mail", "member.reply", "member.note", "member.former_note", "member.undone", whose=MEMBER),
    *_on("mail", "member.long_former_note", "member.forward", "member.by_mail", "assistant.translation", whose=MEMBER),
    *_on("mail", "outsider.answer", "stranger.words", whose=STRANGER),
    *_on("mail", "outsider.address", "stranger.address", "stranger.name", whose=STRANGER, redacted=OPEN),
    *_on("mail", "answer.words", "answer.signature", "auto_reply.words"),
    *_on("mail", "answer.html", "answer.quoted"),
    *_on("split", "split.reply", whose=MEMBER),
    *_on("unproven", "unproven.words", whose=STRANGER),
    *_on("unproven", "unproven.cc", "unproven.reply_to", whose=STRANGER, redacted=OPEN),
    *_on("mail", "bounce.detail", "bounce.report", redacted=OPEN),
    # Mails in HTML alone, in other charsets, with files that hold more, and too long for an item.
    *_on("html", "html.split", "html.comment", "html.link", "html.alt", "html.hidden"),
    *_on("charset", "charset.utf16:accented", "charset.zip", "charset.gzip", "charset.mail_within", "charset.calendar"),
    *_on("tnef", "tnef.words", "tnef.file"),
    *_on("long", "long.begins", "long.ends", "long.answer_ends"),
    # A ticket made by the API, changed since, and one that a sentence made, or a program by MCP.
    *_on("api", "api.title", "api.description", "api.former_title", "api.former_description"),
    *_on("wish", "wish.words"),
    *_on("mcp", "mcp.title", "mcp.note"),
    *_on("closed", "closed.description"),
    *_on("follow_up", "follow_up.words"),
    *_on("duplicate", "duplicate.description"),
    Mark("primary.reply", MEMBER, "primary", GONE, GONE, GONE),
    Mark("other_duplicate.description", NOOR, "other_duplicate", STAYS, OPEN),
    # What is kept of a person.
    Mark("contact.former_name", MAYA, "", GONE, OPEN),
    Mark("contact.company", MAYA, "", GONE, STAYS),
    Mark("contact.phone", MAYA, "", GONE, STAYS, STAYS, "number"),
    Mark("contact.notes", MEMBER, "", GONE, STAYS),
    Mark("contact.second_address", MAYA, "", GONE, STAYS),
    Mark("contact.former_address", MAYA, "", GONE, OPEN),
    Mark("merged.name", MAYA, "merged", GONE, STAYS),
    Mark("merged.address", MAYA, "merged", GONE, STAYS),
    *_on("merged", "merged.title"),
    # Somebody else's tickets.
    Mark("noor.title", NOOR, "noor", STAYS, STAYS),
    Mark("noor.description", NOOR, "noor", STAYS, STAYS),
    Mark("noor.file", NOOR, "noor", STAYS, STAYS, GONE),
    Mark("noor.note", MEMBER, "noor", STAYS, STAYS),
    Mark("taking_part.words", MAYA, "noor", GONE, STAYS, GONE),
    Mark("taking_part.file", MAYA, "noor", GONE, STAYS, GONE),
    Mark("taking_part.quoted_by_noor", NOOR, "noor", STAYS, STAYS),
    Mark("spam.words", STRANGER, "spam", STAYS, STAYS),
    Mark("called.name", NOOR, "called", STAYS, STAYS),
    # The desk's own words.
    Mark("member.name", MEMBER, "", STAYS, STAYS),
    Mark("member.address", MEMBER, "", STAYS, STAYS),
    Mark("member.signature", MEMBER, "", STAYS, STAYS),
    Mark("settings.label", MEMBER, "", STAYS, STAYS),
    Mark("settings.canned", MEMBER, "mail", STAYS, STAYS),
    Mark("settings.view", MEMBER, "", STAYS, STAYS),
    Mark("settings.view_of_maya", MEMBER, "", OPEN, STAYS),
    Mark("settings.macro", MEMBER, "", STAYS, STAYS),
    Mark("settings.macro_note", MEMBER, "", STAYS, STAYS),
    Mark("asked.query", MEMBER, "", OPEN, OPEN),
    # What is put aside, waits, or went wrong.
    Mark("parked.subject", MAYA, "", GONE, STAYS),
    Mark("parked.words", MAYA, "", GONE, STAYS),
    Mark("parked.address", STRANGER, "", STAYS, STAYS),
    Mark("unrouted.words", MAYA, "", FADES, STAYS),
    Mark("held.reply", MEMBER, "mail", GONE, GONE, GONE),
    Mark("failed.reply", MEMBER, "api", GONE, GONE, GONE),
    Mark("failed.title", MAYA, "api", FADES, FADES),
    Mark("dead.subject", MAYA, "", FADES, FADES),
)

IN_FLIGHT: tuple[Mark, ...] = (
    Mark("flight.subject", MAYA, "", OPEN, OPEN),
    Mark("flight.cc", MAYA, "", OPEN, OPEN),
    Mark("flight.reply", MEMBER, "mail", OPEN, OPEN),
)
"""Put in last, and only to see where it lies on its way."""

MARKS: Mapping[str, Mark] = {mark.name: mark for mark in (*ROWS, *IN_FLIGHT)}


def word(name: str) -> str:
    """Return the mark itself."""
    return MARKS[name].word


def address(name: str) -> str:
    """Return an address that the mark is in."""
    return f"{word(name)}@example.com"
