"""The weekly report: mailed to each who is chosen once a week, about the week that was over, and to nobody else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.outgoing.weekly import KIND, send_out
from chalicelib.services.seat import Seat
from chalicelib.services.settings.suspending import resume, suspend
from infra.local.sent_mail import SentMail
from infra.local.ses import Refusal
from tests.api.asking import TICKETS, new_ticket
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import cut
from tests.support.desk import WORKSPACE, Desk, Person
from tests.yesterday.test_tomorrow import link_in

ANA, GIL, VIC = "ana@acme.example", "gil@acme.example", "vic@acme.example"
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


@pytest.fixture
def team(desk: Desk) -> dict[str, Person]:
    """An admin, an agent and a viewer on a Wednesday at noon, of whom nobody gets a report yet."""
    found = {
        ANA: desk.admin,
        GIL: desk.add_member("Gil G.", GIL, "agent"),
        VIC: desk.add_member("Vic V.", VIC, "viewer"),
    }
    now = desk.ports.clock.now()
    wednesday = now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=(9 - now.weekday()) % 7)
    desk.advance(wednesday + WEEK - now)
    return found


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str | None = None) -> Any:
    answer = desk.http(method, f"/v1/acme/{path}", json=body, token=token or desk.admin.token)
    assert answer.status < 300, answer.text
    return answer.json() if answer.content else None


def choose(desk: Desk, *people: Person, **given: Any) -> None:
    ask(desk, "PATCH", "weekly-report", {"members": [one.id for one in people], **given})


def go_to(desk: Desk, weekday: int, hour: int, minute: int = 0) -> None:
    """Let everything run until it is that time of the week next."""
    now = desk.ports.clock.now()
    at = now.replace(hour=hour, minute=minute, second=30, microsecond=0) + timedelta(days=weekday - now.weekday())
    desk.advance(at + (WEEK if at <= now else timedelta(0)) - now)


def reports(desk: Desk) -> list[SentMail]:
    return [mail for mail in desk.sent if "weekly report" in mail.subject]


def readers(desk: Desk) -> list[str]:
    return sorted(mail.to[0] for mail in reports(desk))


def work(desk: Desk) -> Work | None:
    with desk.ports.enter(WORKSPACE):
        return desk.ports.work.find(WORKSPACE, KIND)


def test_each_who_is_chosen_gets_it_at_its_hour_once_a_week(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA], team[GIL])
    go_to(desk, 0, 7, 58)
    assert readers(desk) == []
    go_to(desk, 0, 8, 1)
    assert readers(desk) == [ANA, GIL]
    for _ in range(3):
        desk.advance(timedelta(days=2))
    assert readers(desk) == [ANA, GIL]
    go_to(desk, 0, 8, 1)
    assert readers(desk) == [ANA, ANA, GIL, GIL]


def test_the_subject_names_the_desk_and_the_week_and_a_link_leads_to_ones_preferences(
    desk: Desk, team: dict[str, Person]
) -> None:
    new_ticket(desk)
    choose(desk, team[VIC])
    go_to(desk, 0, 8, 1)
    [mail] = reports(desk)
    sunday = desk.ports.clock.now().date() - timedelta(days=1)
    monday = sunday - timedelta(days=6)
    assert re.fullmatch(
        rf"Acme Support: weekly report, {monday.day} \w+ to {sunday.day} \w+ {sunday.year}", mail.subject
    )
    assert mail.headers["List-Unsubscribe"] == "<http://desk.test/console/settings/notifications>"
    assert "http://desk.test/console/settings/notifications" in mail.text
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert mail.headers["To"] == '"Vic V." <vic@acme.example>'
    assert f"http://desk.test/console/reports/overview?from={monday}&to={sunday}" in mail.text.split()


def a_week(desk: Desk, team: dict[str, Person], post: Correspondence) -> None:
    """A ticket of a customer who is replied to, content and gone, and one that is left open, both with a label."""
    label = ask(desk, "POST", "labels", {"name": "Billing", "color": "#a13a00"})["id"]
    post.write("My secret is 4711.", Subject="Confidential words")
    desk.settle()
    ask(desk, "PATCH", "tickets/TKT-0001", {"labels": [label]})
    ask(desk, "POST", "tickets/TKT-0001/replies", {"body": "On it"}, team[GIL].token)
    desk.advance(timedelta(hours=2))
    ask(desk, "POST", "tickets/TKT-0001/resolve", {"resolution": "Restarted it"}, team[GIL].token)
    desk.advance(timedelta(hours=1))
    rated = desk.http("POST", link_in(desk, "maya@example.com") + "/rate", form={"score": "4"})
    assert rated.status == 303
    new_ticket(desk, labels=[label], title="Another")
    ask(desk, "POST", "tickets/TKT-0002/replies", {"body": "Hello", "undo_seconds": 0})
    desk.settle()


def lines(mail: SentMail) -> list[str]:
    return [line.removeprefix("* ") for line in mail.text.splitlines() if line.startswith("* ")]


def test_it_tells_what_happened_beside_the_week_before_and_a_name_of_no_customer(
    desk: Desk, team: dict[str, Person], post: Correspondence
) -> None:
    a_week(desk, team, post)
    choose(desk, team[ANA], team[GIL])
    go_to(desk, 0, 8, 1)
    ours = {mail.to[0]: mail for mail in reports(desk)}
    assert lines(ours[ANA]) == [
        "Arrived: 2 (week before: 0)",
        "Resolved: 1 (week before: 0)",
        "Open at the end of the week: 1 (week before: 0)",
        "First reply, median: 1 min (week before: no data)",
        "Resolution, median: 2 h 30 min (week before: no data)",
        "First reply in time: 100% of 2 (week before: no data)",
        "Average rating: 4.00 of 5, n = 1 (week before: no data)",
        "Billing: 2 (week before: 0)",
        "Gil G.: replies 1, resolved 1",
        "Ana K.: replies 1, resolved 0",
        "Everyone together: replies 2, resolved 1",
    ]
    assert lines(ours[GIL])[-2:] == ["Gil G.: replies 1, resolved 1", "Everyone together: replies 2, resolved 1"]
    assert not any("Ana K." in line for line in lines(ours[GIL]))
    for mail in ours.values():
        said = mail.raw.decode() + mail.text + mail.html + mail.subject
        assert not re.search(r"maya|osei|4711|confidential|another", said, re.IGNORECASE)
    go_to(desk, 0, 8, 1)
    assert "Arrived: 0" not in reports(desk)[-1].text, "nothing happened since, which one line says"


def test_each_number_is_that_of_the_page_it_leads_to(desk: Desk, team: dict[str, Person], post: Correspondence) -> None:
    a_week(desk, team, post)
    choose(desk, team[ANA])
    go_to(desk, 0, 8, 1)
    [mail] = reports(desk)
    links = dict(re.findall(r'href="http://desk\.test/console/reports/(\w+)\?([^"]+)"', mail.html))
    assert links.keys() == {"overview", "speed", "sla", "satisfaction", "topics", "team"}
    pages = {name: ask(desk, "GET", f"reports/{name}?{query.replace('&amp;', '&')}") for name, query in links.items()}
    told = lines(mail)
    counts = pages["overview"]["total"]["counts"]
    assert told[0].startswith(f"Arrived: {counts['arrived']} ")
    assert told[1].startswith(f"Resolved: {counts['solved']} ")
    assert told[2].startswith(f"Open at the end of the week: {pages['overview']['days'][-1]['counts']['backlog']} ")
    assert pages["speed"]["total"]["spans"]["solved"]["business"]["median_seconds"] == 9000
    assert pages["sla"]["total"]["counts"]["first_met"] == 2
    assert [(row["name"], row["counts"]["arrived"]) for row in pages["topics"]["rows"]] == [("Billing", 2)]
    assert {row["name"] for row in pages["team"]["rows"] if row["value"]} == {"Gil G.", "Ana K."}


def test_a_week_in_which_nothing_happened_is_told_in_one_line(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA])
    go_to(desk, 0, 8, 1)
    [mail] = reports(desk)
    assert mail.text.startswith("Nothing happened at Acme Support in the week from ")
    assert lines(mail) == []


def test_it_is_written_in_the_language_of_the_desk(desk: Desk, team: dict[str, Person]) -> None:
    ask(desk, "PATCH", "settings", {"language": "de"})
    choose(desk, team[ANA])
    go_to(desk, 0, 8, 1)
    [mail] = [mail for mail in desk.sent if "Wochenbericht" in mail.subject]
    assert mail.text.startswith("Bei Acme Support ist in der Woche vom ")


def test_it_goes_by_the_wall_of_the_desk_also_when_the_clock_is_put_forward(
    desk: Desk, team: dict[str, Person]
) -> None:
    ask(desk, "PATCH", "business-hours", {"zone": "Europe/Berlin"})
    choose(desk, team[ANA], weekday=6, hour=2)
    eve = datetime(2027, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    while desk.ports.clock.now() < eve - WEEK:
        desk.advance(min(WEEK, eve - desk.ports.clock.now()))
    desk.advance(eve - desk.ports.clock.now())
    before = len(reports(desk))
    for at, told in ((datetime(2027, 3, 28, 0, 59), 0), (datetime(2027, 3, 28, 1, 1), 1), (datetime(2027, 3, 30), 1)):
        desk.advance(at.replace(tzinfo=ZoneInfo("UTC")) - desk.ports.clock.now())
        assert len(reports(desk)) == before + told, at
    assert "15 March to 21 March 2027" in reports(desk)[-1].subject


def stopped(desk: Desk, one: Person) -> None:
    ask(desk, "PATCH", "preferences", {"weekly_report": False}, one.token)


def deactivated(desk: Desk, one: Person) -> None:
    ask(desk, "PATCH", f"members/{one.id}", {"active": False})


@pytest.mark.parametrize("do", [stopped, deactivated])
def test_who_stopped_it_or_left_gets_none(
    desk: Desk, team: dict[str, Person], do: Callable[[Desk, Person], None]
) -> None:
    choose(desk, team[ANA], team[GIL])
    do(desk, team[GIL])
    go_to(desk, 0, 8, 1)
    assert readers(desk) == [ANA]


@pytest.mark.parametrize("do", [stopped, deactivated])
def test_who_does_so_while_it_is_held_gets_none_either(
    desk: Desk, team: dict[str, Person], do: Callable[[Desk, Person], None]
) -> None:
    choose(desk, team[ANA], team[GIL])
    desk.outbox.refusal = Refusal("SendingPausedException")
    go_to(desk, 0, 8, 1)
    assert reports(desk) == []
    do(desk, team[GIL])
    desk.outbox.refusal = None
    desk.advance(timedelta(hours=3))
    assert readers(desk) == [ANA]


def seat(desk: Desk, do: Callable[[Seat], None]) -> None:
    with desk.ports.open(WORKSPACE) as room:
        do(Seat(desk.ports, room, SYSTEM))


def test_a_suspended_workspace_gets_none_and_the_next_one_once_it_is_open(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA])
    seat(desk, suspend)
    go_to(desk, 0, 8, 1)
    desk.advance(timedelta(days=1))
    seat(desk, resume)
    desk.advance(timedelta(days=1))
    assert reports(desk) == []
    go_to(desk, 0, 8, 1)
    assert readers(desk) == [ANA]


def test_after_an_outage_over_several_weeks_the_last_one_alone_is_mailed(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA])
    desk.ports.clock.offset += 3 * WEEK
    desk.advance(MINUTE)
    desk.advance(MINUTE)
    [mail] = reports(desk)
    now = desk.ports.clock.now().date()
    assert f" {(now - timedelta(days=now.weekday() + 1)).day} " in mail.subject


def test_what_is_due_as_an_admin_changes_something_is_mailed_all_the_same(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA])
    go_to(desk, 0, 7, 58)
    desk.ports.clock.offset += 2 * MINUTE
    choose(desk, team[ANA], team[GIL])
    desk.advance(MINUTE)
    assert readers(desk) == [ANA, GIL]


def test_another_day_in_the_same_week_mails_nobody_that_week_twice(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA], weekday=3)
    go_to(desk, 3, 8, 1)
    choose(desk, team[ANA], team[GIL], weekday=4)
    go_to(desk, 4, 8, 1)
    assert readers(desk) == [ANA, GIL], "who is new gets the week that the other got already"
    go_to(desk, 4, 8, 1)
    assert readers(desk) == [ANA, ANA, GIL, GIL]


def test_an_answer_to_it_is_no_ticket(desk: Desk, team: dict[str, Person], post: Correspondence) -> None:
    choose(desk, team[ANA])
    go_to(desk, 0, 8, 1)
    [mail] = reports(desk)
    [address] = mail.addresses("Reply-To")
    post.write("Thanks!", sender=ANA, to=address, verdicts={"dmarc": "PASS"})
    desk.settle()
    assert desk.http("GET", TICKETS, token=desk.admin.token).json()["items"] == []


def test_carried_out_again_after_it_was_cut_off_anywhere_each_gets_it_once(desk: Desk, team: dict[str, Person]) -> None:
    choose(desk, team[ANA], team[GIL])
    go_to(desk, 0, 7, 58)
    for number in itertools.count(1):
        found = work(desk)
        assert found
        desk.ports.clock.offset += found.at - desk.ports.clock.now()
        with desk.ports.open(WORKSPACE) as room:
            with cut(after=number) as calls:
                send_out(desk.ports, room, found)
            further = send_out(desk.ports, room, found)
            assert further
            assert further.at == found.at + WEEK
            desk.ports.work.ask(replace(further, asked=0))
        desk.settle()
        assert readers(desk) == [ANA] * number + [GIL] * number
        if not calls.was_cut:
            break
    assert number > 3


def test_choosing_that_is_cut_off_anywhere_and_repeated_leaves_one_work_that_is_right(
    desk: Desk, team: dict[str, Person]
) -> None:
    for number in itertools.count(1):
        choose(desk)
        desk.advance(2 * MINUTE)
        assert work(desk) is None
        with cut(after=number) as calls:
            choose(desk, team[ANA], hour=number % 24)
        choose(desk, team[ANA], hour=number % 24)
        found = work(desk)
        assert found
        assert found.at == datetime.fromisoformat(ask(desk, "GET", "weekly-report")["next_at"])
        if not calls.was_cut:
            break
    assert number > 3
