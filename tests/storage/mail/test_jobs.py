"""A mail job is one worker's at a time, and only ever moves on."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.mail.jobs import (
    LEASE_SECONDS,
    About,
    AboutAccount,
    AboutLinks,
    AboutTicket,
    JobKey,
    JobState,
    LetterKind,
    MailJob,
)
from chalicelib.storage.mail.jobs import MailJobs
from chalicelib.storage.table.guard import workspace_scope
from tests.jobs.calling import items
from tests.support.desk import Desk

ON_A_TICKET = JobKey(workspace="acme", number=7, id="01ACTION.person")
ALONE = JobKey(id="a01JOB")
NOW = 1_800_000_000.5


@pytest.fixture
def jobs(bare_desk: Desk) -> Iterator[MailJobs]:
    with workspace_scope("acme"):
        yield MailJobs()


def job(status: str | None = None) -> MailJob:
    about = AboutTicket(person_id="person", name="", status=status)
    return MailJob(key=ON_A_TICKET, kind=LetterKind.AGENT_REPLY, address="maya@example.com", about=about)


def state_of(jobs: MailJobs, key: JobKey = ON_A_TICKET) -> JobState:
    found = jobs.get(key)
    assert found is not None
    return found.state


OF_A_DESK = JobKey(id="l01JOB", workspace="acme")
STORED: list[tuple[JobKey, LetterKind, About, dict[str, object]]] = [
    (
        ON_A_TICKET,
        LetterKind.AGENT_REPLY,
        AboutTicket(person_id="person", name="Maya", link_number=3, message_id="01M"),
        {"name": "Maya", "person": "person", "link": 3, "message": "01M"},
    ),
    (
        ON_A_TICKET,
        LetterKind.STATUS_CHANGED,
        AboutTicket(person_id="person", name="", status="waiting"),
        {"person": "person", "status": "waiting"},
    ),
    (OF_A_DESK, LetterKind.LINKS, AboutLinks(language="de", number=3), {"link": 3, "language": "de"}),
    (OF_A_DESK, LetterKind.LINKS, AboutLinks(language="en"), {"language": "en"}),
    (
        ALONE,
        LetterKind.INVITATION,
        AboutAccount(sender_name="Acme", language="fr", invited_by="Ana K."),
        {"name": "Acme", "status": "Ana K.", "language": "fr"},
    ),
    (
        ALONE,
        LetterKind.WIDEST_KEY,
        AboutAccount(sender_name="Acme", language="fr", invited_by="Ana K.", name="Shop"),
        {"name": "Acme", "status": "Ana K.", "language": "fr", "person": "Shop"},
    ),
    (
        ALONE,
        LetterKind.KEYS_LEFT,
        AboutAccount(sender_name="Acme", language="fr", invited_by="Ana K.", name="Bo L.", keys=("Shop", "CRM")),
        {"name": "Acme", "status": "Ana K.", "language": "fr", "person": "Bo L.", "keys": ["Shop", "CRM"]},
    ),
    (
        ALONE,
        LetterKind.MUCH_UNPROVEN,
        AboutAccount(
            sender_name="Acme", language="fr", name="tickets", amount=500, at=datetime(2026, 11, 25, 16, tzinfo=UTC)
        ),
        {"name": "Acme", "language": "fr", "person": "tickets", "amount": 500, "at": "2026-11-25T16:00:00+00:00"},
    ),
    (
        ALONE,
        LetterKind.PASSWORD_RESET,
        AboutAccount(sender_name="Workestra", language="en"),
        {"name": "Workestra", "language": "en"},
    ),
]
"""What a job is about, and how every release so far has stored it."""


@pytest.mark.parametrize(("key", "kind", "about", "attributes"), STORED)
def test_a_job_is_stored_as_other_releases_read_it_and_comes_back_as_it_was(
    jobs: MailJobs, bare_desk: Desk, key: JobKey, kind: LetterKind, about: About, attributes: dict[str, object]
) -> None:
    stored = MailJob(key=key, kind=kind, address="maya@example.com", about=about)
    jobs.add(stored)
    (item,) = items(bare_desk, "mail")
    assert json.loads(item["d"]["S"]) == {"kind": kind.value, "address": "maya@example.com", **attributes}
    assert jobs.get(key) == stored
    assert jobs.get(JobKey(id="a01OTHER")) is None
    assert jobs.claim(key, NOW) == replace(stored, state=JobState.SENDING)


def test_adding_a_job_again_changes_nothing(jobs: MailJobs) -> None:
    jobs.add(job())
    assert jobs.claim(ON_A_TICKET, NOW)
    jobs.add(job(status="open"))
    assert state_of(jobs) is JobState.SENDING


def test_one_worker_has_a_job_until_its_lease_runs_out(jobs: MailJobs) -> None:
    jobs.add(job())
    assert jobs.claim(ON_A_TICKET, NOW)
    assert not jobs.claim(ON_A_TICKET, NOW + LEASE_SECONDS - 1)
    assert jobs.claim(ON_A_TICKET, NOW + LEASE_SECONDS + 1)


def test_a_job_given_back_can_be_taken_at_once(jobs: MailJobs) -> None:
    jobs.add(job())
    jobs.claim(ON_A_TICKET, NOW)
    jobs.release(ON_A_TICKET)
    assert state_of(jobs) is JobState.QUEUED
    assert jobs.claim(ON_A_TICKET, NOW)


def test_a_job_that_is_not_there_is_nobodys(jobs: MailJobs) -> None:
    assert not jobs.claim(ON_A_TICKET, NOW)
    assert not jobs.settle(ON_A_TICKET, JobState.SENT)
    jobs.release(ON_A_TICKET)
    assert jobs.get(ON_A_TICKET) is None


FINAL = (JobState.SENT, JobState.DELIVERED, JobState.BOUNCED, JobState.FAILED, JobState.WITHDRAWN)


@pytest.mark.parametrize("state", FINAL)
def test_a_settled_job_is_neither_claimed_nor_given_back(jobs: MailJobs, state: JobState) -> None:
    jobs.add(job())
    assert jobs.claim(ON_A_TICKET, NOW)
    assert jobs.settle(ON_A_TICKET, state, "ses-1")
    jobs.release(ON_A_TICKET)
    assert not jobs.claim(ON_A_TICKET, NOW + 10 * LEASE_SECONDS)
    found = jobs.get(ON_A_TICKET)
    assert found is not None
    assert (found.state, found.ses_id) == (state, "ses-1")


@pytest.mark.parametrize(
    ("first", "then", "moves"),
    [
        (JobState.SENT, JobState.DELIVERED, True),
        (JobState.SENT, JobState.BOUNCED, True),
        (JobState.DELIVERED, JobState.BOUNCED, True),
        (JobState.DELIVERED, JobState.SENT, False),
        (JobState.BOUNCED, JobState.SENT, False),
        (JobState.BOUNCED, JobState.DELIVERED, False),
        (JobState.SENT, JobState.FAILED, False),
        (JobState.DELIVERED, JobState.FAILED, False),
        (JobState.FAILED, JobState.SENT, False),
        (JobState.WITHDRAWN, JobState.SENT, False),
        (JobState.SENT, JobState.SENT, False),
    ],
)
def test_a_job_only_moves_on(jobs: MailJobs, first: JobState, then: JobState, moves: bool) -> None:
    jobs.add(job())
    jobs.settle(ON_A_TICKET, first)
    assert jobs.settle(ON_A_TICKET, then) is moves
    assert state_of(jobs) is (then if moves else first)


@pytest.mark.parametrize("order", [*itertools.permutations([JobState.SENT, JobState.DELIVERED, JobState.BOUNCED])])
def test_in_whatever_order_the_carrier_tells_the_end_is_the_same(jobs: MailJobs, order: tuple[JobState, ...]) -> None:
    jobs.add(job())
    for state in order:
        jobs.settle(ON_A_TICKET, state)
    assert state_of(jobs) is JobState.BOUNCED
