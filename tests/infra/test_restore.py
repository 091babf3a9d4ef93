"""The drill: the table is gone, is made again as it was, and the desk goes on with it as if nothing had been."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.storage.table.connection import connect
from infra.deploy import restore
from infra.deploy.errors import DeployError
from infra.local import template
from infra.local.aws import REGION, client
from tests.api.asking import TICKETS, new_ticket
from tests.support.deployed import run
from tests.support.desk import PASSWORD, Desk
from tests.support.stock import differences

MANY = 20


@pytest.fixture
def dynamodb(aws: None) -> Any:
    return boto3.client("dynamodb", region_name=REGION)


def items_of(table: str) -> list[Any]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return sorted(str(item) for page in pages for item in page["Items"])


def test_a_desk_whose_table_is_gone_goes_on_with_a_copy(desk: Desk, dynamodb: Any) -> None:
    for number in range(MANY):
        made = new_ticket(desk, title=f"Ticket {number}", contact={"email": f"c{number % 7}@example.com"})
        if number % 3 == 0:
            desk.http("POST", f"{TICKETS}/{made['ref']}/notes", json={"body": "Looked at."}, token=desk.admin.token)
    desk.settle()
    sent, table = len(desk.sent), desk.environment["TABLE_NAME"]
    before = items_of(table)
    client("dynamodb").create_backup(TableName=table, BackupName="before")
    client("dynamodb").delete_table(TableName=table)

    copy = f"{table}-restored"
    restore.make_copy(dynamodb, table, copy, None)
    assert items_of(copy) == before
    assert restore.set_up(dynamodb, copy) == restore.set_up(dynamodb, copy), "twice is once"
    connect(copy, REGION)
    assert restore.settle_in(desk.ports) == 0
    assert differences(desk.ports) == []
    assert len(desk.sent) == sent
    listed = desk.http("GET", f"{TICKETS}?limit=100", token=desk.admin.token).json()["items"]
    assert len(listed) == MANY


def test_a_restored_table_has_what_the_template_gives_a_new_one(dynamodb: Any) -> None:
    name = f"desk-{uuid.uuid4().hex[:12]}"
    plain = {name: value for name, value in template.table().items() if name != "StreamSpecification"}
    dynamodb.create_table(TableName=name, **plain)
    dynamodb.create_backup(TableName=name, BackupName="before")
    restore.make_copy(dynamodb, name, f"{name}-restored", datetime.now(UTC))
    stream = restore.set_up(dynamodb, f"{name}-restored")
    described = dynamodb.describe_table(TableName=f"{name}-restored")["Table"]
    assert stream.startswith(f"{described['TableArn']}/stream/")
    assert described["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    lives = dynamodb.describe_time_to_live(TableName=f"{name}-restored")["TimeToLiveDescription"]
    assert (lives["TimeToLiveStatus"], lives["AttributeName"]) == ("ENABLED", "expires_at")


def test_without_a_table_or_a_backup_it_says_so(dynamodb: Any) -> None:
    with pytest.raises(DeployError, match="neither a table nothing nor a backup"):
        restore.make_copy(dynamodb, "nothing", "nothing-restored", None)


@pytest.mark.parametrize("text", ["yesterday", "2027-03-02T09:30:00"])
def test_a_moment_is_told_with_its_zone(text: str) -> None:
    with pytest.raises(DeployError, match=text):
        restore._moment(text)


def test_members_stay_who_they_were_with_a_pool_that_is_new(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    ref = new_ticket(desk, assignee_id=bo.id)["ref"]
    cognito, pool = boto3.client("cognito-idp", region_name=REGION), desk.environment["USER_POOL_ID"]
    cognito.admin_delete_user(UserPoolId=pool, Username=bo.email)
    restore.settle_in(desk.ports)
    cognito.admin_set_user_password(UserPoolId=pool, Username=bo.email, Password=PASSWORD, Permanent=True)
    signed_in = desk.http("POST", "/v1/auth/sign-in", json={"email": bo.email, "password": PASSWORD}).json()
    mine = desk.http("GET", f"{TICKETS}?assignee=me", token=signed_in["access_token"])
    assert [row["ref"] for row in mine.json()["items"]] == [ref]
    again = {"name": "Bo", "email": bo.email, "role": "agent"}
    refused = desk.http("POST", "/v1/acme/members", json=again, token=desk.admin.token)
    assert (refused.status, refused.json()["code"]) == (409, "taken")


def test_a_table_that_is_not_there_is_refused_and_none_is_made(desk: Desk, dynamodb: Any) -> None:
    for more in ((), ("--dry-run",)):
        with pytest.raises(DeployError, match="no table desk-Tabel"):
            run(desk, "restore", "--table", "desk-Tabel", *more)
    assert "desk-Tabel" not in dynamodb.list_tables()["TableNames"]


def test_a_table_that_is_there_is_gone_on_with(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    table = desk.environment["TABLE_NAME"]
    run(desk, "restore", "--table", table, "--dry-run")
    assert f"{table} is there: goes on with it" in capsys.readouterr().out


def test_a_moment_that_aws_does_not_have_is_refused_before_anything_is_done(
    desk: Desk, dynamodb: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    table, now = desk.environment["TABLE_NAME"], datetime.now(UTC)
    with pytest.raises(DeployError, match="still to come"):
        restore_to(desk, now + timedelta(hours=1))
    with pytest.raises(DeployError, match="recovery is off"):
        restore_to(desk, now - timedelta(hours=1))
    recovery = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
    with pytest.raises(DeployError, match=r"as it was from 20.*Z to 20.*isn't in that"):
        restore_to(desk, now - timedelta(hours=1))
    kept = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    there = kept["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"].astimezone(UTC)
    capsys.readouterr()
    restore_to(desk, there)
    assert f"Makes desk-restored-{there:%Y%m%dT%H%M%S} of {table} as of {there:%Y-%m-%dT%H:%M:%SZ}," in (
        capsys.readouterr().out
    )


def restore_to(desk: Desk, moment: datetime) -> None:
    run(desk, "restore", "--to", moment.isoformat(), "--dry-run")


def test_of_a_table_that_was_deleted_there_is_no_other_moment(
    desk: Desk, dynamodb: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    table = desk.environment["TABLE_NAME"]
    dynamodb.create_backup(TableName=table, BackupName="deleted")
    dynamodb.delete_table(TableName=table)
    with pytest.raises(DeployError, match="leave out --to"):
        restore_to(desk, datetime.now(UTC) - timedelta(hours=1))
    run(desk, "restore", "--dry-run")
    assert "as it was when it was deleted" in capsys.readouterr().out


def test_one_moment_has_one_name_whatever_zone_it_is_told_in() -> None:
    assert restore._moment("2027-03-02T10:30:00+01:00") == restore._moment("2027-03-02T09:30:00Z")
    assert f"{restore._moment('2027-03-02T10:30:00+01:00'):%H%M}" == "0930"
