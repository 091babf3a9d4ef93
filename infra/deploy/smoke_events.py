"""The events by which a new version is tried: one of each kind that AWS would call its functions with.

https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-example-event,
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from infra.local.lambda_events import plain, queue_event, schedule_event

VISITOR = "192.0.2.1"
"""Of a block that is nobody's: https://www.rfc-editor.org/rfc/rfc5737"""
_QUEUE = "arn:aws:sqs:us-east-1:000000000000:smoke-test"
_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/smoke-test/stream/2000-01-01T00:00:00.000"


def request(
    method: str,
    resource: str,
    host: str,
    origin: str,
    body: dict[str, Any] | None = None,
    token: str = "",
    **path: str,
) -> dict[str, Any]:
    """Return what API Gateway makes of a request that came through CloudFront. `path` fills in the resource."""
    headers = {
        "x-origin-secret": origin,
        "x-viewer-host": urlsplit(host).netloc,
        "x-viewer-address": VISITOR,
        "accept": "application/json, text/html",
        "user-agent": "smoke test",
        **({"content-type": "application/json"} if body is not None else {}),
        **({"idempotency-key": uuid.uuid4().hex} if body is not None else {}),
        **({"authorization": f"Bearer {token}"} if token else {}),
    }
    asked = resource.format(**path)
    context = {"resourcePath": resource, "httpMethod": method, "path": asked, "stage": "api"}
    context |= {"requestId": str(uuid.uuid4()), "protocol": "HTTP/1.1"}
    return {
        "resource": resource,
        "path": asked,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": path or None,
        "stageVariables": None,
        "requestContext": context | {"identity": {"sourceIp": VISITOR, "userAgent": "smoke test"}},
        "body": base64.b64encode(json.dumps(body).encode()).decode() if body is not None else None,
        "isBase64Encoded": body is not None,
    }


def message(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a function gets of a queue with one message in it."""
    body = json.dumps(content)
    return queue_event([{"MessageId": "smoke-test", "ReceiptHandle": "-", "Body": body, "MD5OfBody": ""}], _QUEUE)


def inserted(item: dict[str, Any]) -> dict[str, Any]:
    """Return what a function gets of the table's stream when this was stored."""
    stored = {
        "Keys": {key: item[key] for key in ("pk", "sk")},
        "NewImage": item,
        "SequenceNumber": "1",
        "SizeBytes": 1,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    record = {
        "eventID": uuid.uuid4().hex,
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": plain(stored),
        "eventSourceARN": _STREAM,
    }
    return {"Records": [record]}


def minute() -> dict[str, Any]:
    """Return what a function gets when its schedule is due."""
    return schedule_event("smoke-test")


def mail_notice(key: str, sender: str, recipient: str) -> dict[str, Any]:
    """Return SES's notice of a mail that was stored. It says of it that it is spam, so that it is parked: nobody is
    answered, and nobody is told."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    verdicts = {"spamVerdict": "FAIL", "virusVerdict": "PASS", "spfVerdict": "PASS", "dkimVerdict": "PASS"}
    receipt: dict[str, Any] = {name: {"status": status} for name, status in verdicts.items()}
    receipt |= {"recipients": [recipient], "action": {"type": "S3", "objectKey": key}, "timestamp": at}
    mail = {"messageId": key.rpartition("/")[2], "timestamp": at, "source": sender, "destination": [recipient]}
    return {"notificationType": "Received", "mail": mail, "receipt": receipt}
