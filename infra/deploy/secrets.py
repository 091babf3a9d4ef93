"""The desk's secrets: one SecureString parameter, which CloudFormation can't create."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.deploy.errors import DeployError

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class StoredSecrets:
    """A parameter's content, and which version of it that is, stored when."""

    values: dict[str, Any]
    version: int
    at: datetime = field(compare=False)


def ensure_secrets(ssm: Any, parameter: str) -> StoredSecrets:
    """The secrets under this parameter name. Makes those that are missing; never changes one that is there. For
    deploying alone: functions and CloudFront know what it made only once they are told."""
    known = find_secrets(ssm, parameter)
    if known is None:
        # Without Overwrite: had somebody stored some in between, AWS refuses instead of replacing them.
        return _store(ssm, parameter, new_secrets(), overwrite=False)
    complete = new_secrets() | known.values
    return known if complete == known.values else _store(ssm, parameter, complete, overwrite=True)


def stored_secrets(ssm: Any, parameter: str) -> StoredSecrets:
    """Return the secrets of a desk that was deployed. Raises DeployError where there are none."""
    known = find_secrets(ssm, parameter)
    if known is None:
        raise DeployError(
            f"There is no {parameter}, which holds the desk's secrets: deploy first, or, if it was lost, put back your "
            "copy. Nothing was done."
        )
    return known


def find_secrets(ssm: Any, parameter: str) -> StoredSecrets | None:
    """Return the secrets under this parameter name, None where there is no such parameter."""
    try:
        stored = ssm.get_parameter(Name=parameter, WithDecryption=True)["Parameter"]
    except ssm.exceptions.ParameterNotFound:
        return None
    return StoredSecrets(json.loads(stored["Value"]), stored["Version"], stored["LastModifiedDate"])


def change_secrets(ssm: Any, parameter: str, known: StoredSecrets, values: dict[str, Any]) -> StoredSecrets:
    """Replace the secrets by these. Raises DeployError when somebody else changed them just then: both are in the
    parameter's history."""
    stored = _store(ssm, parameter, values, overwrite=True)
    if stored.version != known.version + 1:
        raise DeployError(
            f"Somebody else changed {parameter} at the same moment. Compare its versions {known.version + 1} and "
            f"{stored.version} (aws ssm get-parameter-history --with-decryption) before anything else."
        )
    return stored


def new_key() -> str:
    """Return a new signing key."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def new_origin() -> str:
    """Return something new for CloudFront to show the API."""
    return secrets.token_urlsafe(KEY_BYTES)


def _store(ssm: Any, parameter: str, values: dict[str, Any], *, overwrite: bool) -> StoredSecrets:
    text = json.dumps(values)
    answer = ssm.put_parameter(Name=parameter, Type="SecureString", Value=text, Overwrite=overwrite)
    return StoredSecrets(values, answer["Version"], datetime.now(UTC))


def new_secrets() -> dict[str, Any]:
    """`signing`: keys by id, and which of them signs now; `origin`: what CloudFront shows the API."""
    return {"signing": {"current": "k1", "keys": {"k1": new_key()}}, "origin": new_origin()}
