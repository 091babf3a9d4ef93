"""Notices shown by members' browsers, through their push services: who is subscribed, and each notice sent once.

A push tells what happened on which ticket, and its title only where that member chose so: it shows on a locked screen.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta

from chalicelib import locales
from chalicelib.domain.errors import not_found
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.notices.push import (
    MOST_SUBSCRIPTIONS,
    PushAnswer,
    PushJob,
    PushMessage,
    PushOutcome,
    PushSubscription,
    check_endpoint,
    check_keys,
    is_pressing,
    subscription_id,
    too_many,
    topic_of,
)
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket, reference_of

KEPT_DAYS = 30
"""A browser in which nobody opened the console or signed in for so long is pushed to no more: nobody is signed in there
any more either (`IDLE_SECONDS`)."""
TRIES = 6
"""After so many a notice is given up: the inbox has it."""
_FIRST_WAIT, _LONGEST_WAIT = 30, 900
"""Seconds between tries, each twice the one before, up to what the queue can keep to itself."""
_LATE = timedelta(hours=12)
"""What is older is no news any more."""
_PURPOSE = "push"


class PushLeasedError(Exception):
    """Another worker has the notice, or had it when it was cut off: come back when the lease has run out."""


def push(desk: Desk, room: Room, member: Member, entry: InboxEntry, delay: int = 0) -> None:
    """Have a notice shown in every browser of `member`, in `delay` seconds or later. Calling twice shows it once."""
    for browser in desk.pushes.of(member.id):
        job = PushJob(
            workspace=room.workspace.id,
            member_id=member.id,
            subscription_id=browser.id,
            entry_id=entry.id,
            event=entry.event,
            number=entry.number,
            at=entry.at.isoformat(),
        )
        _queue(desk, job, delay)


def public_key(desk: Desk) -> str:
    """Return the desk's own key as browsers want it to subscribe. A new signing key brings another one: what was
    subscribed before goes on with the one it began with, as long as that is kept."""
    return desk.push.public_key(_secret(desk, _seed(desk)) or "")


def subscribe(desk: Desk, member_id: str, wanted: PushSubscription, *, titles: bool | None) -> PushSubscription:
    """Store a browser for its member. Twice is once; what it chose stays where `titles` is None.

    Raises DeskError at a field that can't be, or `too_many`.
    """
    check_endpoint(wanted.endpoint)
    check_keys(wanted.p256dh, wanted.auth)
    there = {one.id: one for one in desk.pushes.of(member_id)}
    before = there.get(wanted.id)
    if before is None and len(there) >= MOST_SUBSCRIPTIONS:
        raise too_many()
    now = desk.clock.now()
    kept = before.titles if before else False
    subscription = replace(
        wanted,
        seed=_seed(desk),
        titles=kept if titles is None else titles,
        made_at=before.made_at if before else now.isoformat(timespec="seconds"),
    )
    desk.pushes.add(member_id, subscription, int((now + timedelta(days=KEPT_DAYS)).timestamp()))
    return subscription


def unsubscribe(desk: Desk, member_id: str, endpoint: str) -> None:
    """Forget a browser, if it is there."""
    desk.pushes.remove(member_id, subscription_id(endpoint))


def forget_all(desk: Desk, member_id: str) -> None:
    """Forget every browser of somebody who is signed out everywhere."""
    for browser in desk.pushes.of(member_id):
        desk.pushes.remove(member_id, browser.id)


def forget_those_of(desk: Desk, member_id: str, sign_in_ids: Collection[str]) -> None:
    """Forget the browsers that somebody had notices shown in since sign-ins that are over."""
    for browser in desk.pushes.of(member_id):
        if browser.sign_in in sign_in_ids:
            desk.pushes.remove(member_id, browser.id)


def try_out(desk: Desk, member_id: str, endpoint: str) -> PushOutcome:
    """Send a message to one browser at once, which it shows though the console is looked at. Raises `not_found`."""
    browser = desk.pushes.get(member_id, subscription_id(endpoint))
    if browser is None:
        raise not_found("subscription")
    t = locales.plain(browser.language)
    shown = {"title": t("push.trial"), "body": t("push.trial.about"), "to": "/console/inbox", "always": True}
    topic = topic_of(member_id, browser.id)
    return _sent(desk, member_id, browser, _message({**shown, "tag": topic}, topic)).outcome


def is_push(body: str) -> bool:
    """Return whether a message of the mail queue is a notice for a browser."""
    return body.startswith('{"push":')


def job_of_message(body: str) -> PushJob:
    """Return the notice that a message of the queue is; what a later release added to it is left out."""
    named = json.loads(body)["push"]
    return PushJob(**{field.name: named[field.name] for field in fields(PushJob) if field.name in named})


def deliver_push(desk: Desk, job: PushJob) -> PushOutcome | None:
    """Send a notice to the one browser it is for. None when there was nothing to send: it was sent, or taken back, or
    nobody is there any more, or it is too late.

    Raises PushLeasedError for what another worker has. One that dies between the service's acceptance and our note of
    it has it sent again: the service and the browser then put it in the place of the first, since they are named alike.
    """
    browser = desk.pushes.get(job.member_id, job.subscription_id)
    if browser is None or desk.clock.now() - datetime.fromisoformat(job.at) > _LATE:
        return None
    if not desk.pushes.claim(*_name(job), time.time()):
        if desk.pushes.is_done(*_name(job)):
            return None
        raise PushLeasedError(job.entry_id)
    with desk.open(job.workspace) as room:
        message = _told(desk, room, browser, job)
    if message is None:
        desk.pushes.settle(*_name(job))
        return None
    return _noted(desk, job, _sent(desk, job.member_id, browser, message))


def _noted(desk: Desk, job: PushJob, answer: PushAnswer) -> PushOutcome:
    """Settle what came of it, or queue it for later: released first, so that whoever takes it next may send it."""
    if answer.outcome is not PushOutcome.LATER or job.tries + 1 >= TRIES:
        desk.pushes.settle(*_name(job))
        return answer.outcome
    desk.pushes.release(*_name(job))
    wait = answer.wait or 0
    _queue(desk, replace(job, tries=job.tries + 1), max(wait, min(_FIRST_WAIT * 2**job.tries, _LONGEST_WAIT)))
    return answer.outcome


def _sent(desk: Desk, member_id: str, browser: PushSubscription, message: PushMessage) -> PushAnswer:
    """Hand it over. A browser that is gone, or whose key of ours was taken out, is forgotten."""
    secret = _secret(desk, browser.seed)
    answer = desk.push.send(browser, secret, message) if secret else PushAnswer(PushOutcome.GONE)
    if answer.outcome is PushOutcome.GONE:
        desk.pushes.remove(member_id, browser.id)
    return answer


def _told(desk: Desk, room: Room, browser: PushSubscription, job: PushJob) -> PushMessage | None:
    """What a browser is to show; None for a member who left, for what was undone or is nobody's to see, and while the
    workspace is suspended."""
    member = desk.settings.member(job.workspace, job.member_id)
    ticket = find_ticket(room, job.number, Ticket)
    action = room.timeline.action(job.number, job.entry_id)
    if member is None or not member.active or ticket is None or ticket.is_hushed:
        return None
    if room.workspace.is_suspended:
        return None
    if action is not None and action.undone_by:
        return None
    t, ref = locales.plain(browser.language or room.workspace.language), reference_of(room, job.number)
    known = f"push.{job.event}" in locales.catalogue(locales.supported("en"))
    told = t(f"push.{job.event}", ref=ref) if known else t("push.other", ref=ref)
    topic = topic_of(job.workspace, job.entry_id)
    shown = {
        "title": told,
        "body": ticket.title if browser.titles else room.workspace.name,
        "to": f"/console/tickets/{ref}?workspace={job.workspace}",
        "tag": topic,
    }
    return _message(shown, topic, pressing=is_pressing(job.event))


def _message(shown: Mapping[str, object], topic: str, *, pressing: bool = False) -> PushMessage:
    return PushMessage(content=json.dumps(shown, ensure_ascii=False).encode(), topic=topic, pressing=pressing)


def _queue(desk: Desk, job: PushJob, delay: int) -> None:
    desk.push_queue.put(json.dumps({"push": asdict(job)}), min(delay, _LONGEST_WAIT))


def _name(job: PushJob) -> tuple[str, str, str]:
    return job.member_id, job.subscription_id, job.entry_id


def _seed(desk: Desk) -> str:
    """The current signing key's name: the desk's own key for push services grows from it."""
    return desk.secrets.seed(b"")


def _secret(desk: Desk, seed: str) -> str | None:
    return desk.secrets.grown(_PURPOSE, seed)
