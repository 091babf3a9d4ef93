"""The page a request is followed on: read, answered, its files fetched."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from markupsafe import Markup

from chalicelib.body_html import body_html, mail_html
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.text import as_typed
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.links import is_same, lasting_id, with_own
from chalicelib.domain.tickets.message import BODY_LENGTH, MessageKind, PublicMessage
from chalicelib.domain.tickets.ticket import Attachment
from chalicelib.domain.vocabulary import Status
from chalicelib.portal import attaching, checks, content, pages
from chalicelib.portal.attachments import Shelf
from chalicelib.portal.content import Entry, Notice, ReplyForm, TrackedTicket
from chalicelib.portal.visits import PageResponse, Visitor, back, once, page_desk, thread_path, thread_url
from chalicelib.portal.writing import WritingPage
from chalicelib.services.ports import Room
from chalicelib.services.tickets import customers, requester
from chalicelib.services.tickets.access import Visit, link_token, reference_of
from chalicelib.services.tickets.commands import Receipt
from chalicelib.services.tickets.family import conversation, own_primary, primary_of
from chalicelib.services.tickets.requester import is_asked
from chalicelib.services.tickets.withdraw import status_outside

_ANSWERS = ("yes", "no")
_DONE = (Status.RESOLVED, Status.CLOSED)


def track(visitor: Visitor) -> PageResponse:
    notice = visitor.query.get("notice", "")
    shown = notice if notice in content.NOTICES else None
    return PageResponse(tracking(visitor, ReplyForm(nonce=visitor.desk.random_bytes(16).hex()), notice=shown))


class AnswerTicket(WritingPage):
    """Take the customer's answer."""

    @property
    def _form(self) -> ReplyForm:
        sent = self.visitor.form
        return ReplyForm(nonce=sent.get("nonce", ""), body=sent.get("body", ""), files=self.kept)

    def problems(self) -> content.Problems:
        seen = self.visitor.guest.visit
        self.files = attaching.kept(self.visitor, self.room, attaching.by_link(seen), seen.ticket.number)
        return (*checks.reply_problems(self._form), *self.files.problems)

    def again(self, problems: content.Problems) -> str:
        return tracking(self.visitor, self._form, problems)

    def carry_out(self) -> PageResponse:
        visitor, room, seen = self.visitor, self.room, self.visitor.guest.visit
        person, ticket = seen.recipient, seen.ticket
        standing, seat = primary_of(room, ticket), customers.visitors_seat(visitor.desk, room, seen)
        message = self._message()
        digest = hashlib.sha256(self._form.body.encode()).hexdigest()
        nonce = once(visitor, f"answer|{ticket.number}|{lasting_id(person.id)}|{digest}", digest)
        after = customers.say(seat, ticket.number, message, receipt=Receipt(once=nonce))
        if after.number != standing.number:
            return back(visitor, thread_url(visitor, room, after, person.id, proven=seen.proven), "followed_up")
        again = seen.answers_show and standing.status in (Status.WAITING, Status.RESOLVED)
        notice = "reopened" if again else "replied"
        return back(visitor, thread_url(visitor, room, ticket, person.id, proven=seen.proven), notice)

    def _message(self) -> customers.CustomerMessage:
        channel, source = self.visitor.way_in
        return customers.CustomerMessage(
            body=as_typed(self._form.body, BODY_LENGTH),
            attachments=attaching.taken(self.visitor, self.room, self.files) if self.files else (),
            channel=channel,
            source=source,
            identity=_identity(self.visitor.guest.visit),
            spam=self.visitor.guest.writes_spam,
        )


class Solved(WritingPage):
    """Hear from the customer that nothing is left to do."""

    def again(self, problems: content.Problems) -> str:
        return tracking(self.visitor, ReplyForm(nonce=self.visitor.form.get("nonce", "")), problems)

    def carry_out(self) -> PageResponse:
        visitor, room, seen = self.visitor, self.room, self.visitor.guest.visit
        person, number = seen.recipient, seen.ticket.number
        customers.solved(visitor.desk, room, seen, once(visitor, f"solved|{number}|{lasting_id(person.id)}", ""))
        return back(visitor, thread_url(visitor, room, seen.ticket, person.id, proven=seen.proven), "solved")


class Mine(WritingPage):
    """Hear from the contact whether they made the request."""

    def problems(self) -> content.Problems:
        return () if self.visitor.form.get("mine") in _ANSWERS else (content.Problem("form", "unanswered"),)

    def again(self, problems: content.Problems) -> str:
        return tracking(self.visitor, ReplyForm(nonce=self.visitor.form.get("nonce", "")), problems)

    def carry_out(self) -> PageResponse:
        visitor, room, seen = self.visitor, self.room, self.visitor.guest.visit
        mine = visitor.form["mine"] == "yes"
        requester.answer(visitor.desk, room, seen, mine=mine)
        url = thread_url(visitor, room, seen.ticket, seen.recipient.id, proven=seen.proven)
        return back(visitor, url, "mine" if mine else "not_mine")


def tracking(visitor: Visitor, form: ReplyForm, problems: content.Problems = (), notice: Notice | None = None) -> str:
    """Return the page of the request with what its visitor may read of it. Whether it is solved is asked about what
    somebody has answered."""
    room, seen = visitor.guest.room, visitor.guest.visit
    shelf = Shelf(thread_path(visitor, room, visitor.path["token"]), frame=visitor.widget is not None)
    own = link_token(room, seen.ticket, seen.recipient.id, proven=seen.proven)

    def safe(text: str) -> str:
        return with_own(text, own, visitor.desk.portal_url)

    def formatted_if_safe(kept: str, text: str) -> str:
        """The text is shown instead where somebody's link would have to be taken out of the midst of HTML."""
        return kept if (safe(kept), safe(text)) == (kept, text) else ""

    said = (
        replace(
            message,
            body=safe(message.body),
            quoted=safe(message.quoted),
            formatted=formatted_if_safe(message.formatted, message.body),
        )
        for message in conversation(visitor.desk, room, seen)
    )
    shown = page_desk(visitor, room, seen.ticket)
    entries = tuple(_entry(shelf, message, seen, shown.name) for message in said)
    ticket = tracked(visitor, room, seen)
    if seen.reads_opening:
        first = room.tickets.opening(seen.ticket.number)
        kept = formatted_if_safe(first.formatted, first.text)
        text = _mail(kept, seen.ticket.attachments) if kept else _html(safe(first.text), seen.ticket.body_format)
        description, files = shelf.with_pictures(text, seen.ticket.attachments)
        ticket = replace(ticket, description=description, files=files)
    answered = any(entry.kind == MessageKind.AGENT_REPLY.value for entry in entries)
    ticket = replace(ticket, may_solve=ticket.may_solve and answered)
    return pages.tracking_page(shown, ticket, entries, form, problems, notice)


def tracked(visitor: Visitor, room: Room, seen: Visit) -> TrackedTicket:
    """All but its description and files. A merged ticket is as far as the one it was merged into; how that was solved
    is told if it is their own, too. Neither is for a link that leads no further, nor for one that shows no answers."""
    ticket, token = seen.ticket, visitor.path["token"]
    known = TrackedTicket(
        token=token,
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        created_at=ticket.created_at,
        requester=_requester(seen, page_desk(visitor, room, ticket).name),
        described=seen.reads_opening,
        opened_by_agent=ticket.opened_by is not None,
        by_mail=not seen.answers_show and not seen.apart,
        is_asked=is_asked(seen),
        edited=ticket.reworded_at is not None,
    )
    if seen.apart or known.by_mail:
        return known
    own, link = own_primary(room, ticket), link_token(room, ticket, seen.recipient.id, proven=seen.proven)
    status = status_outside(visitor.desk, room, own or primary_of(room, ticket))
    resolution = (own or ticket).resolution if status in _DONE else None
    may_rate = seen.decides and ticket.status in _DONE
    return replace(
        known,
        status=status.value,
        resolution=_html(with_own(resolution, link, visitor.desk.portal_url), BodyFormat.MARKDOWN)
        if resolution
        else None,
        may_solve=seen.decides and own is not None and status not in _DONE,
        may_rate=may_rate,
        rating=str(ticket.csat_score or "") if may_rate else "",
    )


def _identity(seen: Visit) -> SenderIdentity:
    """Whoever comes by a link that was mailed to them is who it was mailed to."""
    standing, why = (Standing.PROVEN, Grounds.LINK) if seen.proven else (Standing.UNPROVEN, Grounds.FORM)
    return SenderIdentity(seen.recipient.address, standing, why)


def _requester(seen: Visit, desk_name: str) -> str:
    """Nobody is told their own name: whoever asks in somebody's name would learn what they are called here."""
    contact, typed_by = seen.ticket.contact, seen.ticket.opened_by
    if typed_by:
        return typed_by.name_outside(desk_name)
    if seen.recipient.is_contact or contact is None:
        return ""
    return seen.ticket.customer_name or shown_address(contact.email or "")


def _entry(shelf: Shelf, message: PublicMessage, seen: Visit, desk_name: str) -> Entry:
    formatted = message.formatted
    text = _mail(formatted, message.attachments) if formatted else _html(message.body, message.body_format)
    body, files = shelf.with_pictures(text, message.attachments)
    return Entry(
        kind=message.kind.value,
        author="" if is_same(message.author.id, seen.recipient.id) else message.author.name_outside(desk_name),
        at=message.at,
        body=body,
        quoted=message.quoted,
        files=files,
    )


def _mail(kept: str, files: tuple[Attachment, ...]) -> Markup:
    return Markup('<div class="typed">{}</div>').format(Markup(mail_html(kept, files)))  # noqa: S704 - it sanitises


def _html(text: str, body_format: BodyFormat) -> Markup:
    html = Markup(body_html(text, body_format))  # noqa: S704 - body_html sanitises
    return (
        html if body_format is BodyFormat.MARKDOWN or not html else Markup('<div class="typed">{}</div>').format(html)
    )
