"""The mail about a ticket: from whom it is, and the threads that an answer finds its way back by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import FOR_MEMBERS_ALONE, LetterKind, Mail
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.tickets.links import Purpose, member_token, person_of, thread_of
from chalicelib.domain.tickets.mail_threads import MailThread
from chalicelib.services.mail.outgoing.envelope import Envelope, post, written
from chalicelib.services.mail.own_ids import desk_marker
from chalicelib.services.ports.world import Secrets

if TYPE_CHECKING:
    from chalicelib.mail.letters import Words
    from chalicelib.mail.letters.ticket import ShownMail, TicketMail
    from chalicelib.mail.writing.compose import Outgoing


PREFERENCES = "/console/settings/notifications"
"""Where a member chooses what to be told."""


def ticket_mail(secrets: Secrets, mail: TicketMail) -> Iterator[Mail]:
    """Yield the mail, and after it the same from the desk's own sender, for a carrier that doesn't take it from the
    ticket's mailbox; none when what it tells of is no longer there."""
    for mailbox in dict.fromkeys((mail.mailbox, mail.workspace.mailbox)):
        mail = replace(mail, mailbox=mailbox)
        words = _words_of(mail)
        if words is not None:
            yield post(envelope_of(secrets, mail), words)


def shown_mail(secrets: Secrets, mail: ShownMail) -> Outgoing | None:
    """Return what the mail would be; None when there is nothing to tell."""
    words = _words_of(mail)
    return None if words is None else written(envelope_of(secrets, mail), words)


def _words_of(mail: TicketMail) -> Words | None:
    from chalicelib.mail.letters.kinds import ON_TICKETS  # cold start: who only settles jobs writes no letters

    return ON_TICKETS[mail.job.kind].of(mail)


def envelope_of(secrets: Secrets, mail: TicketMail) -> Envelope:
    envelope = Envelope(
        job=mail.job,
        sender=mail.mailbox.address,
        sender_name=_sender_name(mail),
        marker=partial(desk_marker, secrets, mail.workspace.id),
        language=mail.workspace.language,
        date=mail.now,
        to_name=mail.about.name,
        automatic=mail.carried is None,
        files=mail.files,
    )
    if mail.job.kind is LetterKind.FORWARD:
        return _with_token(envelope, mail, mail.token(Purpose.FORWARD))
    return _with_threads(envelope, mail) if mail.to_customer else with_members_thread(envelope, mail)


def with_members_thread(envelope: Envelope, mail: TicketMail, *, alone: bool = False) -> Envelope:
    """All that members are told of a ticket is one thread to them, whatever its subjects; the id of that is no secret.
    Whoever may act on the ticket can answer, by an address of their own, which our stable id of the mail has in it as
    well; `alone`: what it says is for members alone."""
    domain = mail.mailbox.domain
    thread = f"members.{mail.ticket.number}.{mail.workspace.id}@{domain}".lower()
    chosen_at = f"{mail.url.partition('/console/')[0]}{PREFERENCES}"
    threaded = replace(envelope, in_reply_to=thread, references=(thread,), unsubscribe=chosen_at)
    reader = mail.workspace.members.get(mail.about.person_id)
    if reader is None or not reader.may_be_assigned:
        return threaded
    purpose = Purpose.NOTE if alone or mail.job.kind in FOR_MEMBERS_ALONE else Purpose.MEMBER
    return _with_token(threaded, mail, str(member_token(mail.workspace.id, mail.ticket, reader, purpose)))


def _with_threads(envelope: Envelope, mail: TicketMail) -> Envelope:
    """In the customer's language, with our own stable id of this mail and the address that answers come to. Both carry
    the recipient's reply token, so one of the two is enough for an answer to be filed, whatever else a mail program
    drops. What mail programs build the thread on is the same for every mail of this ticket to this person."""
    token, domain = mail.token(Purpose.REPLY), mail.mailbox.domain
    threaded = _in_their_thread(envelope, mail, mail.ticket.threads.get(_thread_of(mail)))
    return replace(
        _with_token(threaded, mail, token),
        language=mail.ticket.language or envelope.language,
        references=(*threaded.references, f"{token}.ticket@{domain}"),
    )


def _with_token(envelope: Envelope, mail: TicketMail, token: str) -> Envelope:
    domain = mail.mailbox.domain
    message_id = f"{token}.{mail.job.key.action_id.lower()}@{domain}"
    return replace(envelope, message_id=message_id, reply_to=f"{REPLY}+{token}@{domain}")


def _thread_of(mail: TicketMail) -> str:
    reader = person_of(mail.ticket, mail.about.person_id)
    return thread_of(mail.ticket, reader) if reader else mail.job.address


def _in_their_thread(envelope: Envelope, mail: TicketMail, thread: MailThread | None) -> Envelope:
    """As an answer to the newest mail of whoever it goes to. A confirmation has no word of what came in, not even its
    subject: anybody can send anything in anybody's name."""
    if thread is None:
        return envelope
    subject = "" if mail.job.kind is LetterKind.CONFIRMATION else thread.answer(mail.ref)
    ids = tuple(dict.fromkeys((thread.first, thread.newest)))
    return replace(envelope, in_reply_to=thread.newest, references=ids, subject=subject)


def _sender_name(mail: TicketMail) -> str:
    """`Ana K. (Acme Support)` on an agent's reply, `Acme Support` on what the desk itself says."""
    desk_name = mail.mailbox.name or mail.workspace.name
    name = mail.carried.author.name_outside(desk_name) if mail.carried else desk_name
    return desk_name if name == desk_name else f"{name} ({desk_name})"
