"""The pages: each function answers one visitor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.links import everybody
from chalicelib.domain.message import PublicMessage
from chalicelib.domain.people import Actor, ActorKind, address
from chalicelib.domain.rules import NewTicket
from chalicelib.domain.ticket import Attachment, Status, TicketType
from chalicelib.mail.markdown import render as markdown
from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import Desk as PageDesk
from chalicelib.portal.content import Entry, File, Notice, Problem, RatingForm, ReplyForm, SubmitForm, TrackedTicket
from chalicelib.portal.visits import (
    Page,
    Visitor,
    back,
    once,
    page_desk,
    stamp,
    stamp_is_good,
    thread_path,
    thread_url,
)
from chalicelib.services import accounts, acting, customers, limits
from chalicelib.services.access import Visit, reference_of, visit
from chalicelib.services.family import conversation, primary_of
from chalicelib.services.files import link_for_customer
from chalicelib.services.people import WhoWrites
from chalicelib.services.ports import Room
from chalicelib.services.undo import status_outside


def refusal_page(refusal: DeskError, visitor: Visitor) -> Page:
    """What a visitor sees of a refusal that belongs to no field."""
    kind, status = _REFUSED.get(refusal.code, ("failed", 400))
    page = pages.message_page(_framing_desk(visitor), kind, language=visitor.language())
    return Page(page, status, headers=_when_again(refusal))


_REFUSED: Mapping[str, tuple[pages.MessageKind, int]] = {
    "not_found": ("not_found", 404),
    "rate_limited": ("too_many", 429),
    "too_large": ("failed", 413),
    "unsupported_media_type": ("failed", 415),
}


def _framing_desk(visitor: Visitor) -> PageDesk | None:
    """The desk whose widget shows the page: within the frame, even a refusal has to tell the launcher that it is there.

    In the portal no refusal says whether there is such a desk.
    """
    if visitor.widget is None:
        return None
    with visitor.desk.open(visitor.widget.workspace) as room:
        return page_desk(visitor, room)


def _when_again(refusal: DeskError) -> dict[str, str]:
    """Retry-After (RFC 9110 §10.2.3), for what was refused as too often."""
    allowance = refusal.data.get("allowance")
    return {"Retry-After": str(allowance.reset)} if allowance else {}


_WRITING_REFUSED = {"rate_limited": ("too_many", 429), "blocked": ("refused", 403)}


def submit_form(visitor: Visitor) -> Page:
    with visitor.desk.open(visitor.path["workspace"]) as room:
        form = SubmitForm(nonce=visitor.desk.random_bytes(16).hex(), opened=stamp(visitor.desk.secrets))
        return Page(pages.submit_page(page_desk(visitor, room), form))


def submit(visitor: Visitor) -> Page:
    """Make a ticket of the form, or show it again with what is wrong and all that was typed."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        form = _submitted(visitor)
        problems = _submit_problems(visitor, form)
        if problems:
            return _submit_again(visitor, room, form, problems, 422)
        try:
            limits.spend(visitor.desk, limits.SUBMIT, f"{room.workspace.id}|{visitor.client}")
            limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
            return _submit(visitor, room, form)
        except DeskError as refusal:
            if refusal.code not in _WRITING_REFUSED:
                raise
            code, status = _WRITING_REFUSED[refusal.code]
            page = _submit_again(visitor, room, form, [Problem("form", code)], status)
            return replace(page, headers=_when_again(refusal))


def _submit(visitor: Visitor, room: Room, form: SubmitForm) -> Page:
    channel, source = visitor.way_in
    digest = hashlib.sha256("\0".join([form.email, form.title, form.description]).encode()).hexdigest()
    ticket = customers.submit(
        visitor.desk,
        room,
        WhoWrites(email=form.email, name=form.name),
        NewTicket(
            title=form.title.strip(),
            description=form.description.strip(),
            type=TicketType(form.type),
            channel=channel,
            source=source,
            language=page_desk(visitor, room).language,
        ),
        once(visitor, f"submit|{digest}", digest),
    )
    sender = address(form.email)
    person = next((person for person in everybody(ticket) if person.address == sender), None)
    if person is None:  # a form sent again, whose ticket was given to somebody else meanwhile
        raise not_found("page")
    return back(visitor, thread_url(visitor, room, ticket, person.id), "created")


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
        problems = checks.reply_problems(form)
        if problems:
            return Page(_tracking(visitor, room, seen, form, problems), 422)
        try:
            limits.spend(visitor.desk, limits.ANSWER, f"{room.workspace.id}|{visitor.client}")
            limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
            customers.check_not_blocked(room, seen.recipient, seen.ticket)
        except DeskError as refusal:
            code, status = _WRITING_REFUSED[refusal.code]
            again = _tracking(visitor, room, seen, form, (Problem("form", code),))
            return Page(again, status, headers=_when_again(refusal))
        return _answer(visitor, room, seen, form)


def _answer(visitor: Visitor, room: Room, seen: Visit, form: ReplyForm) -> Page:
    person, ticket = seen.recipient, seen.ticket
    channel, source = visitor.way_in
    words = customers.Words(
        author=Actor(ActorKind.CUSTOMER, person.id, person.name or person.address),
        body=form.body.strip(),
        channel=channel,
        source=source,
    )
    digest = hashlib.sha256(form.body.encode()).hexdigest()
    nonce = once(visitor, f"answer|{ticket.number}|{person.id}|{digest}", digest)
    standing = primary_of(room, ticket)
    after = customers.say(visitor.desk, room, ticket.number, words, once=nonce)
    if after.number != standing.number:
        return back(visitor, thread_url(visitor, room, after, person.id), "followed_up")
    notice = "reopened" if standing.status in (Status.WAITING, Status.RESOLVED) else "replied"
    return back(visitor, thread_url(visitor, room, ticket, person.id), notice)


def rating_form(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        ticket = seen.ticket
        form = RatingForm(score=str(ticket.csat_score or ""), comment=ticket.csat.comment or "")
        notice: Notice | None = "rated" if visitor.query.get("notice") == "rated" else None
        return Page(_rating(visitor, room, seen, form, (), notice))


def rate(visitor: Visitor) -> Page:
    """Record the score, or show the form again with what is wrong."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        form = RatingForm(score=visitor.form.get("score", ""), comment=visitor.form.get("comment", ""))
        problems = checks.rating_problems(form)
        if problems:
            return Page(_rating(visitor, room, seen, form, problems), 422)
        try:
            limits.spend(visitor.desk, limits.ANSWER, f"{room.workspace.id}|{visitor.client}")
            acting.rate(visitor.desk, room, seen, int(form.score), form.comment)
        except DeskError as refusal:
            if refusal.code not in _RATING_REFUSED:
                raise
            code, status = _RATING_REFUSED[refusal.code]
            again = _rating(visitor, room, seen, form, (Problem("form", code),))
            return Page(again, status, headers=_when_again(refusal))
        path = thread_path(visitor, room, visitor.path["token"])
        return back(visitor, f"{visitor.desk.portal_url}{path}/rate", "rated")


def _rating(
    visitor: Visitor,
    room: Room,
    seen: Visit,
    form: RatingForm,
    problems: content.Problems = (),
    notice: Notice | None = None,
) -> str:
    shown = page_desk(visitor, room, seen.ticket)
    return pages.rating_page(shown, _tracked(visitor, room, seen), form, problems, notice)


_RATING_REFUSED = {
    "rate_limited": ("too_many", 429),
    "not_resolved": ("not_yet", 409),
    "rating_closed": ("rating_closed", 409),
    "forbidden": ("not_yours", 403),
    "conflict": ("too_many", 409),
}


def file(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        link = link_for_customer(visitor.desk, room, seen, visitor.path["id"])
        return Page("", 302, headers={"Location": link})


def theme(visitor: Visitor) -> Page:
    """The workspace's colour. Its address has the colour in it, so it may be kept."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        css = pages.theme_css(page_desk(visitor, room).color)
        return Page(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})


def password_form(visitor: Visitor) -> Page:
    return _password(visitor, ())


def set_password(visitor: Visitor) -> Page:
    password = visitor.form.get("password", "")
    problems = checks.password_problems(password)
    if problems:
        return _password(visitor, problems, 422)
    try:
        accounts.set_password(visitor.desk, visitor.path["token"], password, visitor.client)
    except DeskError as refusal:
        if refusal.code != "validation_failed":
            raise
        return _password(visitor, (Problem("password", "too_weak"),), 422)
    return Page(pages.password_done_page(None, f"{visitor.desk.base_url}/console", language=visitor.language()))


def _password(visitor: Visitor, problems: content.Problems, status: int = 200) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    token = visitor.path["token"]
    permitted = accounts.password_token(visitor.desk, token)
    form = content.PasswordForm(
        action=f"/account/password/{token}", token=token, email=permitted.email, purpose="reset"
    )
    return Page(pages.password_page(None, form, problems, language=visitor.language()), status)


def _submitted(visitor: Visitor) -> SubmitForm:
    form = visitor.form
    return SubmitForm(
        nonce=form.get("nonce", ""),
        opened=form.get("opened", ""),
        name=form.get("name", ""),
        email=form.get("email", ""),
        title=form.get("title", ""),
        description=form.get("description", ""),
        type=form.get("type", TicketType.SUPPORT_TICKET),
    )


def _submit_problems(visitor: Visitor, form: SubmitForm) -> list[Problem]:
    if visitor.form.get(content.TRAP_FIELD):
        return [Problem("form", "refused")]
    problems = list(checks.submit_problems(form))
    if form.opened and not stamp_is_good(visitor.desk.secrets, form.opened):
        problems.append(Problem("form", "too_old"))
    return problems


def _submit_again(visitor: Visitor, room: Room, form: SubmitForm, problems: content.Problems, status: int) -> Page:
    """The same form, with its nonce, and a fresh stamp in case the old one was too old."""
    shown = SubmitForm(
        nonce=form.nonce or visitor.desk.random_bytes(16).hex(),
        opened=stamp(visitor.desk.secrets),
        name=form.name,
        email=form.email,
        title=form.title,
        description=form.description,
        type=form.type if form.type in content.TICKET_TYPES else TicketType.SUPPORT_TICKET,
    )
    return Page(pages.submit_page(page_desk(visitor, room), shown, problems), status)


def _tracking(
    visitor: Visitor,
    room: Room,
    seen: Visit,
    form: ReplyForm,
    problems: content.Problems = (),
    notice: Notice | None = None,
) -> str:
    base = thread_path(visitor, room, visitor.path["token"])
    entries = tuple(_entry(base, message) for message in conversation(visitor.desk, room, seen))
    shown = page_desk(visitor, room, seen.ticket)
    return pages.tracking_page(shown, _tracked(visitor, room, seen), entries, form, problems, notice)


def _tracked(visitor: Visitor, room: Room, seen: Visit) -> TrackedTicket:
    """A merged ticket is as far as the one it was merged into."""
    ticket, token, base = seen.ticket, visitor.path["token"], thread_path(visitor, room, visitor.path["token"])
    return TrackedTicket(
        token=token,
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        status=status_outside(visitor.desk, room, primary_of(room, ticket)).value,
        created_at=ticket.created_at,
        requester=ticket.contact.name or ticket.contact.email or "" if ticket.contact else "",
        description=_html(ticket.description),
        files=_files(base, ticket.attachments),
        resolution=_html(ticket.resolution) if ticket.resolution else None,
    )


def _entry(base: str, message: PublicMessage) -> Entry:
    return Entry(
        kind=message.kind.value,
        author=message.author.name,
        at=message.at,
        body=_html(message.body),
        quoted=message.quoted,
        files=_files(base, message.attachments),
    )


def _files(base: str, files: tuple[Attachment, ...]) -> tuple[File, ...]:
    return tuple(File(name=one.name, size=one.size, url=f"{base}/files/{one.id}") for one in files)


def _html(text: str) -> Markup:
    return Markup(markdown(text))  # noqa: S704 - render sanitises
