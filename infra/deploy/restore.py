"""`python -m infra.deploy restore`: the desk's table as it was at a moment, in a table of its own, and the desk on it.

Nothing is taken away: the table of before stays, and the same command with `--table` leads back to it. Each step is
done only if it is still to do, so that whoever was cut off starts the command again.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from typing import Any

from infra.deploy import stack, versions
from infra.deploy.check import take_stock
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, goes_on

LATEST = "latest"
_PAUSE = 15
"""Seconds between two looks at a table that AWS is making: it takes minutes to hours."""
_TOLD = "%Y-%m-%dT%H:%M:%SZ"
"""How a moment in UTC is written."""
_TTL = {"AttributeName": "expires_at", "Enabled": True}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--to", default=LATEST, help="the moment, as 2027-03-02T09:30:00Z; `latest` by default")
    which.add_argument("--table", help="go on with this table, which is there, instead of making one")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Make the table, have the desk go on with it, and take stock of every workspace."""
    cloudformation, dynamodb = session.client("cloudformation"), session.client("dynamodb")
    source = stack.deployed_outputs(cloudformation, options.stack)["TableName"]
    moment = _moment(options.to)
    target = options.table or f"{options.stack}-restored-{moment or datetime.now(UTC):%Y%m%dT%H%M%S}"
    if not goes_on(options, _plan(dynamodb, source, target, moment, makes=not options.table)):
        return
    make_copy(dynamodb, source, target, moment)
    stream = set_up(dynamodb, target)
    print("Leading the desk there …", flush=True)
    versions.restart(session, options.stack, {"RestoredTable": target, "RestoredStream": stream.rpartition("/")[2]})
    desk, _ = deployed_desk(options, session)
    if left := settle_in(desk):
        raise DeployError(f"{left} differences are left; `check` tells them.")
    print(f"The desk goes on with {target}. Go back with: restore --stack {options.stack} --table {source}")


def _plan(dynamodb: Any, source: str, target: str, moment: datetime | None, *, makes: bool) -> str:
    """Return what is about to be done. Raises DeployError for what can't be: AWS would say so in other words, and in a
    dry run not at all."""
    then = f"has the desk go on with it, and takes stock. {source} stays."
    if _state(dynamodb, target) is not None:
        return f"{target} is there: goes on with it as it is, and takes stock. {source} stays."
    if not makes:
        raise DeployError(f"There is no table {target} here. `aws dynamodb list-tables` shows which there are.")
    if _state(dynamodb, source) is None:
        _backup(dynamodb, source)
        if moment:
            raise DeployError(f"{source} was deleted, and AWS keeps it as it was then alone: leave out --to.")
        return f"Makes {target} of {source} as it was when it was deleted, {then}"
    if moment:
        _check_moment(dynamodb, source, moment)
    return f"Makes {target} of {source} as of {f'{moment:{_TOLD}}' if moment else LATEST}, {then}"


def _check_moment(dynamodb: Any, source: str, moment: datetime) -> None:
    if moment > datetime.now(UTC):
        raise DeployError(f"{moment:{_TOLD}} is still to come.")
    kept = dynamodb.describe_continuous_backups(TableName=source)["ContinuousBackupsDescription"]
    kept = kept.get("PointInTimeRecoveryDescription", {})
    if kept.get("PointInTimeRecoveryStatus") != "ENABLED":
        raise DeployError(f"AWS keeps no earlier state of {source}: its point-in-time recovery is off.")
    earliest, latest = kept["EarliestRestorableDateTime"], kept["LatestRestorableDateTime"]
    if not earliest <= moment <= latest:
        span = f"from {earliest.astimezone(UTC):{_TOLD}} to {latest.astimezone(UTC):{_TOLD}}"
        raise DeployError(f"AWS has {source} as it was {span}, and {moment:{_TOLD}} isn't in that.")


def make_copy(dynamodb: Any, source: str, target: str, moment: datetime | None) -> None:
    """Have AWS make the table, unless it is there, and wait until it can be used. Of a table that was deleted there is
    the backup that AWS made then."""
    if _state(dynamodb, target) is None:
        print(f"Asking for {target} …", flush=True)
        if _state(dynamodb, source) is not None:
            when = {"RestoreDateTime": moment} if moment else {"UseLatestRestorableTime": True}
            dynamodb.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=target, **when)
        else:
            dynamodb.restore_table_from_backup(TargetTableName=target, BackupArn=_backup(dynamodb, source))
    waited = 0
    while (state := _state(dynamodb, target)) != "ACTIVE":
        print(f"  {state} for {waited // 60} minutes …", flush=True)
        time.sleep(_PAUSE)
        waited += _PAUSE


def set_up(dynamodb: Any, table: str) -> str:
    """Give a table what a restored one lacks: stream, time to live, recovery, protection. Return its stream's ARN."""
    described = dynamodb.describe_table(TableName=table)["Table"]
    if not described.get("StreamSpecification", {}).get("StreamEnabled"):
        wanted = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        dynamodb.update_table(TableName=table, StreamSpecification=wanted)
        dynamodb.get_waiter("table_exists").wait(TableName=table)
    if not described.get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=True)
        dynamodb.get_waiter("table_exists").wait(TableName=table)
    lives = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if lives not in ("ENABLED", "ENABLING"):
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=_TTL)
    recovery = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
    stream: str = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    return stream


def settle_in(desk: Any) -> int:
    """Let members of every workspace be known by the user pool there is, take stock, and put right what is otherwise.
    Return how many differences are left."""
    from chalicelib.services.people.relinking import relink  # late: they need the table the desk is connected to
    from chalicelib.storage.table.scanning import workspaces

    left = 0
    for workspace in workspaces():
        with desk.open(workspace) as room:
            print(f"{workspace}: {relink(desk, room)} members are known anew", flush=True)
            left += take_stock(desk, room, mend=True)
    return left


def _moment(text: str) -> datetime | None:
    if text == LATEST:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise DeployError(f"{text} is no moment. Write one as 2027-03-02T09:30:00Z.") from fault
    if moment.tzinfo is None:
        raise DeployError(f"{text} has no time zone. Write Z behind it, or +01:00.")
    return moment.astimezone(UTC)


def _state(dynamodb: Any, table: str) -> str | None:
    try:
        state: str = dynamodb.describe_table(TableName=table)["Table"]["TableStatus"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
    return state


def _backup(dynamodb: Any, table: str) -> str:
    found = dynamodb.list_backups(TableName=table, BackupType="ALL")["BackupSummaries"]
    newest = max(found, key=lambda one: one["BackupCreationDateTime"], default=None)
    if newest is None:
        raise DeployError(f"There is neither a table {table} nor a backup of it.")
    arn: str = newest["BackupArn"]
    return arn
