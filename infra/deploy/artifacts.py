"""The bucket that CloudFormation takes code and template from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.deploy.errors import DeployError
from infra.deploy.released import with_former

ZIP, TEMPLATE = "deployment.zip", "template.json"


def bucket_name(account: str, region: str) -> str:
    """One bucket for every stack of this account and region."""
    return f"workestra-tickets-{account}-{region}"


def ensure_bucket(s3: Any, name: str, account: str, region: str) -> None:
    """Create the bucket, private as all new ones are, unless it is there. Refuses one of another account. Nothing in it
    ends by its age: a stack that is undone takes its code from here, however old; see `Releases.drop_old`."""
    try:
        s3.head_bucket(Bucket=name, ExpectedBucketOwner=account)
    except s3.exceptions.ClientError as refusal:
        status = refusal.response["ResponseMetadata"]["HTTPStatusCode"]
        if status != 404:
            raise DeployError(f"The bucket {name} exists but this account may not use it (HTTP {status}).") from refusal
        # us-east-1 is the one region that may not be named here.
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **where)
        return
    s3.delete_bucket_lifecycle(Bucket=name)  # what earlier releases made, which ended all after a year


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Code and template in the bucket: where they lie, and the template's URL."""

    code: str
    template: str
    url: str


def upload(s3: Any, bucket: str, build: Path, region: str, deployed: Mapping[str, str]) -> Uploaded:
    """Upload zip and template under names made of their content. `deployed` are the outputs of the stack as it is."""
    code = (build / ZIP).read_bytes()
    code_key = f"code/{hashlib.sha256(code).hexdigest()}.zip"
    s3.put_object(Bucket=bucket, Key=code_key, Body=code)
    body = json.dumps(with_code(with_former(template(build), deployed), bucket, code_key), sort_keys=True).encode()
    key = f"template/{hashlib.sha256(body).hexdigest()}.json"
    s3.put_object(Bucket=bucket, Key=key, Body=body)
    return Uploaded(code_key, key, f"https://{bucket}.s3.{region}.amazonaws.com/{key}")


def template(build: Path) -> dict[str, Any]:
    """Return the template as it was built, without the place of its code."""
    built_one: dict[str, Any] = json.loads((build / TEMPLATE).read_text(encoding="utf-8"))
    return built_one


def with_code(template: dict[str, Any], bucket: str, key: str) -> dict[str, Any]:
    """The template with every function's code at this place in S3."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return template


def built(build: Path) -> None:
    """Refuse to go on without zip and template."""
    missing = [name for name in (ZIP, TEMPLATE) if not (build / name).is_file()]
    if missing:
        raise DeployError(f"build/ has no {' and no '.join(missing)}: run `make package` first.")
