"""The page a request is followed on: read, answered, its files fetched."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from markupsafe import Markup

from chalicelib.domain.errors import DeskError
from chalicelib.domain.tickets.links import with_own
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Attachment
from chalicelib.domain.vocabulary import Status
from chalicelib.markdown import render as markdown
from chalicelib.portal import attaching, checks, content, pages
from chalicelib.portal.content import Entry, File, Notice, Problem, ReplyForm, TrackedTicket
from chalicelib.portal.refusing import WRITING_REFUSED, when_again
from chalicelib.portal.visits import Page, Visitor, back, once, page_desk, thread_path, thread_url
from chalicelib.services import limits
from chalicelib.services.files.links import link_for_customer
from chalicelib.services.ports import Room
from chalicelib.services.tickets import customers
from chalicelib.services.tickets.access import Visit, check_not_apart, link_token, reference_of, visit
from chalicelib.services.tickets.commands import Receipt
from chalicelib.services.tickets.family import conversation, own_primary, primary_of
from chalicelib.services.tickets.withdraw import status_outside

_DONE = (Status.RESOLVED, Status.CLOSED)


def track(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        notice = visitor.query.get("notice", "")
        shown = notice if notice in content.NOTICES else None
        return Page(_tracking(visitor, room, seen, ReplyForm(nonce=visitor.desk.random_bytes(16).hex()), notice=shown))


def answer(visitor: Visitor) -> Page:
    """The customer's answer, or the page again with what is wrong and what was typed."""
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        form = ReplyForm(nonce=visitor.form.get("nonce", ""), body=visitor.form.get("body", ""))
        try:
            customers.check_not_blocked(room, seen.recipient, seen.ticket)
            files = attaching.kept(visitor, room, attaching.by_link(seen), seen.ticket.number)
            form = replace(form, files=files.shown())
            if problems := (*checks.reply_problems(form), *files.problems):
                return Page(_tracking(visitor, room, seen, form, problems), 422)
            limits.spend(visitor.desk, limits.ANSWER, f"{room.workspace.id}|{visitor.client}")
            limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
            check_not_apart(seen)
            attachments = attaching.taken(visitor, room, files)
        except attaching.FilesRefusedError as refusal:
            form = replace(form, files=refusal.left.shown())
            return Page(_tracking(visitor, room, seen, form, refusal.left.problems), 422)
        except DeskError as refusal:
            return refused(visitor, room, seen, form, refusal)
        return _answer(visitor, room, seen, form, attachments)


def _answer(visitor: Visitor, room: Room, seen: Visit, form: ReplyForm, files: tuple[Attachment, ...]) -> Page:
    person, ticket = seen.recipient, seen.ticket
    channel, source = visitor.way_in
    message = customers.CustomerMessage(
        body=form.body.strip(),
        attachments=files,
        channel=channel,
        source=source,
    )
    digest = hashlib.sha256(form.body.encode()).hexdigest()
    nonce = once(visitor, f"answer|{ticket.number}|{person.id}|{digest}", digest)
    standing, seat = primary_of(room, ticket), customers.visitors_seat(visitor.desk, room, seen)
    after = customers.say(seat, ticket.number, message, receipt=Receipt(once=nonce))
    if after.number != standing.number:
        return back(visitor, thread_url(visitor, room, after, person.id, proven=seen.proven), "followed_up")
    notice = "reopened" if standing.status in (Status.WAITING, Status.RESOLVED) else "replied"
    return back(visitor, thread_url(visitor, room, ticket, person.id, proven=seen.proven), notice)


def solved(visitor: Visitor) -> Page:
    """The customer says that nothing is left to do."""
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        person, number = seen.recipient, seen.ticket.number
        try:
            limits.spend(visitor.desk, limits.ANSWER, f"{room.workspace.id}|{visitor.client}")
            limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
            customers.check_not_blocked(room, person, seen.ticket)
            customers.solved(visitor.desk, room, seen, once(visitor, f"solved|{number}|{person.id}", ""))
        except DeskError as refusal:
            return refused(visitor, room, seen, ReplyForm(nonce=visitor.form.get("nonce", "")), refusal)
        return back(visitor, thread_url(visitor, room, seen.ticket, person.id, proven=seen.proven), "solved")


def file(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        link = link_for_customer(visitor.desk, room, seen, visitor.path["id"])
        return Page("", 302, headers={"Location": link})


def refused(visitor: Visitor, room: Room, seen: Visit, form: ReplyForm, refusal: DeskError) -> Page:
    """The page again, with what was typed and why it was not taken."""
    if refusal.code not in WRITING_REFUSED:
        raise refusal
    code, status = WRITING_REFUSED[refusal.code]
    again = _tracking(visitor, room, seen, form, (Problem("form", code),))
    return Page(again, status, headers=when_again(refusal))


def _tracking(
    visitor: Visitor,
    room: Room,
    seen: Visit,
    form: ReplyForm,
    problems: content.Problems = (),
    notice: Notice | None = None,
) -> str:
    base = thread_path(visitor, room, visitor.path["token"])
    own = link_token(room, seen.ticket, seen.recipient.id, proven=seen.proven)

    def safe(text: str) -> str:
        return with_own(text, own, visitor.desk.portal_url)

    said = (
        replace(message, body=safe(message.body), quoted=safe(message.quoted))
        for message in conversation(visitor.desk, room, seen)
    )
    entries = tuple(_entry(base, message, seen) for message in said)
    shown = page_desk(visitor, room, seen.ticket)
    description = _html(safe(room.tickets.description(seen.ticket.number)))
    ticket = replace(tracked(visitor, room, seen), description=description)
    return pages.tracking_page(shown, ticket, entries, form, problems, notice)


def tracked(visitor: Visitor, room: Room, seen: Visit) -> TrackedTicket:
    """All but its description. A merged ticket is as far as the one it was merged into; how that was solved is told if
    it is his own, too. Neither is for a link that leads no further."""
    ticket, token, base = seen.ticket, visitor.path["token"], thread_path(visitor, room, visitor.path["token"])
    known = TrackedTicket(
        token=token,
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        created_at=ticket.created_at,
        requester=_requester(seen),
        files=_files(base, ticket.attachments),
    )
    if seen.apart:
        return known
    own = own_primary(room, ticket)
    status = status_outside(visitor.desk, room, own or primary_of(room, ticket))
    resolution = (own or ticket).resolution if status in _DONE else None
    return replace(
        known,
        status=status.value,
        resolution=_html(resolution) if resolution else None,
        may_solve=seen.recipient.is_contact and own is not None and status not in _DONE,
        may_rate=seen.recipient.is_contact and ticket.status in _DONE,
    )


def _requester(seen: Visit) -> str:
    """Nobody is told his own name: whoever asks in somebody's name would learn what he is called here."""
    contact = seen.ticket.contact
    return "" if seen.recipient.is_contact or contact is None else contact.name or contact.email or ""


def _entry(base: str, message: PublicMessage, seen: Visit) -> Entry:
    return Entry(
        kind=message.kind.value,
        author="" if message.author.id == seen.recipient.id else message.author.name,
        at=message.at,
        body=_html(message.body),
        quoted=message.quoted,
        files=_files(base, message.attachments),
    )


def _files(base: str, files: tuple[Attachment, ...]) -> tuple[File, ...]:
    return tuple(File(name=one.name, size=one.size, url=f"{base}/files/{one.id}") for one in files)


def _html(text: str) -> Markup:
    return Markup(markdown(text))  # noqa: S704 - render sanitises
