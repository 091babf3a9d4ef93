"""From a mail job to the mail: which letter, from whom, and the threads that an answer finds its way back by."""

from __future__ import annotations

from chalicelib.domain.mail.jobs import Mail
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.services.mail.outgoing.draft import Draft
from chalicelib.services.mail.own_ids import desk_marker


def ticket_mail(draft: Draft) -> Mail | None:
    """None when what it tells of is no longer there."""
    from chalicelib.mail.letters import letter
    from chalicelib.mail.writing.compose import Outgoing, compose
    from chalicelib.services.mail.outgoing.ticket_letters import words as words_of

    words = words_of(draft)
    if words is None:
        return None
    room, job = draft.room, draft.job
    language = draft.ticket.language if draft.to_customer else None
    text = letter(words, language or room.workspace.language)
    own_id, reply_to = _threads(draft) if draft.to_customer else (_member_id(draft), "")
    raw = compose(
        Outgoing(
            from_name=_from_name(draft),
            from_address=draft.mailbox.address,
            to_name=job.name,
            to_address=job.address,
            subject=text.subject,
            text=text.text,
            html=text.html,
            message_id=own_id,
            references=(_root_id(draft),) if draft.to_customer else (),
            reply_to=reply_to,
            auto_submitted=job.message_id is None,
            desk=desk_marker(room),
            date=draft.desk.clock.now(),
        )
    )
    return Mail(raw, draft.mailbox.address)


def _threads(draft: Draft) -> tuple[str, str]:
    """Our own stable id of this mail, and the address that answers come to. Both carry the recipient's reply token, so
    one of the two is enough for an answer to be filed, whatever else a mail program drops."""
    token = links.token(draft.room.workspace.id, draft.ticket, draft.person_id, Purpose.REPLY)
    domain = draft.mailbox.domain
    action_id = draft.job.key.id.partition(".")[0].lower()
    return f"{token}.{action_id}@{domain}", f"{REPLY}+{token}@{domain}"


def _root_id(draft: Draft) -> str:
    """The same for every mail of this ticket to this person: what mail programs build the thread on."""
    token = links.token(draft.room.workspace.id, draft.ticket, draft.person_id, Purpose.REPLY)
    return f"{token}.ticket@{draft.mailbox.domain}"


def _member_id(draft: Draft) -> str:
    return f"{draft.job.key.id.lower()}@{draft.mailbox.domain}"


def _from_name(draft: Draft) -> str:
    """`Ana K. (Acme Support)` on an agent's reply, `Acme Support` on what the desk itself says."""
    desk_name = draft.mailbox.name or draft.room.workspace.name
    message = draft.message()
    return f"{message.author.name} ({desk_name})" if message else desk_name
