"""The page where customers rate a solved request."""

from __future__ import annotations

from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import Notice, RatingForm
from chalicelib.portal.reading import tracked
from chalicelib.portal.refusing import WRITING_REFUSED
from chalicelib.portal.visits import PageResponse, Visitor, back, page_desk, thread_path
from chalicelib.portal.writing import WritingPage
from chalicelib.services.tickets import customers


def rating_form(visitor: Visitor) -> PageResponse:
    seen = visitor.guest.visit
    score, comment = (seen.ticket.csat_score, seen.ticket.csat.comment) if seen.decides else (None, None)
    form = RatingForm(score=str(score or ""), comment=comment or "")
    notice: Notice | None = "rated" if visitor.query.get("notice") == "rated" else None
    return PageResponse(_rating(visitor, form, (), notice))


class Rate(WritingPage):
    """Record the score."""

    refused = WRITING_REFUSED | {
        "not_resolved": ("not_yet", 409),
        "rating_closed": ("rating_closed", 409),
        "conflict": ("too_many", 409),
    }

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        self.form = RatingForm(score=visitor.form.get("score", ""), comment=visitor.form.get("comment", ""))

    def problems(self) -> content.Problems:
        return checks.rating_problems(self.form)

    def again(self, problems: content.Problems) -> str:
        return _rating(self.visitor, self.form, problems)

    def carry_out(self) -> PageResponse:
        visitor, form = self.visitor, self.form
        customers.rate(visitor.desk, self.room, visitor.guest.visit, int(form.score), form.comment)
        path = thread_path(visitor, self.room, visitor.path["token"])
        return back(visitor, f"{visitor.desk.portal_url}{path}/rate", "rated")


def _rating(visitor: Visitor, form: RatingForm, problems: content.Problems = (), notice: Notice | None = None) -> str:
    room, seen = visitor.guest.room, visitor.guest.visit
    shown = page_desk(visitor, room, seen.ticket)
    return pages.rating_page(shown, tracked(visitor, room, seen), form, problems, notice)
