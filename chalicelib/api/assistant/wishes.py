"""Tickets by sentence."""

from __future__ import annotations

from chalicelib.api.schemas.assistant import WishBody, WishContactOut, WishNameOut, WishOut, WishQuestionOut
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.tickets import again, created, who_of
from chalicelib.assistant.wish.names import DeskName
from chalicelib.domain.people.people import Contact
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.assistant import creating as service
from chalicelib.services.assistant.creating import Instead, Proposal
from chalicelib.services.assistant.engines import engine_of


@route(
    "Draft a ticket from a sentence, or create it",
    permission=Permission.TICKETS_WRITE,
    body=WishBody,
    answer=WishOut,
    also={201: TicketOut},
    replay=again,
    refusals=("blocked", "conflict"),
)
def create(call: Call[NoQuery, WishBody]) -> Reply:
    body = call.body
    engine = engine_of(call.desk, call.room, call.caller)
    proposal = service.propose(call.desk, call.room, engine, body.message, call.caller.member, _instead(body))
    if body.confirm and proposal.complete:
        return created(call, service.make(call.seat, proposal, call.once))
    return Reply(_draft(proposal))


def _instead(body: WishBody) -> Instead:
    return Instead(
        title=body.title,
        description=body.description,
        priority=body.priority,
        type=body.type,
        channel=body.channel,
        company=body.company,
        assignee_id=body.assignee_id,
        assigns="assignee_id" in body.model_fields_set,
        label_ids=body.labels,
        who=who_of(body.contact),
    )


def _draft(proposal: Proposal) -> WishOut:
    wish = proposal.wish
    questions = [
        WishQuestionOut(
            field=one.field, text=one.text, required=one.needed, options=[_option(option) for option in one.options]
        )
        for one in proposal.questions
    ]
    return WishOut(
        title=wish.title,
        description=wish.description,
        priority=wish.priority,
        type=wish.type,
        contact=_whom(proposal),
        channel=wish.channel,
        assignee=_person(proposal.assignee) if proposal.assignee else None,
        labels=[_person(label) for label in proposal.labels],
        company=proposal.company or None,
        offered=[_contact(contact) for contact in proposal.offered],
        questions=questions,
        engine=wish.engine,
        fallback=wish.fallback or None,
    )


def _whom(proposal: Proposal) -> WishContactOut | None:
    if proposal.contact:
        return _contact(proposal.contact)
    who = proposal.who
    return WishContactOut(id=None, name=who.name, email=who.email, company=who.company) if who else None


def _person(named: DeskName) -> WishNameOut:
    return WishNameOut(id=named.id, name=named.name)


def _option(option: Contact | DeskName) -> WishContactOut:
    if isinstance(option, Contact):
        return _contact(option)
    return WishContactOut(id=option.id, name=option.name, email=None, company=None)


def _contact(person: Contact) -> WishContactOut:
    return WishContactOut(id=person.id, name=person.name, email=person.email, company=person.company)
