"""The page that a request begins on."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.domain.errors import not_found
from chalicelib.domain.mail.form_spam import FASTEST, looks_like_spam
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.text import as_typed, one_line
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.links import everybody
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH
from chalicelib.domain.vocabulary import TicketType
from chalicelib.portal import attaching, checks, content, pages
from chalicelib.portal.content import Problem, SubmitForm
from chalicelib.portal.visits import PageResponse, Visitor, back, once, page_desk, thread_url
from chalicelib.portal.writing import WritingPage
from chalicelib.services import stamps
from chalicelib.services.mail.incoming import form_spam
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Room
from chalicelib.services.tickets import customers


def submit_form(visitor: Visitor) -> PageResponse:
    shown = page_desk(visitor, visitor.guest.room)
    if visitor.query.get("notice") == "sent":
        return PageResponse(pages.message_page(shown, "sent"))
    form = SubmitForm(nonce=visitor.desk.random_bytes(16).hex(), opened=stamps.stamp(visitor.desk.secrets, stamps.FORM))
    return PageResponse(pages.submit_page(shown, form))


class Submit(WritingPage):
    """Make a ticket of the form."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        self.form = _submitted(visitor)

    def problems(self) -> content.Problems:
        if self.visitor.form.get(content.TRAP_FIELD):
            return (Problem("form", "refused"),)
        self.files = attaching.kept(self.visitor, self.room, attaching.by_form(self.form.nonce), None)
        problems = _submit_problems(self.visitor, self.form)
        self.sender = None if problems else address(self.form.email)
        return (*problems, *self.files.problems)

    def again(self, problems: content.Problems) -> str:
        """The same form, with its nonce, and a fresh stamp in case the old one was too old."""
        kind = self.form.type if self.form.type in content.TICKET_TYPES else TicketType.SUPPORT_TICKET
        shown = replace(
            self.form, opened=stamps.stamp(self.visitor.desk.secrets, stamps.FORM), type=kind, files=self.kept
        )
        return pages.submit_page(page_desk(self.visitor, self.room), shown, problems)

    def carry_out(self) -> PageResponse:
        visitor, room = self.visitor, self.room
        if not self.kept and _is_spam(visitor, self.form):
            return _park(visitor, room, self.form)
        files = attaching.taken(visitor, room, self.files) if self.files else ()
        return _submit(visitor, room, self.form, files)


def _submit(visitor: Visitor, room: Room, form: SubmitForm, files: tuple[Attachment, ...]) -> PageResponse:
    channel, source = visitor.way_in
    requester = _requester(visitor, form)
    digest = hashlib.sha256("\0".join([form.email, form.title, form.description]).encode()).hexdigest()
    ticket = customers.submit(
        visitor.desk,
        room,
        WhoWrites(email=form.email, name=form.name),
        NewTicket(
            title=form.title.strip(),
            description=as_typed(form.description, DESCRIPTION_LENGTH),
            type=TicketType(form.type),
            attachments=files,
            channel=channel,
            source=source,
            language=page_desk(visitor, room).language,
            requester=requester,
        ),
        once(visitor, f"submit|{digest}", digest),
    )
    sender = address(form.email)
    person = next((person for person in everybody(ticket) if person.address == sender), None)
    if person is None:  # a form sent again, whose ticket was given to somebody else meanwhile
        raise not_found("page")
    return back(visitor, thread_url(visitor, room, ticket, person.id, proven=requester.proven), "created")


def _requester(visitor: Visitor, form: SubmitForm) -> SenderIdentity:
    """A form proves nothing, but where the site that shows it says who fills it in."""
    person = visitor.signed_in
    signed = person is not None and address(person.email) == address(form.email)
    standing, why = (Standing.PROVEN, Grounds.SIGNED) if signed else (Standing.UNPROVEN, Grounds.FORM)
    return SenderIdentity(address(form.email), standing, why, name=one_line(form.name))


def _is_spam(visitor: Visitor, form: SubmitForm) -> bool:
    """A form without a stamp was never opened: whoever sends it is a machine, though it may be a welcome one."""
    opened = stamps.stamped_at(visitor.desk.secrets, stamps.FORM, form.opened)
    by_machine = opened is None or time.time() - opened < FASTEST
    return looks_like_spam(form.description, by_machine=by_machine)


def _park(visitor: Visitor, room: Room, form: SubmitForm) -> PageResponse:
    """A machine has nothing to learn from what it is told, and a person is answered by mail as they are told."""
    who = WhoWrites(email=address(form.email), name=form.name.strip())
    opened = stamps.stamped_at(visitor.desk.secrets, stamps.FORM, form.opened)
    shown = datetime.fromtimestamp(opened, UTC) if opened is not None else None
    form_spam.park(visitor.desk, room, who, form.title.strip(), form.description.strip(), form.nonce, shown)
    return back(visitor, f"{visitor.desk.portal_url}{page_desk(visitor, room).path}", "sent")


def _submitted(visitor: Visitor) -> SubmitForm:
    form = visitor.form
    return SubmitForm(
        nonce=form.get(content.NONCE_FIELD) or visitor.desk.random_bytes(16).hex(),
        opened=form.get("opened", ""),
        name=form.get("name", ""),
        email=form.get("email", ""),
        title=form.get("title", ""),
        description=form.get("description", ""),
        type=form.get("type", TicketType.SUPPORT_TICKET),
    )


def _submit_problems(visitor: Visitor, form: SubmitForm) -> list[Problem]:
    problems = list(checks.submit_problems(form))
    if form.opened and stamps.stamped_at(visitor.desk.secrets, stamps.FORM, form.opened) is None:
        problems.append(Problem("form", "too_old"))
    return problems
