"""`python -m infra.deploy replay`: what a function gave up on is taken again from the failures bucket.

An object there holds the stream records of a batch that failed as a whole. Each names an action, about which both
functions that read the stream do again what they do. They know by their own marks what was done, so twice is once.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime
from sys import stderr
from typing import TYPE_CHECKING, Any

from infra.deploy import stack
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_since, goes_on, progress

if TYPE_CHECKING:
    from chalicelib.domain.events import Action
    from chalicelib.services.ports import Desk

DONE, GONE, FAILED, UNCOUNTED = "done", "gone", "failed", "not counted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_since(parser, "instant from which on what failed is taken again")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Take every object since then. None is taken away: run again, it does again what makes no difference."""
    bucket = stack.deployed_outputs(session.client("cloudformation"), options.stack)["FailuresBucketName"]
    s3 = session.client("s3")
    keys = failed_since(s3, bucket, options.since)
    if not goes_on(
        options,
        f"{len(keys)} batches in {bucket} failed since {options.since:%Y-%m-%d %H:%M %Z}.",
        "What is done about each of their actions (notices, mails, search, counts) is done again, where it wasn't.",
    ):
        return
    desk, _ = deployed_desk(options, session)
    became: Counter[str] = Counter()
    for place, key in enumerate(keys, 1):
        some = _batch(desk, s3, bucket, key)
        became += some
        progress(f"{place} of {len(keys)}, {key}: {_told(some)}")
    print(f"Reactions: {_told(became)}.")
    if became[UNCOUNTED]:
        print(f"{became[UNCOUNTED]} actions are too old to know whether they were counted: run `recount` as well.")
    if became[FAILED]:
        raise DeployError("Not all could be done; what was wrong stands above. Mend it, and run this again.")


def failed_since(s3: Any, bucket: str, since: datetime) -> list[str]:
    """Return the objects that were put there since then, the oldest first."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    found = [one for page in pages for one in page.get("Contents", ()) if one["LastModified"] >= since]
    return [one["Key"] for one in sorted(found, key=lambda one: (one["LastModified"], one["Key"]))]


def _batch(desk: Desk, s3: Any, bucket: str, key: str) -> Counter[str]:
    became: Counter[str] = Counter()
    try:
        batch = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        actions = list(_actions(desk, batch))
    except Exception as fault:  # noqa: BLE001 - one object that can't be read holds up no other
        progress(f"{key} can't be read: {fault!r}")
        return Counter({FAILED: 1})
    for workspace, action in actions:
        became.update(_reacted(desk, workspace, action))
    return became


def _actions(desk: Desk, batch: dict[str, Any]) -> Iterator[tuple[str, Action]]:
    """Whatever is no new action was passed on to no function, and isn't now."""
    payload = batch["payload"]
    event = json.loads(payload) if isinstance(payload, str) else payload
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        if record["eventName"] == "INSERT" and image.get("type") == {"S": "action"}:
            yield desk.read_action(image)


def _reacted(desk: Desk, workspace: str, action: Action) -> Iterator[str]:
    """Each function does its part, whatever becomes of the other's."""
    from chalicelib.jobs.react import REACTORS, react  # late: what it loads reads the environment of the stack
    from chalicelib.services.search.index import may_be_counted  # late: with it

    try:
        with desk.open(workspace) as room:
            if not may_be_counted(desk, room, action):
                yield UNCOUNTED
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is told, and the others go on
        progress(f"ticket {action.number} of {workspace} can't be reached: {fault!r}")
        yield FAILED
        return
    for reactor in REACTORS:
        try:
            with redirect_stdout(stderr):  # metrics are of the functions alone
                there = react(reactor, workspace, action.number, action.id)
            yield DONE if there else GONE
        except Exception as fault:  # noqa: BLE001 - as above
            progress(f"{reactor} failed on ticket {action.number} of {workspace}, action {action.id}: {fault!r}")
            yield FAILED


def _told(became: Counter[str]) -> str:
    return ", ".join(f"{became[one]} {one}" for one in (DONE, GONE, FAILED))
