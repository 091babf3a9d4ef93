"""What a desk with a kept table writes down at its end must bring it back at its next start."""

from __future__ import annotations

import json
import stat
import uuid
from pathlib import Path

import boto3
import pytest

from chalicelib.domain.accounts.sign_ins import Challenge
from infra.local import cognito, resources, template
from infra.local.pumps import Pumps
from infra.local.state import State, write_atomically
from tests.adapters.pool import adapter_of
from tests.support.stand_in import StandIn

KEYS = ["a/b/c.txt", "..", "../../etc/passwd", "with space & ü?", "dotted.name.bytes", "a%2Fb"]


@pytest.fixture
def bucket(aws: None) -> str:
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    boto3.client("s3").create_bucket(Bucket=name)
    return name


def test_objects_come_back_with_all_that_s3_says_of_them(bucket: str, tmp_path: Path) -> None:
    s3 = boto3.client("s3")
    for key in KEYS:
        s3.put_object(
            Bucket=bucket, Key=key, Body=key.encode() + b"\x00\xff", ContentType="text/x-odd", Metadata={"a": "b"}
        )
    state = State(tmp_path / "kept")
    state.save_objects([bucket])
    for key in KEYS:
        s3.delete_object(Bucket=bucket, Key=key)
    State(tmp_path / "kept").load_objects([bucket])
    for key in KEYS:
        answer = s3.get_object(Bucket=bucket, Key=key)
        assert answer["Body"].read() == key.encode() + b"\x00\xff"
        assert (answer["ContentType"], answer["Metadata"]) == ("text/x-odd", {"a": "b"})


def test_no_key_leads_out_of_the_folder(bucket: str, tmp_path: Path) -> None:
    for key in KEYS:
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")
    State(tmp_path / "kept").save_objects([bucket])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2 * len(KEYS)
    assert {path.parent for path in files} == {tmp_path / "kept" / "files" / bucket}


def test_what_was_saved_is_loaded_and_nothing_is_there_before(tmp_path: Path) -> None:
    state = State(tmp_path / "kept")
    assert state.load() == {}
    state.save({"secrets": {"origin": "x"}})
    assert State(tmp_path / "kept").load() == {"secrets": {"origin": "x"}}


def test_secrets_are_written_for_this_user_alone_and_in_one_piece(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    write_atomically(path, {"old": 1})
    write_atomically(path, {"new": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"new": 2}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_people_come_back_with_password_and_sub(aws: None) -> None:
    old, _ = cognito.create_pool("old")
    cognito.ensure_user(old, "ana@acme.example", "a long password 1", "sub-1")
    cognito.ensure_user(old, "ana@acme.example", "a longer password 2", "sub-1")
    known = cognito.users(old)
    ana = {"email": "ana@acme.example", "password": "a longer password 2", "sub": "sub-1", "factor": None}
    assert known == [ana]
    new, client_id = cognito.create_pool("new")
    for person in known:
        cognito.ensure_user(new, **person)
    assert adapter_of(new, client_id).sign_in("ana@acme.example", "a longer password 2") == "sub-1"


def test_people_come_back_with_their_second_factor_and_the_others_without(aws: None) -> None:
    old, _ = cognito.create_pool("old")
    cognito.ensure_user(old, "ana@acme.example", "a long password 1", "sub-1", "A" * 52)
    cognito.ensure_user(old, "ben@acme.example", "a long password 1", "sub-2")
    new, client_id = cognito.create_pool("new")
    for person in json.loads(json.dumps(cognito.users(old))):
        cognito.ensure_user(new, **person)
    assert cognito.users(new) == cognito.users(old)
    identity = adapter_of(new, client_id)
    assert isinstance(identity.sign_in("ana@acme.example", "a long password 1"), Challenge)
    assert identity.sign_in("ben@acme.example", "a long password 1") == "sub-2"


def test_a_new_run_goes_on_in_the_stream_and_with_the_messages_that_waited(aws: None) -> None:
    name = f"desk-{uuid.uuid4().hex[:12]}"
    environment = resources.create("acme.example", "http://desk.test", "http://help.test", name=name)

    def act(sort_key: str) -> None:
        item = {"pk": {"S": "W#acme#T#1"}, "sk": {"S": sort_key}, "type": {"S": "action"}}
        boto3.client("dynamodb").put_item(TableName=name, Item=item)

    first = Pumps(StandIn(tuple(template.functions())), environment)
    act("L#1")
    first.settle()
    boto3.client("sqs").send_message(QueueUrl=environment["MAIL_QUEUE_URL"], MessageBody="late", DelaySeconds=60)
    progress = json.loads(json.dumps(first.progress()))
    act("L#2")

    app = StandIn(tuple(template.functions()))
    second = Pumps(app, environment)
    second.queues[-1].clear()
    second.resume(progress, same_stream=True)
    second.settle()
    assert app.carried("notify") == ["L#2"]
    assert app.carried("deliver_mail") == ["late"]


def test_a_table_in_memory_comes_back_with_every_kind_of_value(aws: None, tmp_path: Path) -> None:
    name = f"desk-{uuid.uuid4().hex[:12]}"
    resources.create("acme.example", "http://desk.test", "http://help.test", name=name)
    dynamodb = boto3.client("dynamodb")
    values = {
        "binary": {"B": b"\x00\xff"},
        "binaries": {"BS": [b"\x01", b"\x02"]},
        "numbers": {"NS": ["1", "2.5"]},
        "map": {"M": {"list": {"L": [{"S": "é"}, {"B": b"x"}, {"NULL": True}]}, "no": {"BOOL": False}}},
    }
    for number in range(30):
        dynamodb.put_item(TableName=name, Item={"pk": {"S": f"W#{number % 3}"}, "sk": {"S": f"{number}"}, **values})
    before = sorted(dynamodb.scan(TableName=name)["Items"], key=lambda item: int(item["sk"]["S"]))
    State(tmp_path).save_table(name)
    for item in before:
        dynamodb.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
    State(tmp_path).load_table(name)
    assert sorted(dynamodb.scan(TableName=name)["Items"], key=lambda item: int(item["sk"]["S"])) == before
    found = dynamodb.query(
        TableName=name, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "W#1"}}
    )
    assert [item["sk"]["S"] for item in found["Items"]] == sorted(str(one) for one in range(1, 30, 3))
