"""The page that sends people the links of their requests again. It answers the same whoever asks for whomever."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import address
from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import FindForm, Problem
from chalicelib.portal.refusing import WRITING_REFUSED, when_again
from chalicelib.portal.visits import Page, Visitor, back, page_desk
from chalicelib.services import limits
from chalicelib.services.mail.outgoing.queue import queue_links
from chalicelib.services.ports import Room


def find_form(visitor: Visitor) -> Page:
    with visitor.desk.open(visitor.path["workspace"]) as room:
        if visitor.query.get("notice") == "links_sent":
            return Page(pages.message_page(page_desk(visitor, room), "links_sent"))
        return Page(_find(visitor, room, FindForm()))


def find(visitor: Visitor) -> Page:
    """Have the links mailed, if there are any, or show the form again with what is wrong."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        if visitor.preview:
            return Page(pages.message_page(page_desk(visitor, room), "preview"))
        form = FindForm(email=visitor.form.get("email", ""), ref=visitor.form.get("ref", ""))
        problems = checks.find_problems(form)
        if problems:
            return Page(_find(visitor, room, form, problems), 422)
        try:
            limits.spend(visitor.desk, limits.FIND, f"{room.workspace.id}|{visitor.client}")
            limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
        except DeskError as refusal:
            code, status = WRITING_REFUSED[refusal.code]
            return Page(_find(visitor, room, form, [Problem("form", code)]), status, headers=when_again(refusal))
        shown = page_desk(visitor, room)
        queue_links(visitor.desk, room, address(form.email), form.ref, shown.language)
        return back(visitor, f"{visitor.desk.portal_url}{shown.path}/find", "links_sent")


def _find(visitor: Visitor, room: Room, form: FindForm, problems: content.Problems = ()) -> str:
    return pages.find_page(page_desk(visitor, room), form, problems)
