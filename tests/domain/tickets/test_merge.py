"""Merging and parting: what goes over, what comes back, who reads and hears what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets import change, converse, family, merge
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.decision import TICK, Decision
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from tests.domain.making import BY_MAYA, MAYA, moment, ticket

NOOR = ContactRef("c_noor", "Noor Aziz", "noor@example.com")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FILE = Attachment(id="a_1", name="bill.pdf", type="application/pdf", size=4)


def numbered(number: int, **fields: Any) -> Ticket:
    return replace(ticket(), number=number, **fields)


def merged(
    primary: Ticket, duplicate: Ticket, others: Sequence[Ticket] = (), after: timedelta = HOUR
) -> tuple[Ticket, Ticket]:
    one, other = merge.merge(primary, duplicate, others, moment(after=after), across_contacts=True)
    return one.ticket, other.ticket


def parted(primary: Ticket, duplicate: Ticket, others: Sequence[Ticket] = ()) -> tuple[Ticket, Ticket]:
    one, other = merge.unmerge(primary, duplicate, [duplicate, *others], moment(after=2 * HOUR))
    return one.ticket, other.ticket


def participants(*addresses: str) -> tuple[Participant, ...]:
    return tuple(map(Participant, addresses))


def test_the_duplicate_closes_and_both_point_at_each_other() -> None:
    primary, duplicate = merged(numbered(1), numbered(2))
    assert primary.duplicates == (2,)
    assert (duplicate.merged_into, duplicate.status, duplicate.place.bucket) == (1, Status.CLOSED, "merged")
    assert primary.last_at == duplicate.last_at


@pytest.mark.parametrize("status", list(Status))
def test_parting_gives_the_duplicate_its_former_state(status: Status) -> None:
    before = replace(ticket(status), number=2)
    _, freed = parted(*merged(numbered(1), before))
    for name in ("status", "resolved_at", "closed_at", "merged_into", "merger"):
        assert getattr(freed, name) == getattr(before, name), name


def addresses(ticket: Ticket) -> list[str]:
    return [one.address for one in ticket.participants]


def test_labels_and_participants_come_along_and_go_back() -> None:
    first = numbered(1, label_ids=("red",), participants=participants("a@x.example"))
    second = numbered(2, label_ids=("red", "blue"), participants=participants("a@x.example", "b@x.example"))
    primary, duplicate = merged(first, second)
    assert primary.label_ids == ("red", "blue")
    assert primary.participants[:1] == participants("a@x.example")
    assert [(one.address, one.since) for one in primary.participants[1:]] == [("b@x.example", primary.last_at)]
    kept, freed = parted(primary, duplicate)
    assert (kept.label_ids, kept.participants) == (first.label_ids, first.participants)
    assert (freed.label_ids, freed.participants) == (second.label_ids, second.participants)


def test_what_was_changed_meanwhile_stays_as_it_was_changed() -> None:
    primary, duplicate = merged(numbered(1, label_ids=("red",)), numbered(2, label_ids=("blue", "green")))
    primary = change.change(primary, {"label_ids": ("blue", "black")}, moment(after=HOUR)).ticket
    assert parted(primary, duplicate)[0].label_ids == ("black",)


def test_what_two_duplicates_brought_goes_with_the_last_of_them() -> None:
    one, two = numbered(2, label_ids=("blue",)), numbered(3, label_ids=("blue",))
    one, two = (replace(each, participants=participants("b@x.example")) for each in (one, two))
    primary, one = merged(numbered(1), one)
    primary, two = merged(primary, two, [one])
    primary, _ = parted(primary, one, [two])
    assert (primary.label_ids, addresses(primary)) == (("blue",), ["b@x.example"])
    primary, _ = parted(primary, two)
    assert (primary.label_ids, primary.participants) == ((), ())


def test_what_a_duplicate_was_brought_by_its_own_is_not_taken_for_what_the_primary_was_brought() -> None:
    between, last = merged(numbered(2), numbered(3, label_ids=("red",), participants=participants("a@x.example")))
    first = numbered(1, label_ids=("red",), participants=participants("a@x.example"))
    primary, duplicate = merged(first, between, [last])
    kept, _ = parted(primary, duplicate, [last])
    assert (kept.label_ids, kept.participants) == (first.label_ids, first.participants)


def test_participants_of_another_contacts_ticket_stay_where_they_are() -> None:
    primary, _ = merged(numbered(1), numbered(2, contact=NOOR, participants=participants("b@x.example")))
    assert primary.participants == ()


@pytest.mark.parametrize("contact", [MAYA, NOOR])
def test_a_member_decides_who_of_the_duplicate_reads_on(contact: ContactRef) -> None:
    people = (Participant("a@x.example"), Participant("b@x.example", proven=False))
    second = numbered(2, participants=people, contact=contact)
    for readers in ((), ("b@x.example",), ("a@x.example", "b@x.example", "nobody@x.example")):
        primary, _ = (
            one.ticket for one in merge.merge(numbered(1), second, (), moment(), across_contacts=True, readers=readers)
        )
        assert addresses(primary) == [one.address for one in people if one.address in readers]
        assert all(one.proven and one.since == primary.last_at for one in primary.participants)


def test_whom_only_a_mail_named_does_not_get_to_read_the_primary() -> None:
    people = (Participant("a@x.example"), Participant("b@x.example", proven=False))
    primary, duplicate = merged(numbered(1), numbered(2, participants=people))
    assert addresses(primary) == ["a@x.example"]
    assert duplicate.merger is not None
    assert duplicate.merger.added_participants == ("a@x.example",)


@pytest.mark.parametrize("ahead", [0, 1])
def test_merging_and_parting_come_after_all_that_happened_to_either(ahead: int) -> None:
    pair = [numbered(1), numbered(2)]
    pair[ahead] = replace(pair[ahead], last_at=pair[ahead].last_at + DAY)
    decisions = merge.merge(*pair, (), moment(), across_contacts=False)
    assert {one.ticket.last_at for one in decisions} == {pair[ahead].last_at + TICK}
    pair = [one.ticket for one in decisions]
    pair[ahead] = replace(pair[ahead], last_at=pair[ahead].last_at + DAY)
    decisions = merge.unmerge(*pair, [pair[1]], moment())
    assert {one.ticket.last_at for one in decisions} == {pair[ahead].last_at + TICK}


def test_two_contacts_are_merged_only_by_who_says_so() -> None:
    with pytest.raises(DeskError, match="different_contacts:"):
        merge.merge(numbered(1), numbered(2, contact=NOOR), [], moment(), across_contacts=False)


@pytest.mark.parametrize("contacts", [(None, MAYA), (MAYA, None)])
def test_a_ticket_of_nobody_merges_without_a_warning_but_stays_apart(contacts: tuple[Any, Any]) -> None:
    one, other = numbered(1, contact=contacts[0]), numbered(2, contact=contacts[1])
    decisions = merge.merge(one, other, [], moment(), across_contacts=False)
    assert decisions[1].ticket.merger is not None
    assert decisions[1].ticket.merger.across


def test_the_history_of_both_says_what_became_of_them() -> None:
    one, other = merge.merge(numbered(1), numbered(2, label_ids=("blue",)), [], moment(), across_contacts=False)
    assert one.action is not None
    assert other.action is not None
    (gained,), (given,) = one.action.events, other.action.events
    assert gained.changes["label_ids"].after == ["blue"]
    assert (given.changes["status"].before, given.changes["status"].after) == ("open", "closed")


def test_no_ticket_merges_into_itself_its_duplicate_or_what_it_was_merged_into() -> None:
    primary, duplicate = merged(numbered(1), numbered(2))
    for pair, code in (
        ((numbered(1), numbered(1)), "validation_failed"),
        ((duplicate, primary), "validation_failed"),
        ((primary, duplicate), "merged"),
        ((numbered(3), duplicate), "merged"),
        ((duplicate, numbered(3)), "merged"),
    ):
        with pytest.raises(DeskError, match=f"{code}:"):
            merge.merge(*pair, [], moment(), across_contacts=True)


def test_twenty_tickets_make_a_family_and_twenty_one_are_too_many() -> None:
    others = [numbered(number) for number in range(3, 21)]
    merge.merge(numbered(1), numbered(2), others, moment(), across_contacts=False)
    with pytest.raises(DeskError, match="family_too_large:"):
        merge.merge(numbered(1), numbered(2), [*others, numbered(21)], moment(), across_contacts=False)


def test_only_what_is_merged_is_parted() -> None:
    _, duplicate = merged(numbered(1), numbered(2))
    for pair in ((numbered(1), numbered(2)), (numbered(3), duplicate)):
        with pytest.raises(DeskError, match="not_merged:"):
            merge.unmerge(*pair, [], moment())


def test_a_message_on_a_waiting_duplicate_is_not_overlooked_after_parting() -> None:
    primary, duplicate = merged(numbered(1), replace(ticket(Status.WAITING), number=2))
    said = converse.customer_message(primary, "Any news?", moment(BY_MAYA, 2 * HOUR))
    on_primary, on_duplicate = converse.customer_message_on_duplicate(primary, duplicate, said)
    _, freed = parted(on_primary.ticket, on_duplicate.ticket)
    assert (freed.status, freed.last_speaker, freed.message_count) == (Status.OPEN, "customer", 1)


def chain(*contacts: ContactRef) -> family.Family:
    """1 merged into 2, that into 3, and so on, an hour apart; their contacts in this order."""
    tickets = [numbered(number, contact=contact) for number, contact in enumerate(contacts, 1)]
    for above in range(1, len(tickets)):
        tickets[above], tickets[above - 1] = merged(
            tickets[above], tickets[above - 1], tickets[: above - 1], above * HOUR
        )
    return family.family_of(tickets)


def circle(tickets: family.Family, number: int) -> set[int]:
    return {one.number for one in family.circle(tickets[number], tickets)}


def test_tickets_of_one_contact_are_read_as_one_from_each_of_them() -> None:
    tickets = chain(MAYA, MAYA, MAYA)
    assert [circle(tickets, number) for number in (1, 2, 3)] == [{1, 2, 3}] * 3
    assert family.heard_from(tickets[1], tickets) == []


def test_a_merge_across_contacts_parts_the_readers_of_a_whole_chain() -> None:
    tickets = chain(MAYA, MAYA, NOOR)
    assert circle(tickets, 1) == circle(tickets, 2) == {1, 2}
    assert circle(tickets, 3) == {3}
    ((above, since),) = family.heard_from(tickets[1], tickets)
    assert tickets[2].merger is not None
    assert (above.number, since) == (3, tickets[2].merger.at)


def test_replies_further_up_are_heard_from_when_the_way_there_was_complete() -> None:
    tickets = chain(NOOR, MAYA, MAYA)
    assert circle(tickets, 1) == {1}
    assert circle(tickets, 3) == {2, 3}
    heard = [(above.number, since) for above, since in family.heard_from(tickets[1], tickets)]
    mergers = [tickets[number].merger for number in (1, 2)]
    assert heard == [(number, merger.at) for number, merger in zip((2, 3), mergers, strict=True) if merger]


def test_a_contact_given_another_ticket_afterwards_reads_no_more_than_before() -> None:
    tickets = dict(chain(MAYA, MAYA))
    tickets[2] = replace(tickets[2], contact=NOOR)
    assert circle(tickets, 2) == {2}
    across = dict(chain(MAYA, NOOR))
    across[2] = replace(across[2], contact=MAYA)
    assert circle(across, 1) == {1}


def test_a_reply_is_heard_once_by_each_address_with_the_link_its_owner_knows() -> None:
    shared = participants("both@x.example")
    primary, duplicate = merged(numbered(1, participants=shared), numbered(2, contact=NOOR, participants=shared))
    heard = {one.address: one.number for one in family.heard_by(primary, [duplicate])}
    assert heard == {"maya@example.com": None, "both@x.example": None, "noor@example.com": 2}


def test_a_reply_on_a_ticket_of_nobody_is_heard_by_the_duplicates_customer() -> None:
    primary, duplicate = merged(numbered(1, contact=None), numbered(2))
    assert [(one.address, one.number) for one in family.heard_by(primary, [duplicate])] == [("maya@example.com", 2)]


def test_a_customer_who_is_not_to_be_told_hears_nothing_by_a_merge_either() -> None:
    primary, duplicate = merged(numbered(1), numbered(2, contact=NOOR, notify_customer=False))
    assert [one.address for one in family.heard_by(primary, [duplicate])] == ["maya@example.com"]


def test_what_is_said_on_a_primary_goes_to_the_whole_family_and_says_how_far_it_got_with_each() -> None:
    primary, duplicate = merged(numbered(1), numbered(2, contact=NOOR))
    reply = converse.agent_reply(primary, "It is mended", moment(after=2 * HOUR))
    told = family.told_to_family(reply, [duplicate])
    assert told.action is not None
    assert [person.address for person in told.action.recipients] == ["maya@example.com", "noor@example.com"]
    assert isinstance(told.said, PublicMessage)
    assert told.said.delivery == {person.id: "queued" for person in told.action.recipients}
    assert replace(told.said, delivery={}) == replace(reply.said, delivery={})  # type: ignore[arg-type]


def test_what_is_no_reply_is_told_to_the_family_without_a_word_and_what_comes_to_nothing_to_nobody() -> None:
    primary, duplicate = merged(numbered(1), numbered(2, contact=NOOR))
    noted = converse.internal_note(primary, "Ask billing", moment(after=2 * HOUR))
    assert family.told_to_family(noted, [duplicate]).said == noted.said
    nothing = Decision(primary, primary, None)
    assert family.told_to_family(nothing, [duplicate]) == nothing


def test_only_the_proven_people_of_another_contacts_duplicate_hear_what_is_said() -> None:
    people = (Participant("a@x.example"), Participant("b@x.example", proven=False))
    primary, duplicate = merged(numbered(1), numbered(2, contact=NOOR, participants=people))
    heard = [one.address for one in family.heard_by(primary, [duplicate])]
    assert heard == ["maya@example.com", "noor@example.com", "a@x.example"]
