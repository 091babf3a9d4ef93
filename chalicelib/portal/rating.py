"""The page a customer says on how content he is."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import Notice, Problem, RatingForm
from chalicelib.portal.refusing import when_again
from chalicelib.portal.tracking import tracked
from chalicelib.portal.visits import Page, Visitor, back, back_to_thread, page_desk, thread_path
from chalicelib.services import limits
from chalicelib.services.ports import Room
from chalicelib.services.tickets import customers
from chalicelib.services.tickets.access import Visit, visit


def rating_form(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        ticket = seen.ticket
        if seen.apart:
            return back_to_thread(visitor, room)
        form = RatingForm(score=str(ticket.csat_score or ""), comment=ticket.csat.comment or "")
        notice: Notice | None = "rated" if visitor.query.get("notice") == "rated" else None
        return Page(_rating(visitor, room, seen, form, (), notice))


def rate(visitor: Visitor) -> Page:
    """Record the score, or show the form again with what is wrong."""
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        form = RatingForm(score=visitor.form.get("score", ""), comment=visitor.form.get("comment", ""))
        try:
            customers.check_not_blocked(room, seen.recipient, seen.ticket)
            if problems := checks.rating_problems(form):
                return Page(_rating(visitor, room, seen, form, problems), 422)
            limits.spend(visitor.desk, limits.ANSWER, f"{room.workspace.id}|{visitor.client}")
            customers.rate(visitor.desk, room, seen, int(form.score), form.comment)
        except DeskError as refusal:
            if refusal.code not in _REFUSED:
                raise
            code, status = _REFUSED[refusal.code]
            again = _rating(visitor, room, seen, form, (Problem("form", code),))
            return Page(again, status, headers=when_again(refusal))
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
    return pages.rating_page(shown, tracked(visitor, room, seen), form, problems, notice)


_REFUSED = {
    "rate_limited": ("too_many", 429),
    "blocked": ("refused", 403),
    "not_resolved": ("not_yet", 409),
    "rating_closed": ("rating_closed", 409),
    "forbidden": ("not_yours", 403),
    "conflict": ("too_many", 409),
    "merged": ("merged", 409),
}
