"""The desk's secrets: one SecureString parameter, which CloudFormation can't create."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Any

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class StoredSecrets:
    """A parameter's content, and which version of it that is."""

    values: dict[str, Any]
    version: int


def ensure_secrets(ssm: Any, parameter: str) -> StoredSecrets:
    """The secrets under this parameter name. Makes those that are missing; never changes one that is there."""
    try:
        stored = ssm.get_parameter(Name=parameter, WithDecryption=True)["Parameter"]
    except ssm.exceptions.ParameterNotFound:
        # Without Overwrite: had somebody stored some in between, AWS refuses instead of replacing them.
        return _store(ssm, parameter, new_secrets(), overwrite=False)
    known = json.loads(stored["Value"])
    complete = new_secrets() | known
    if complete == known:
        return StoredSecrets(known, stored["Version"])
    return _store(ssm, parameter, complete, overwrite=True)


def _store(ssm: Any, parameter: str, values: dict[str, Any], *, overwrite: bool) -> StoredSecrets:
    text = json.dumps(values)
    answer = ssm.put_parameter(Name=parameter, Type="SecureString", Value=text, Overwrite=overwrite)
    return StoredSecrets(values, answer["Version"])


def new_secrets() -> dict[str, Any]:
    """`signing`: keys by id, and which of them signs now; `origin`: what CloudFront shows the API."""
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return {"signing": {"current": "k1", "keys": {"k1": key}}, "origin": secrets.token_urlsafe(KEY_BYTES)}
