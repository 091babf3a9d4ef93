"""The page that sends people the links of their requests again. It answers the same whoever asks for whomever."""

from __future__ import annotations

from chalicelib.domain.people.addresses import address
from chalicelib.portal import checks, pages
from chalicelib.portal.content import FindForm, Problems
from chalicelib.portal.visits import PageResponse, Visitor, back, page_desk
from chalicelib.portal.writing import WritingPage
from chalicelib.services.mail.outgoing.queue import queue_links


def find_form(visitor: Visitor) -> PageResponse:
    shown = page_desk(visitor, visitor.guest.room)
    if visitor.query.get("notice") == "links_sent":
        return PageResponse(pages.message_page(shown, "links_sent"))
    return PageResponse(pages.find_page(shown, FindForm()))


class Find(WritingPage):
    """Have the links mailed, if there are any. A preview says so whatever was typed."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        self.form = FindForm(email=visitor.form.get("email", ""), ref=visitor.form.get("ref", ""))

    def problems(self) -> Problems:
        return () if self.visitor.preview else checks.find_problems(self.form)

    def again(self, problems: Problems) -> str:
        return pages.find_page(page_desk(self.visitor, self.room), self.form, problems)

    def carry_out(self) -> PageResponse:
        desk, shown = self.visitor.desk, page_desk(self.visitor, self.room)
        queue_links(desk, self.room, address(self.form.email), self.form.ref, shown.language)
        return back(self.visitor, f"{desk.portal_url}{shown.path}/find", "links_sent")
