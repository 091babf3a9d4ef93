"""All that is put in, in the order in which it can happen."""

from __future__ import annotations

from tests.privacy import by_mail, by_members, by_web, people, trouble
from tests.privacy.planted import Planted, keep_versions, witnessed
from tests.support.desk import Desk

PLANTS = (
    by_members.settings,
    people.known_since_long,
    by_web.by_portal,
    by_web.by_widget,
    by_mail.by_mail,
    by_members.by_the_api,
    by_members.on_a_mail,
    by_members.translated,
    by_members.on_a_request,
    by_web.by_rating,
    by_mail.answers_by_mail,
    by_mail.taking_part,
    by_members.split_off,
    by_members.life_of_tickets,
    by_mail.put_aside,
    by_mail.bounces,
    people.noted_down,
    people.merged,
    trouble.held,
    trouble.given_up,
)


def plant(desk: Desk, *, on_its_way: bool = False) -> Planted:
    """Put every mark in, and, if wanted, leave some on their way."""
    keep_versions(desk)
    with witnessed(desk) as witness:
        planted = Planted(desk, witness)
        for one in PLANTS:
            one(planted)
        if on_its_way:
            trouble.in_flight(planted)
    return planted
