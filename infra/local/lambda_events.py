"""The events that AWS calls functions with, in its documented shapes.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-example.html,
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/events/EventTypes.html#schedule_event_type
"""

from __future__ import annotations

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

from infra.local.aws import ACCOUNT, REGION


def queue_event(messages: list[dict[str, Any]], queue_arn: str) -> dict[str, Any]:
    """Messages, as ReceiveMessage answered them, as Lambda hands them to a function."""
    return {"Records": [_queue_record(message, queue_arn) for message in messages]}


def _queue_record(message: dict[str, Any], queue_arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {"stringValue": each["StringValue"], "dataType": each["DataType"]}
            for name, each in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def plain(value: Any) -> Any:
    """Records, as an AWS client answers them, as Lambda hands them to a function: JSON, binary values in base64."""
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case list() | set():
            return [plain(inner) for inner in value]
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():  # moto's own are in UTC and don't say so
            return value.replace(tzinfo=value.tzinfo or UTC).timestamp()
    return value


def schedule_event(rule: str) -> dict[str, Any]:
    """Return the event that EventBridge sends when a schedule is due."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule}"],
        "detail": {},
    }
