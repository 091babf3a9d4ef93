"""A mail job is one worker's at a time, and only ever moves on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from chalicelib.domain.mail.jobs import LEASE_SECONDS, JobKey, JobState, LetterKind, MailJob
from chalicelib.storage.mail.jobs import MailJobs
from chalicelib.storage.table.guard import workspace_scope
from tests.support.desk import Desk

ON_A_TICKET = JobKey(workspace="acme", number=7, id="01ACTION.person")
ALONE = JobKey(id="a01JOB")
NOW = 1_800_000_000.5


@pytest.fixture
def jobs(bare_desk: Desk) -> Iterator[MailJobs]:
    with workspace_scope("acme"):
        yield MailJobs()


def job(key: JobKey = ON_A_TICKET, **fields: object) -> MailJob:
    return MailJob(key=key, kind=LetterKind.AGENT_REPLY, address="maya@example.com", name="", **fields)  # type: ignore[arg-type]


def state_of(jobs: MailJobs, key: JobKey = ON_A_TICKET) -> JobState:
    found = jobs.get(key)
    assert found is not None
    return found.state


@pytest.mark.parametrize("key", [ON_A_TICKET, ALONE])
def test_a_job_comes_back_as_it_was_stored(jobs: MailJobs, key: JobKey) -> None:
    stored = job(key, person_id="p", link_number=3, message_id="01M", status="waiting")
    jobs.add(stored)
    assert jobs.get(key) == stored
    assert jobs.get(JobKey(id="a01OTHER")) is None


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
