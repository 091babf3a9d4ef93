"""Parked mails: let through by an admin after all, or done with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.events import Change
from chalicelib.domain.idempotency import AlreadyFiledError, ConflictError, Once
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail import ParsedMail, SmtpEnvelope, parse
from chalicelib.services.mail.incoming.case import MailCase, Received
from chalicelib.services.mail.incoming.discarded import ask_to_erase
from chalicelib.services.mail.incoming.erasing import erase_if_masked, erased
from chalicelib.services.mail.incoming.receive import addressed, file_released
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import spam
from chalicelib.services.tickets.access import reference_of, ticket_by_number


def suspended_mail(room: Room, mail_id: str) -> SuspendedMail:
    found = room.suspended.get(mail_id)
    if found is None:
        raise not_found("suspended email")
    return found


def release(seat: Seat, mail_id: str, once: Once | None = None) -> int:
    """File a parked mail as if nothing had spoken against it; the number of the ticket it is on.

    Cut off in between and tried again, it is filed once. Raises DeskError `not_releasable` when there is nobody whose
    mail it could be, `blocked` for a contact who has to be unblocked first, `signed_in_admin_only` for what would be
    a member's own words. What is let through to a ticket that was marked as spam shows that it is none.
    """
    parked = suspended_mail(seat.room, mail_id)
    raw = seat.desk.raw_mail.find(parked.object_key)
    number = _file(seat, parked, raw, once) if raw is not None else erased(seat.room, parked.object_key)
    if not number:
        raise _gone()
    if ticket_by_number(seat.room, number, Ticket).is_spam:
        spam.unmark(seat, number)
    _take_out(seat, parked, "released", {"ticket": Change(None, reference_of(seat.room, number))})
    return number


def _file(seat: Seat, parked: SuspendedMail, raw: bytes, once: Once | None) -> int | None:
    """File it, and return on which ticket; the mail as it came goes, where something in it is masked."""
    mail = _read(parked, raw)
    case = MailCase(seat.desk, seat.room, _received(parked), raw, mail, released=True, once=once)
    try:
        number = file_released(case, seat.may).number
    except AlreadyFiledError:
        number = seat.room.repeats.ticket_of(mail.message_id)
    _erase_if_masked(seat, parked, mail)
    return number


def discard(seat: Seat, mail_id: str) -> None:
    """Delete a parked mail. What is stored of it goes for good a little later."""
    parked = suspended_mail(seat.room, mail_id)
    ask_to_erase(seat.desk, seat.room, parked)
    _take_out(seat, parked, "deleted")


def _concerned(seat: Seat, parked: SuspendedMail) -> tuple[str, ...]:
    """The workspaces that the mail was for, and this one, which may have it as the owner of a domain alone."""
    return (*addressed(seat.desk, parked.recipients), seat.room.workspace.id)


def _erase_if_masked(seat: Seat, parked: SuspendedMail, mail: ParsedMail) -> None:
    own = seat.room.workspace.id
    erase_if_masked(seat.desk, _received(parked), mail, _concerned(seat, parked), done_in=own)


def _read(parked: SuspendedMail, raw: bytes) -> ParsedMail:
    return parse(raw, SmtpEnvelope(parked.return_path, parked.recipients, parked.verdicts))


def _take_out(
    seat: Seat, parked: SuspendedMail, done: str, changes: Mapping[str, Change] = MappingProxyType({})
) -> None:
    now = seat.desk.clock.now()
    entry = AuditEntry(
        id=seat.desk.new_id(now),
        at=now,
        actor=seat.actor,
        action=f"suspended_mail.{done}",
        subject=parked.id,
        name=f"{parked.cause}: {parked.sender}",
        changes=changes,
    )
    try:
        seat.room.suspended.remove(parked, entry)
    except ConflictError as gone:
        raise _gone() from gone


def _gone() -> DeskError:
    return DeskError("conflict", "Somebody else has just dealt with this mail.")


def _received(parked: SuspendedMail) -> Received:
    return Received(
        object_key=parked.object_key,
        at=parked.at,
        sender=parked.return_path,
        recipients=parked.recipients,
        verdicts=parked.verdicts,
    )
