"""The page a request is followed on: read, answered, its files fetched."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.text import as_typed
from chalicelib.domain.tickets.links import lasting_id
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.vocabulary import Status
from chalicelib.portal import attaching, checks, content, live, pages, reading
from chalicelib.portal.content import Notice, ReplyForm
from chalicelib.portal.reading import ReadRequest
from chalicelib.portal.visits import PageResponse, Visitor, back, once, thread_url
from chalicelib.portal.writing import WritingPage
from chalicelib.services.tickets import customers, requester
from chalicelib.services.tickets.access import Visit
from chalicelib.services.tickets.commands import Receipt
from chalicelib.services.tickets.family import primary_of

_ANSWERS = ("yes", "no")


def track(visitor: Visitor) -> PageResponse:
    notice = visitor.query.get("notice", "")
    shown = notice if notice in content.NOTICES else None
    return PageResponse(tracking(visitor, ReplyForm(nonce=visitor.desk.random_bytes(16).hex()), notice=shown))


def news(visitor: Visitor) -> PageResponse:
    """Return the page anew if it shows anything else than the one that asks, which says what it shows."""
    now, known = visitor.desk.clock.now(), live.shown_by(visitor.query.get("shown", ""))
    if known and live.is_untouched(visitor.guest.room, visitor.guest.visit.ticket, known[0]):
        return live.nothing_new(now, known[1])
    found = reading.found(visitor)
    if known and known[1] == found.digest:
        return live.nothing_new(now, found.digest)
    page = _page(visitor, found, ReplyForm(nonce=visitor.desk.random_bytes(16).hex()), (), None)
    return PageResponse(page, headers={live.MARK: live.mark(now, found.digest)})


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
    """Return the page of the request with what its visitor may read of it."""
    return _page(visitor, reading.found(visitor), form, problems, notice)


def _page(
    visitor: Visitor, found: ReadRequest, form: ReplyForm, problems: content.Problems, notice: Notice | None
) -> str:
    ticket = replace(found.ticket, mark=live.mark(visitor.desk.clock.now(), found.digest))
    return pages.tracking_page(found.desk, ticket, found.entries, form, problems, notice)


def _identity(seen: Visit) -> SenderIdentity:
    """Whoever comes by a link that was mailed to them is who it was mailed to."""
    standing, why = (Standing.PROVEN, Grounds.LINK) if seen.proven else (Standing.UNPROVEN, Grounds.FORM)
    return SenderIdentity(seen.recipient.address, standing, why)
