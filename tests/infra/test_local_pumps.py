"""What happens in the table and the queues must reach the functions as Lambda would bring it there."""

from __future__ import annotations

import json
import time
import uuid
from datetime import timedelta
from typing import Any

import boto3
import pytest

from infra.local import resources, template
from infra.local.pumps import Pumps
from infra.local.stream_pump import TRIES
from tests.support.cuts import Cut
from tests.support.stand_in import StandIn


class Circuit:
    """Resources, a stand-in for the app, and the pumps between them."""

    def __init__(self) -> None:
        name = f"desk-{uuid.uuid4().hex[:12]}"
        self.environment = resources.create("acme.example", "http://desk.test", "http://help.test", name=name)
        self.app = StandIn(tuple(template.functions()))
        self.pumps = Pumps(self.app, self.environment)
        self.pumps.streams = [pump for pump in self.pumps.streams if pump.function.name == "notify"]
        self.sqs, self.dynamodb = boto3.client("sqs"), boto3.client("dynamodb")

    def put(self, sort_key: str, kind: str = "action", **attributes: Any) -> None:
        item = {"pk": {"S": "W#acme#T#1"}, "sk": {"S": sort_key}, "type": {"S": kind}, **attributes}
        self.dynamodb.put_item(TableName=self.environment["TABLE_NAME"], Item=item)

    def send(self, body: str, delay: int = 0) -> None:
        self.sqs.send_message(QueueUrl=self.environment["MAIL_QUEUE_URL"], MessageBody=body, DelaySeconds=delay)

    def dead_letters(self) -> list[str]:
        url = self.sqs.get_queue_url(QueueName=f"{self.environment['DESK_NAME']}-mail-out-dead")["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [message["Body"] for message in answer.get("Messages", [])]

    def failures(self) -> list[dict[str, Any]]:
        s3, bucket = boto3.client("s3"), self.environment["FAILURES_BUCKET"]
        found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return [json.loads(s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()) for entry in found]


@pytest.fixture
def circuit(aws: None) -> Circuit:
    return Circuit()


def test_an_inserted_action_reaches_notify_in_lambdas_shape(circuit: Circuit) -> None:
    circuit.put("L#1", raw={"B": b"\x00\xff"}, some={"NS": ["1"]})
    circuit.pumps.settle()
    [event] = circuit.app.calls["notify"]
    [record] = event["Records"]
    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["eventSourceARN"] == circuit.environment["STREAM_ARN"]
    assert record["dynamodb"]["NewImage"]["raw"] == {"B": "AP8="}
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)
    json.dumps(event)


def test_every_consumer_of_the_stream_gets_every_action(circuit: Circuit) -> None:
    pumps = Pumps(circuit.app, circuit.environment)
    consumers = [name for name, settings in template.functions().items() if "stream" in settings]
    circuit.put("L#1")
    circuit.put("L#2")
    pumps.settle()
    assert {name: circuit.app.carried(name) for name in consumers} == {name: ["L#1", "L#2"] for name in consumers}


def test_only_inserted_actions_pass_the_filter(circuit: Circuit) -> None:
    circuit.put("L#1")
    circuit.put("TICKET", kind="ticket")
    circuit.put("L#1", note={"S": "changed"})
    circuit.pumps.settle()
    assert circuit.app.carried("notify") == ["L#1"]
    assert len(circuit.app.calls["notify"]) == 1


def test_records_arrive_once_and_in_order_whatever_their_number(circuit: Circuit) -> None:
    keys = [f"L#{number:04}" for number in range(250)]
    for key in keys:
        circuit.put(key)
    circuit.pumps.settle()
    circuit.pumps.settle()
    assert circuit.app.carried("notify") == keys


def test_a_failed_record_holds_up_its_shard_until_it_passes(circuit: Circuit) -> None:
    for key in ("L#1", "L#2", "L#3"):
        circuit.put(key)
    circuit.app.failing["L#2"] = TRIES - 1
    circuit.pumps.settle()
    carried = circuit.app.carried("notify")
    assert carried.index("L#2") < len(carried) - 1 - carried[::-1].index("L#3")
    assert set(carried) == {"L#1", "L#2", "L#3"}
    assert carried.count("L#1") == 1
    assert circuit.failures() == []


def test_a_record_that_keeps_failing_is_put_aside_and_the_next_go_on(circuit: Circuit) -> None:
    for key in ("L#1", "L#2", "L#3"):
        circuit.put(key)
    circuit.app.failing["L#2"] = 1000
    circuit.pumps.settle()
    assert circuit.app.carried("notify")[-1] == "L#3"
    [failure] = circuit.failures()
    [record] = json.loads(failure["payload"])["Records"]
    assert record["dynamodb"]["Keys"]["sk"] == {"S": "L#2"}
    assert failure["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert circuit.pumps.lost() == [f"notify: record {record['dynamodb']['SequenceNumber']}"]


def test_a_function_that_raises_gets_its_records_again(circuit: Circuit, caplog: pytest.LogCaptureFixture) -> None:
    circuit.app.raising = [RuntimeError("first try"), RuntimeError("second try")]
    circuit.put("L#1")
    circuit.put("L#2")
    circuit.pumps.settle()
    assert circuit.app.carried("notify") == ["L#1", "L#2"]
    assert caplog.text.count("notify failed") == 2


def test_a_function_cut_off_gets_its_records_and_messages_again(circuit: Circuit) -> None:
    circuit.put("L#1")
    circuit.send("mail")
    for _ in range(2):
        circuit.app.raising = [Cut()]
        with pytest.raises(Cut):
            circuit.pumps.settle()
    circuit.pumps.settle()
    assert circuit.app.carried("notify") == ["L#1"]
    assert circuit.app.carried("deliver_mail") == ["mail"]


def test_a_message_reaches_its_function_in_lambdas_shape_and_leaves_the_queue(circuit: Circuit) -> None:
    circuit.send("mail")
    circuit.pumps.settle()
    circuit.pumps.settle()
    [event] = circuit.app.calls["deliver_mail"]
    [record] = event["Records"]
    assert record["body"] == "mail"
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith("mail-out")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"


def test_only_the_failed_messages_of_a_batch_come_again(circuit: Circuit) -> None:
    for body in ("a", "b", "c"):
        circuit.send(body)
    circuit.app.failing["b"] = 2
    circuit.pumps.settle()
    assert sorted(circuit.app.carried("deliver_mail")) == ["a", "b", "c"]


def test_a_message_that_keeps_failing_becomes_a_dead_letter(circuit: Circuit) -> None:
    circuit.send("poison")
    circuit.app.failing["poison"] = 1000
    circuit.pumps.settle()
    assert len(circuit.app.calls["deliver_mail"]) == template.queues()["mail-out"]["tries"]
    assert circuit.pumps.lost() == ["deliver_mail: poison"]
    assert circuit.dead_letters() == ["poison"]


def test_a_delayed_message_runs_when_the_time_has_passed_and_not_before(circuit: Circuit) -> None:
    circuit.send("later", delay=10)
    circuit.pumps.settle()
    circuit.pumps.advance(timedelta(seconds=9))
    circuit.pumps.settle()
    assert circuit.app.carried("deliver_mail") == []
    circuit.pumps.advance(timedelta(seconds=2))
    circuit.pumps.settle()
    assert circuit.app.carried("deliver_mail") == ["later"]


def test_what_is_published_to_the_topics_reaches_their_queues_as_it_was(circuit: Circuit) -> None:
    sns = boto3.client("sns")
    sns.publish(TopicArn=circuit.environment["INBOUND_TOPIC_ARN"], Message='{"n": 1}')
    sns.publish(TopicArn=circuit.environment["DELIVERY_TOPIC_ARN"], Message='{"n": 2}')
    circuit.pumps.settle()
    assert circuit.app.carried("ingest_mail") == ['{"n": 1}']
    assert circuit.app.carried("record_delivery") == ['{"n": 2}']


def test_settling_says_what_is_left_when_it_takes_too_long(circuit: Circuit) -> None:
    circuit.send("stuck")
    circuit.app.failing["stuck"] = 1000
    for queue in circuit.pumps.queues:
        queue.retry_after = 60
    with pytest.raises(TimeoutError, match="deliver_mail"):
        circuit.pumps.settle(timeout=0.1)


def test_threads_carry_everything_and_settling_waits_for_them(circuit: Circuit) -> None:
    circuit.pumps.start()
    try:
        for number in range(20):
            circuit.put(f"L#{number:02}")
            circuit.send(f"m{number:02}")
        circuit.pumps.settle()
        assert len(circuit.app.carried("notify")) == 20
        assert sorted(circuit.app.carried("deliver_mail")) == [f"m{number:02}" for number in range(20)]
    finally:
        circuit.pumps.stop()


def test_idle_threads_use_next_to_no_processor_time(circuit: Circuit) -> None:
    circuit.pumps.start()
    try:
        time.sleep(1)  # until the sleeps have grown
        before = time.process_time()
        time.sleep(1)
        assert time.process_time() - before < 0.1
    finally:
        circuit.pumps.stop()


def test_what_is_passed_over_is_shown_to_nobody_and_what_comes_then_is(circuit: Circuit) -> None:
    for number in range(150):
        circuit.put(f"L#{number:03d}")
    circuit.pumps.pass_over()
    circuit.put("L#after")
    circuit.pumps.settle()
    assert circuit.app.carried("notify") == ["L#after"]


def test_after_a_restart_every_consumer_goes_on_where_it_was(circuit: Circuit) -> None:
    """The stream is read once for all of them, from where the one is that is furthest behind."""
    first = Pumps(circuit.app, circuit.environment)
    behind = next(pump for pump in first.streams if pump.function.name == "index")
    circuit.put("L#1")
    first.settle()
    circuit.put("L#2")
    for pump in first.streams:
        if pump is not behind:
            pump.step()
    assert (circuit.app.carried("notify"), circuit.app.carried("index")) == (["L#1", "L#2"], ["L#1"])
    again = Pumps(circuit.app, circuit.environment)
    again.resume(first.progress(), same_stream=True)
    circuit.put("L#3")
    again.settle()
    assert circuit.app.carried("notify") == circuit.app.carried("index") == ["L#1", "L#2", "L#3"]
