"""One mail in one workspace, with what the rules of filing it ask of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.people.addresses import NAME_LENGTH, address_in_dns, forms, is_address
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.mail_threads import MailThread, answers, mail_written
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail import markers, passes_on, person_behind, read_forward, wanted_answers
from chalicelib.services.mail.incoming.masked import masked_forward, masked_mail
from chalicelib.services.mail.own_ids import is_marked, old_marker, own_reply_token
from chalicelib.services.people.contacts import puts_aside_from, takes_nothing_from
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.commands import Receipt

if TYPE_CHECKING:
    from chalicelib.mail import Address, Forward, ParsedMail

CC_PARTICIPANTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The carrier's news of a mail: where the raw mail lies, whom it was for, and its own verdicts."""

    object_key: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    verdicts: Mapping[str, str]


@dataclass(frozen=True)
class MailCase:
    """`came` is the mail as it was read, `mail` what this desk takes of it: without what it masks. `released`: an admin
    let it through, so that causes to park it no longer count; `once` is their idempotency key."""

    desk: Desk
    room: Room
    received: Received
    raw: bytes
    came: ParsedMail
    released: bool = False
    once: Once | None = None

    @cached_property
    def mail(self) -> ParsedMail:
        """The mail without what is masked."""
        return masked_mail(self.came, self.room.workspace.masking)

    @cached_property
    def is_masked(self) -> bool:
        """Return whether something in it is masked, or in the one that it passes on, which may be a file."""
        what = self.room.workspace.masking
        if not what.is_on:
            return False
        return self.mail is not self.came or (self.forward is not None and self.forward is not self._forward_came)

    @cached_property
    def passes_on(self) -> bool:
        """Return whether it is somebody else's mail with, perhaps, remarks on it; an answer may quote one."""
        said = not answers(self.mail.subject) and read_forward(self.mail) is not None
        return passes_on(self.mail.subject) or said

    @property
    def is_sealed(self) -> bool:
        """Return whether it is encrypted, and says nothing beside that."""
        return self.mail.encrypted is not None and not has_something(self.mail.reply_text)

    @cached_property
    def forward(self) -> Forward | None:
        """The mail of somebody outside that this one passes on, without what is masked."""
        found = self._forward_came and masked_forward(self._forward_came, self.room.workspace.masking)
        theirs = found and is_address(found.sender.address) and not self.own_addresses()(found.sender.address.lower())
        return found if theirs else None

    @cached_property
    def _forward_came(self) -> Forward | None:
        return read_forward(self.mail)

    @cached_property
    def sent_by(self) -> str:
        """The address in From, or what stands for it in a mail without one."""
        return _address(self.mail.from_ or next(iter(self.mail.reply_to), None))

    @cached_property
    def behind(self) -> Address | None:
        """The person who wrote it by way of somebody else's From; None where From itself says who."""
        workspace = self.room.workspace
        ours = {address.rpartition("@")[2] for address in self._mailboxes}
        a_member = any(member.email == self.sent_by for member in workspace.members.values())
        our_site = self.sent_by.rpartition("@")[2] in ours and not a_member
        return person_behind(self.mail, self.own_addresses(), our_site)

    @cached_property
    def answers_to(self) -> str | None:
        """The address that answers go to, if not that of who wrote it. A mail that nobody answers for has none."""
        believed = self.identity.address and not self.identity.contradicted and self.behind is None
        return _address(wanted_answers(self.mail, self.own_addresses())) or None if believed else None

    @cached_property
    def sender(self) -> str:
        """The address that wrote: who is behind it, else From, or Reply-To where a mail has nothing else."""
        return _address(self.behind) or self.sent_by

    @cached_property
    def identity(self) -> SenderIdentity:
        """The certainty of who wrote it, by what the mail and its carrier say; without an address `sender` is a guess,
        and is taken for nobody we know. Nobody proves that it was written for whom it names."""
        found = self.mail.identity
        if self.behind is None:
            return found
        if found.contradicted:
            return replace(found, address=self.sender, sent_by=self.sent_by)
        return SenderIdentity(self.sender, Standing.UNPROVEN, Grounds.RELAYED, sent_by=self.sent_by)

    @property
    def sender_name(self) -> str:
        writer = self.behind or self.mail.from_ or next(iter(self.mail.reply_to), None)
        return (writer.name[:NAME_LENGTH] if writer and writer.name else "") or self.sender

    @cached_property
    def seen(self) -> SeenMail:
        """Its identity: the Message-ID and what it says. Which servers it passed doesn't count, nor what is masked at
        the time."""
        mail = self.came
        files = [hashlib.sha256(file.content).hexdigest() for file in mail.attachments]
        content = "\0".join([self.sent_by, mail.subject, mail.text, mail.html, *files])
        digest = hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()
        return SeenMail(message_id=mail.message_id, content_digest=digest, number=0, raw=self.received.object_key)

    @property
    def begun(self) -> MailThread | None:
        """Return the thread that it begins, or goes on with; None for a mail that has no id of its own."""
        has_id = "no_message_id" not in self.mail.defects
        return mail_written(self.mail.message_id, self.mail.subject) if has_id else None

    @property
    def receipt(self) -> Receipt:
        """Return what is stored with whatever the mail comes to, so that it is filed once."""
        return Receipt(once=self.once, seen=self.seen)

    def is_own(self) -> bool:
        """Return whether this desk sent the mail itself: then it is neither filed nor answered. Our mark says so, or an
        id that a mail of ours went out with; an address in From says nothing.

        A mail of an earlier release has a mark that anybody could write, which counts beside one of our ids.
        """
        marked, workspace = markers(self.mail), self.room.workspace
        if is_marked(self.desk.secrets, workspace.id, marked) or self._went_out_as(self.mail.message_id):
            return True
        return old_marker(workspace) in marked and any(map(self._went_out_as, self.mail.references))

    def _went_out_as(self, message_id: str) -> bool:
        """Whether a mail of ours has this id: our own, with the secret in it, or the carrier's."""
        token = links.parse(own_reply_token(message_id) or "")
        ticket = find_ticket(self.room, token.number, Ticket) if token else None
        workspace = self.room.workspace
        if token and links.holder(workspace.id, ticket, token, Purpose.REPLY):
            return True
        if token and ticket and links.member_holder(workspace.id, ticket, token, workspace.members.values()):
            return True
        if token and ticket and links.is_forwards(workspace.id, ticket, token):
            return True
        return self.room.repeats.sent(message_id) is not None

    def own_addresses(self) -> Callable[[str], bool]:
        """Says of an address whether it is one of ours, plus-addresses and reply addresses included."""
        return self.room.workspace.own_addresses()

    def mailbox(self) -> str | None:
        """The address of ours that it was written to: as its own headers say, which forwarding leaves as they were,
        else as it was delivered."""
        headers = (self.mail.to, self.mail.cc, self.mail.delivered_to)
        named = [box.address for boxes in headers for box in boxes]
        ours = self._mailboxes
        addressed = (form for address in (*named, *self.received.recipients) for form in forms(address))
        return next((ours[address] for address in addressed if address in ours), None)

    @cached_property
    def _mailboxes(self) -> Mapping[str, str]:
        """The mailboxes by address, each with the address as it was stored."""
        stored = [mailbox.address for mailbox in self.room.workspace.mailboxes]
        return {address_in_dns(address): address for address in stored}

    def came_to_reply_address_only(self) -> bool:
        """Return whether the mail came to no mailbox of this workspace, only to a reply address it may share."""
        return not any(form in self._mailboxes for recipient in self.received.recipients for form in forms(recipient))

    def shared_reply_address(self) -> bool:
        domains = {mailbox.domain for mailbox in self.room.workspace.mailboxes}
        return any(len(self.desk.accounts.mailbox_workspaces(f"{REPLY}@{domain}")) > 1 for domain in domains)

    def may_be_another_desks(self) -> bool:
        """Return whether only a secret can tell whose mail it is: it came to a reply address that desks share."""
        return self.came_to_reply_address_only() and self.shared_reply_address()

    def sender_is_blocked(self) -> bool:
        """Return whether whoever wrote it is blocked, or whoever is in From."""
        return any(takes_nothing_from(self.room, contact) for contact in self._senders())

    def sender_is_parked(self) -> bool:
        """Return whether what one of the two wrote before was spam."""
        return any(puts_aside_from(self.room, contact) for contact in self._senders())

    def _senders(self) -> Iterator[Contact | None]:
        return map(self.room.contacts.by_address, dict.fromkeys((self.sender, self.sent_by)))


def _address(box: Address | None) -> str:
    return address_in_dns(box.address) if box else ""
