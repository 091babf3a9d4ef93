"""AWS clients for the local desk's own use. Where they lead, the environment says: AWS_ENDPOINT_URL, or moto's mock."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGION = "us-east-1"
"""moto takes unsigned Cognito calls for this region, so the local desk lives there."""

USER_AGENT = "local-desk"
"""By this the requests of the machinery are told from those of the app."""

_lock = threading.Lock()


def client(service: str, endpoint: str | None = None) -> Any:
    """One client per service and endpoint: they are safe to share between threads, making them is not."""
    with _lock:
        return _client(service, endpoint)


@cache
def _client(service: str, endpoint: str | None) -> Any:
    config = Config(user_agent_extra=USER_AGENT, s3={"addressing_style": "path"})
    return boto3.client(service, region_name=REGION, endpoint_url=endpoint, config=config)
