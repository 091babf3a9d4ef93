"""The mail that a reply would be, for its writer to look at: by the rules of who is told what, and the letters' own
words. Nothing is written, and no file is read."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.events import Recipient
from chalicelib.domain.mail.jobs import AboutTicket
from chalicelib.domain.notices.notices import notices
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.mail.outgoing.draft import draft_shown
from chalicelib.services.mail.outgoing.ticket_mail import shown_mail
from chalicelib.services.notices.tell import is_mailed, mail_job
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import ticket_by_number


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail to the first of those who are mailed, by name and address: its contact, if they are one of them. Without
    anybody all is empty."""

    to: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""


def preview(desk: Desk, room: Room, tried: Decision[DescribedTicket]) -> Preview:
    """Return what would be mailed of a reply that was decided, but not stored."""
    assert tried.action is not None
    assert isinstance(tried.said, PublicMessage)
    to = [one for one in notices(tried.action, room.workspace.members) if one.letter and is_mailed(room, one)]
    people = {one.person.id: one.person for one in to if isinstance(one.person, Recipient)}
    jobs = [mail_job(room, tried.action, one, one.letter) for one in to if one.letter and one.person.id in people]
    if not jobs:
        return Preview()
    jobs.sort(key=lambda job: not people[job.key.person_id].is_contact)
    first, *others = jobs
    about = first.about
    assert isinstance(about, AboutTicket)
    number = about.link_number
    ticket = tried.ticket if number is None else ticket_by_number(room, number, DescribedTicket)
    shown = shown_mail(desk.secrets, draft_shown(desk, room, first, about, ticket, tried.said))
    assert shown is not None, "there is a reply to tell of"
    to_others = ((people[job.key.person_id].name, job.address) for job in others)
    return Preview(((shown.to_name, shown.to_address), *to_others), shown.subject, shown.text, shown.html)
