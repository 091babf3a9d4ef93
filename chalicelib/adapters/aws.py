"""Where boto3 clients come from: made on first use, one of a kind a process."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

_making = Lock()


def client(service: str, region: str) -> Any:
    """A boto3 client. Making one is not thread-safe, using it is (boto3's documentation on clients)."""
    with _making:
        return _client(service, region)


@cache
def _client(service: str, region: str) -> Any:
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 4}
    return boto3.client(
        service,
        region_name=region,
        config=Config(signature_version="s3v4" if service == "s3" else None, retries=retries, connect_timeout=3),
    )
