"""Secret links and reply addresses: one for each recipient on each ticket.

A token is `<number>.<recipient id>.<mac>`. The mac is over workspace, number, recipient and purpose with the ticket's
own random key: a token of one ticket, recipient or purpose is worth nothing anywhere else, and taking a recipient off
a ticket takes their tokens with them. Lower-case base32 throughout, because mail systems fold the case of local parts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.events import Recipient
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets.ticket import Ticket


class Purpose(StrEnum):
    """The use of a token. `SHOWN` opens its ticket for whoever was shown the page, as after sending a form;
    `MAILED` does so for whoever has shown that the address is theirs: the link came by mail, or their site
    vouches for them.
    `REPLY` is that of an address that answers come to. A member has their own: `MEMBER`, where an answer is a reply to
    the customer, and `NOTE`, of a mail with what only members may read, where it is a note. `FORWARD` is that of the
    address that answers to what was forwarded come to: they are notes.
    """

    SHOWN = "view"
    MAILED = "mailed"
    REPLY = "reply"
    MEMBER = "member"
    NOTE = "note"
    FORWARD = "forward"


_LINKS = frozenset({Purpose.SHOWN, Purpose.MAILED})
_MAC_BYTES = {purpose: 20 if purpose in _LINKS else 10 for purpose in Purpose}
"""160 bits in links; 80 in reply addresses, whose local part may have 64 characters (RFC 5321 §4.5.3.1.1)."""

_ISSUED = 16
"""Characters of a recipient's id: 80 bits. Those of 8 that were mailed before, a shorter beginning of the same digest,
stay good."""
_LASTING = 8
_TOKEN = re.compile(r"([1-9][0-9]{0,9})\.([a-z2-7]{8}|[a-z2-7]{16})\.([a-z2-7]{16,32})")
_DOT = r"(?:\\?\.|%2e)"
_WRITTEN = rf"[1-9][0-9]{{0,9}}{_DOT}(?:[a-z2-7]{{8}}){{1,2}}{_DOT}(?:(?:=?\r?\n[> ]*)?[a-z2-7]){{32}}(?![a-z2-7])"
"""The token of a link in the midst of a text, also where a mail program broke the line or somebody wrote its dots as
browsers and Markdown take them, too."""
_IN_TEXT = rf"(?:(?<![\w.])|(?<=%2F)){_WRITTEN}"
_BRACKETED = r"(?<!\\)<(?:\\.|[^<>\\\n])*>"
"""What can be the target of one single link, blanks and all (https://spec.commonmark.org/0.31.2/#link-destination)."""
_BEFORE = r"(?:>*[^\s/\\:?#=&%@<>]*[\[(<\"'*_>])?"
"""What may stand right before an address: nothing that could be the beginning of another one, which leads on to it."""
_WITHHELD = "…"
_NOBODYS_KEY = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Token:
    number: int
    recipient_id: str
    mac: str

    def __str__(self) -> str:
        return f"{self.number}.{self.recipient_id}.{self.mac}"


def contact_recipient_id(contact_id: str, length: int = _ISSUED) -> str:
    return _short(f"contact:{contact_id}", length)


def participant_recipient_id(address: str, length: int = _ISSUED) -> str:
    return _short(f"participant:{address}", length)


def everybody(ticket: Ticket, length: int = _ISSUED) -> tuple[Recipient, ...]:
    """Return who may hold a link of this ticket: its contact first, then the participants, each address once.

    The contact has the name that they have on this ticket, since the others read it, and the address where they want
    answers to it.
    `length` is how many characters their ids have.
    """
    found: dict[str, Recipient] = {}
    contact = ticket.contact
    if contact and contact.email:
        reached_at = ticket.answers_to or contact.email
        found[reached_at] = Recipient(
            contact_recipient_id(contact.id, length), reached_at, ticket.customer_name, is_contact=True
        )
    for person in ticket.participants:
        found.setdefault(
            person.address,
            Recipient(participant_recipient_id(person.address, length), person.address, person.name, is_contact=False),
        )
    return tuple(found.values())


def thread_of(ticket: Ticket, person: Recipient) -> str:
    """Return the address by which the ticket keeps what answers to this person go on from."""
    contact = ticket.contact
    return contact.email or "" if contact and person.is_contact else person.address


def recipients(ticket: Ticket) -> tuple[Recipient, ...]:
    """Return who a public action of this ticket is told to: nobody when it isn't public."""
    return everybody(ticket) if ticket.public else ()


def is_proven(ticket: Ticket, person: Recipient) -> bool:
    """Return whether it is beyond doubt that this person belongs to the ticket, and may read what is merged with it.
    Whoever wants answers to an unproven request elsewhere may not be the contact that it names."""
    if person.is_contact:
        return ticket.answers_to is None or ticket.requester_verified
    return all(one.proven for one in ticket.participants if one.address == person.address)


def reads_since(ticket: Ticket, person: Recipient) -> datetime | None:
    """Return from when on this person may read the ticket; None for all of it."""
    mine = [one.since for one in ticket.participants if one.address == person.address and not person.is_contact]
    return mine[0] if mine else None


def token(workspace: str, ticket: Ticket, recipient_id: str, purpose: Purpose) -> Token:
    mac = _mac(workspace, ticket.number, recipient_id, purpose, ticket.key, _addressed(ticket, recipient_id))
    return Token(ticket.number, recipient_id, mac)


def parse(text: str) -> Token | None:
    """A token as it came from outside; None when it can't be one."""
    match = _TOKEN.fullmatch(text.lower()) if len(text) <= 64 else None
    return Token(int(match[1]), match[2], match[3]) if match else None


def holder(workspace: str, ticket: Ticket | None, given: Token, purpose: Purpose) -> Recipient | None:
    """The recipient whose token this is. Takes the same time whether the ticket exists or not."""
    key = ticket.key if ticket else _NOBODYS_KEY
    addressed = _addressed(ticket, given.recipient_id) if ticket else 1
    right = _mac(workspace, given.number, given.recipient_id, purpose, key, addressed)
    genuine = hmac.compare_digest(right, given.mac)
    known = _find(everybody(ticket) if ticket else (), given.recipient_id)
    return known if genuine and ticket else None


def member_token(workspace: str, ticket: Ticket, member: Member, purpose: Purpose) -> Token:
    """Return the token of a member's own reply address on a ticket. It is bound to their address, too."""
    recipient_id = _member_id(member)
    return Token(ticket.number, recipient_id, _mac(workspace, ticket.number, recipient_id, purpose, ticket.key, 1))


def member_holder(
    workspace: str, ticket: Ticket, given: Token, members: Iterable[Member]
) -> tuple[Member, Purpose] | None:
    """Return the member whose token this is, and what it is for; None once they may no longer act on tickets."""
    for member in members:
        if not member.may_be_assigned or _member_id(member) != given.recipient_id:
            continue
        for purpose in (Purpose.MEMBER, Purpose.NOTE):
            if hmac.compare_digest(member_token(workspace, ticket, member, purpose).mac, given.mac):
                return member, purpose
    return None


def forward_recipient_id(address: str) -> str:
    """Return what stands for an address in the mail jobs of what was forwarded to it. It opens nothing."""
    return _short(f"forward:{address}", _ISSUED)


def forward_token(workspace: str, ticket: Ticket, forwarder: str) -> Token:
    """Return the token of the address that answers to what a member, or a key, forwarded of a ticket come to."""
    recipient_id = _forwarder_id(forwarder)
    mac = _mac(workspace, ticket.number, recipient_id, Purpose.FORWARD, ticket.key, 1)
    return Token(ticket.number, recipient_id, mac)


def is_forwards(workspace: str, ticket: Ticket, given: Token) -> bool:
    """Return whether a token is that of something that was forwarded of this ticket."""
    right = _mac(workspace, ticket.number, given.recipient_id, Purpose.FORWARD, ticket.key, 1)
    return hmac.compare_digest(right, given.mac)


def forwarder(given: Token, members: Iterable[Member]) -> Member | None:
    """Return the member who forwarded what has that token; None for a key, or who isn't here any more."""
    return next((one for one in members if one.active and _forwarder_id(one.id) == given.recipient_id), None)


def news_token(workspace: str, member: Member) -> str:
    """Return what stands for a token in a mail to a member about several tickets. It is no secret: it opens nothing."""
    return f"news.{_short(f'news:{workspace}:{member.id}:{member.email}', _ISSUED)}"


def lasting_id(recipient_id: str) -> str:
    """Return what an id has in common with those of the same person that another release issued."""
    return recipient_id[:_LASTING]


def is_same(one: str | None, other: str | None) -> bool:
    """Return whether two ids are one recipient's, whichever releases issued them; of nobody's id never."""
    return bool(one and other) and lasting_id(one or "") == lasting_id(other or "")


def person_of(ticket: Ticket, recipient_id: str | None) -> Recipient | None:
    """Return who of this ticket has that id."""
    return next((person for person in everybody(ticket) if is_same(person.id, recipient_id)), None)


def with_own(text: str, own: str, portal_url: str) -> str:
    """A text whose links of ours are the reader's own. A mail that somebody quotes has their link in it: it must not
    open to others what it opens to them.

    Ours are those to `portal_url` alone. Anywhere else a token is left out: the reader's own would be handed to whoever
    the link leads to.
    """
    link = rf"(?a:{re.escape(portal_url)})/(?:[\w-]+/)+"
    ours = rf"(?:^|(?<=[ \t\r\n]))(?:{_BEFORE}{link}{_WRITTEN})+"
    token_in_ours = re.compile(rf"({link})?{_WRITTEN}", re.IGNORECASE)

    def rewritten(found: re.Match[str]) -> str:
        if found["ours"]:
            return token_in_ours.sub(lambda one: one[1] + own if one[1] else _WITHHELD, found[0])
        return re.sub(_IN_TEXT, _WITHHELD, found[0], flags=re.IGNORECASE)

    return re.sub(rf"(?P<ours>{ours})|{_BRACKETED}|{_IN_TEXT}", rewritten, text, flags=re.IGNORECASE)


def _find(people: Iterable[Recipient], recipient_id: str) -> Recipient | None:
    return next((person for person in people if person.id.startswith(recipient_id)), None)


def _addressed(ticket: Ticket, recipient_id: str) -> int:
    """Return which of their addresses on the ticket it is that the links are for, counted from 1."""
    contact = contact_recipient_id(ticket.contact.id) if ticket.contact else None
    return ticket.addressed if is_same(contact, recipient_id) else 1


def _forwarder_id(forwarder: str) -> str:
    return _short(f"forwarder:{forwarder}", _ISSUED)


def _member_id(member: Member) -> str:
    return _short(f"member:{member.id}:{member.email}", _ISSUED)


def _mac(workspace: str, number: int, recipient_id: str, purpose: Purpose, key: bytes, addressed: int) -> str:
    message = f"{workspace}|{number}|{recipient_id}|{purpose}|{addressed}".encode()
    return _base32(hmac.digest(key, message, "sha256")[: _MAC_BYTES[purpose]])


def _short(text: str, length: int) -> str:
    return _base32(hashlib.sha256(text.encode()).digest())[:length]


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
