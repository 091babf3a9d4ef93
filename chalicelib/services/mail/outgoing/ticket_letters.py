"""What each letter about a ticket says, from the ticket as it is when the letter is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from markupsafe import Markup

from chalicelib.domain.events import ActorKind, EventType
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.settings import canned
from chalicelib.mail.letters import (
    AgentReply,
    Confirmation,
    CreatedByAgent,
    MemberAssigned,
    MemberCreated,
    MemberSla,
    Merged,
    Resolved,
    RichText,
    StatusChanged,
    Words,
)
from chalicelib.markdown import render
from chalicelib.services.mail.outgoing.draft import TicketMail


def words(mail: TicketMail) -> Words | None:
    """The words of the mail's letter; None when what it tells of is no longer there."""
    return _WORDS[mail.job.kind](mail)


def _confirmation(mail: TicketMail) -> Confirmation:
    return Confirmation(
        desk_name=mail.workspace.name,
        ref=mail.ref,
        url=mail.url,
        said=_own_text(mail, mail.mailbox.confirmation),
    )


def _opened(mail: TicketMail) -> CreatedByAgent:
    return CreatedByAgent(
        desk_name=mail.workspace.name,
        ref=mail.ref,
        title=mail.ticket.title,
        url=mail.url,
        description=_text(mail.ticket.description) if mail.ticket.description else None,
    )


def _agent_reply(mail: TicketMail) -> AgentReply | None:
    message = mail.reply
    if message is None or message.author.kind is not ActorKind.AGENT:
        return None
    return AgentReply(
        desk_name=mail.workspace.name,
        ref=mail.ref,
        title=mail.ticket.title,
        url=mail.url,
        agent_name=message.author.name,
        body=_text(mail.own(message.body)),
        signature=_own_text(mail, mail.mailbox.signature, message.author.name),
    )


def _status(mail: TicketMail) -> StatusChanged:
    return StatusChanged(
        desk_name=mail.workspace.name,
        ref=mail.ref,
        title=mail.ticket.title,
        url=mail.url,
        status=mail.about.status or str(mail.ticket.status),
    )


def _resolved(mail: TicketMail) -> Resolved:
    """A reply that resolves is told as one mail: the reply is what it says about the solution."""
    said = mail.reply
    solution = said.body if said else mail.ticket.resolution
    return Resolved(
        desk_name=mail.workspace.name,
        ref=mail.ref,
        title=mail.ticket.title,
        url=mail.url,
        resolution=_text(mail.own(solution)) if solution else None,
        rate_url=f"{mail.url}/rate",
    )


def _member_created(mail: TicketMail) -> MemberCreated:
    description = mail.ticket.description
    return MemberCreated(**_for_member(mail), description=_text(description) if description else None)


def _member_assigned(mail: TicketMail) -> MemberAssigned:
    return MemberAssigned(**_for_member(mail), assigned_by=mail.action.actor.name if mail.action else "")


def _member_sla(mail: TicketMail) -> MemberSla | None:
    """What the tick found. A breach's letter says nothing of a warning for the other target."""
    if mail.action is None:
        return None
    late = mail.job.kind is LetterKind.MEMBER_SLA_BREACHED
    zone = ZoneInfo(mail.workspace.hours.zone)
    about = EventType.SLA_BREACHED if late else EventType.SLA_WARNING
    told = [event.changes for event in mail.action.events if event.type is about]
    return MemberSla(
        **_for_member(mail),
        level="breached" if late else "warning",
        due=tuple((one["target"].after, datetime.fromisoformat(one["due_at"].after).astimezone(zone)) for one in told),
    )


class _ForMember(TypedDict):
    """What every letter to a member says of its ticket."""

    desk_name: str
    ref: str
    title: str
    url: str
    priority: str
    customer: str


def _for_member(mail: TicketMail) -> _ForMember:
    ticket, contact = mail.ticket, mail.ticket.contact
    return {
        "desk_name": mail.workspace.name,
        "ref": mail.ref,
        "title": ticket.title,
        "url": mail.url,
        "priority": ticket.priority.value,
        "customer": (contact.name or contact.email or "") if contact else "",
    }


def _merged(mail: TicketMail) -> Merged:
    return Merged(desk_name=mail.workspace.name, ref=mail.ref, title=mail.ticket.title, url=mail.url)


_WORDS: dict[LetterKind, Callable[[TicketMail], Words | None]] = {
    LetterKind.CONFIRMATION: _confirmation,
    LetterKind.OPENED_FOR_CUSTOMER: _opened,
    LetterKind.AGENT_REPLY: _agent_reply,
    LetterKind.STATUS_CHANGED: _status,
    LetterKind.RESOLVED: _resolved,
    LetterKind.MERGED: _merged,
    LetterKind.MEMBER_CREATED: _member_created,
    LetterKind.MEMBER_ASSIGNED: _member_assigned,
    LetterKind.MEMBER_SLA_WARNING: _member_sla,
    LetterKind.MEMBER_SLA_BREACHED: _member_sla,
}


def _own_text(mail: TicketMail, text: str | None, agent_name: str = "") -> RichText | None:
    """What the desk says in its own words instead of ours, if it does."""
    values = {
        "workspace_name": mail.workspace.name,
        "ticket_id": mail.ref,
        "ticket_url": mail.url,
        "agent_name": agent_name,
    }
    return _text(canned.render(text, values).text) if text else None


def _text(markdown: str) -> RichText:
    return RichText(markdown=markdown, html=Markup(render(markdown)))  # noqa: S704 - render sanitises
