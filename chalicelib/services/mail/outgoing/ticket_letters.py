"""What each letter about a ticket says, from the ticket as it is when the letter is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from markupsafe import Markup

from chalicelib.domain.events import Action, ActorKind, EventType
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.settings import canned
from chalicelib.domain.vocabulary import Status
from chalicelib.mail.letters import (
    AgentReply,
    Confirmation,
    CreatedByAgent,
    MemberAssigned,
    MemberCreated,
    MemberSla,
    Merged,
    Resolved,
    StatusChanged,
    Text,
    Words,
)
from chalicelib.mail.letters.kinds import Priority
from chalicelib.markdown import render
from chalicelib.services.mail.outgoing.draft import Draft


def words(draft: Draft) -> Words | None:
    """The words of the draft's letter; None when what it tells of is no longer there."""
    return _WORDS[draft.job.kind](draft)


def _confirmation(draft: Draft) -> Confirmation:
    return Confirmation(
        desk_name=draft.room.workspace.name,
        ref=draft.ref,
        url=draft.tracking,
        said=_own_text(draft, draft.mailbox.confirmation),
    )


def _opened(draft: Draft) -> CreatedByAgent:
    return CreatedByAgent(
        desk_name=draft.room.workspace.name,
        ref=draft.ref,
        title=draft.ticket.title,
        url=draft.tracking,
        description=_text(draft.ticket.description) if draft.ticket.description else None,
    )


def _agent_reply(draft: Draft) -> AgentReply | None:
    message = draft.message()
    if message is None or message.author.kind is not ActorKind.AGENT:
        return None
    return AgentReply(
        desk_name=draft.room.workspace.name,
        ref=draft.ref,
        title=draft.ticket.title,
        url=draft.tracking,
        agent_name=message.author.name,
        body=_text(draft.own(message.body)),
        signature=_own_text(draft, draft.mailbox.signature, message.author.name),
    )


def _status(draft: Draft) -> StatusChanged:
    return StatusChanged(
        desk_name=draft.room.workspace.name,
        ref=draft.ref,
        title=draft.ticket.title,
        url=draft.tracking,
        status=Status(draft.job.status or draft.ticket.status).value,
    )


def _resolved(draft: Draft) -> Resolved:
    """A reply that resolves is told as one mail: the reply is what it says about the solution."""
    said = draft.message()
    solution = said.body if said else draft.ticket.resolution
    return Resolved(
        desk_name=draft.room.workspace.name,
        ref=draft.ref,
        title=draft.ticket.title,
        url=draft.tracking,
        resolution=_text(draft.own(solution)) if solution else None,
        rate_url=f"{draft.tracking}/rate",
    )


def _member_created(draft: Draft) -> MemberCreated:
    description = draft.ticket.description
    return MemberCreated(**_for_member(draft), description=_text(description) if description else None)


def _member_assigned(draft: Draft) -> MemberAssigned:
    action = _told_of(draft)
    return MemberAssigned(**_for_member(draft), assigned_by=action.actor.name if action else "")


def _member_sla(draft: Draft) -> MemberSla | None:
    """What the tick found. A breach's letter says nothing of a warning for the other target."""
    late, action = draft.job.kind is LetterKind.MEMBER_SLA_BREACHED, _told_of(draft)
    if action is None:
        return None
    zone = ZoneInfo(draft.room.workspace.hours.zone)
    about = EventType.SLA_BREACHED if late else EventType.SLA_WARNING
    told = [event.changes for event in action.events if event.type is about]
    return MemberSla(
        **_for_member(draft),
        level="breached" if late else "warning",
        due=tuple((one["target"].after, datetime.fromisoformat(one["due_at"].after).astimezone(zone)) for one in told),
    )


class _ForMember(TypedDict):
    """What every letter to a member says of its ticket."""

    desk_name: str
    ref: str
    title: str
    url: str
    priority: Priority
    customer: str


def _for_member(draft: Draft) -> _ForMember:
    ticket, contact = draft.ticket, draft.ticket.contact
    return {
        "desk_name": draft.room.workspace.name,
        "ref": draft.ref,
        "title": ticket.title,
        "url": draft.console,
        "priority": ticket.priority.value,
        "customer": (contact.name or contact.email or "") if contact else "",
    }


def _told_of(draft: Draft) -> Action | None:
    """The action that the letter tells of."""
    return draft.room.timeline.action(draft.ticket.number, draft.job.key.id.partition(".")[0])


def _merged(draft: Draft) -> Merged:
    return Merged(desk_name=draft.room.workspace.name, ref=draft.ref, title=draft.ticket.title, url=draft.tracking)


_WORDS: dict[LetterKind, Callable[[Draft], Words | None]] = {
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


def _own_text(draft: Draft, text: str | None, agent_name: str = "") -> Text | None:
    """What the desk says in its own words instead of ours, if it does."""
    values = {
        "workspace_name": draft.room.workspace.name,
        "ticket_id": draft.ref,
        "ticket_url": draft.tracking,
        "agent_name": agent_name,
    }
    return _text(canned.render(text, values).text) if text else None


def _text(markdown: str) -> Text:
    return Text(markdown=markdown, html=Markup(render(markdown)))  # noqa: S704 - render sanitises
