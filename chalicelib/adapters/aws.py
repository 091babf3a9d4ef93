"""Where botocore's clients come from: made on first use, one of a kind a process. boto3 would add nothing that is used
here, and takes as long to load as making a client does."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config

_making = Lock()

ANSWER_SECONDS = 10
"""The time in which a service answers that is asked once."""

_S3: dict[str, Any] = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}
"""Links and forms that name the bucket's own region. Without the style botocore signs them for a host in us-east-1,
which redirects, and a browser doesn't follow a redirected upload (S3 user guide, "Request redirection")."""

_TO_READ = {"sesv2": 60}
_TO_READ_ELSE = 5
"""Seconds of silence. With four tries that is 24 in all with connecting: before the function is ended that answers over
HTTP, whose callers are told then that they may try again. A mail whose sending is given up early may be sent twice."""


def client(service: str, region: str) -> Any:
    """Return a client. Making one is not thread-safe, using it is (boto3's documentation on clients)."""
    with _making:
        return _client(service, region)


def client_of_one_try(service: str, region: str) -> Any:
    """Return a client that doesn't try again by itself, and waits no longer than a function can wait for an answer."""
    with _making:
        return _client_of_one_try(service, region)


@cache
def _client_of_one_try(service: str, region: str) -> Any:
    once = {"mode": "standard", "total_max_attempts": 1}
    config = Config(retries=once, connect_timeout=3, read_timeout=ANSWER_SECONDS)
    return _session().create_client(service, region_name=region, config=config)


@cache
def _client(service: str, region: str) -> Any:
    retries = {"mode": "standard", "total_max_attempts": 4}
    config = Config(retries=retries, connect_timeout=1, read_timeout=_TO_READ.get(service, _TO_READ_ELSE))
    config = config.merge(Config(**_S3)) if service == "s3" else config
    return _session().create_client(service, region_name=region, config=config)


@cache
def _session() -> botocore.session.Session:
    """Apart from PynamoDB's, which reads answers in a way of its own."""
    return botocore.session.get_session()
