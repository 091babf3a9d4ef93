"""A request to AWS → the actions that its caller's role has to be granted, each with the resource.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import unescape

from infra.local.aws import ACCOUNT, REGION

_CREDENTIAL = re.compile(rb"([A-Za-z_]+)(?:/|%2F)\d{8}(?:/|%2F)[a-z0-9-]+(?:/|%2F)([a-z0-9-]+)(?:/|%2F)aws4_request")


@dataclass(frozen=True, slots=True)
class Called:
    """One action on one resource, by one function."""

    who: str
    action: str
    resource: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in. Names of headers are lower-case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def document(self) -> Any:
        """The body of a service that speaks JSON."""
        return json.loads(self.body or b"{}")


def called(request: Request) -> Iterator[Called]:
    """Yield what a signed request needs. One that nobody signed, such as a sign-in at Cognito, needs no grant."""
    signed = request.headers.get("authorization", "").encode() or request.query.encode() or request.body
    found = _CREDENTIAL.search(signed)
    if found:
        who, service = found[1].decode(), found[2].decode()
        for action, resource in _SERVICES[service](request):
            yield Called(who, f"{service}:{action}", resource)


Needed = Iterator[tuple[str, str]]


def _operation(request: Request) -> str:
    return request.headers["x-amz-target"].rpartition(".")[2]


def _dynamodb(request: Request) -> Needed:
    operation, asked = _operation(request), request.document
    match operation:
        case "TransactWriteItems":
            names = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
            for part in asked["TransactItems"]:
                for name, each in part.items():
                    yield names.get(name, "ConditionCheckItem"), _table(each["TableName"])
        case "TransactGetItems":
            for part in asked["TransactItems"]:
                yield "GetItem", _table(part["Get"]["TableName"])
        case "BatchGetItem" | "BatchWriteItem":
            for table in asked["RequestItems"]:
                yield operation, _table(table)
        case _:
            index = f"/index/{asked['IndexName']}" if "IndexName" in asked else ""
            yield operation, _table(asked["TableName"]) + index


def _table(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def _sqs(request: Request) -> Needed:
    asked = request.document
    name = asked.get("QueueName") or asked["QueueUrl"].rpartition("/")[2]
    yield _operation(request).removesuffix("Batch"), f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def _ssm(request: Request) -> Needed:
    yield _operation(request), f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{request.document['Name']}"


def _cognito(request: Request) -> Needed:
    yield _operation(request), f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{request.document['UserPoolId']}"


_S3_VERBS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject", "POST": "PutObject"}
"""What is posted to a file begins it, or makes it of its parts."""


def _s3(request: Request) -> Needed:
    """With the bucket in the path, as botocore has it where the host is an address."""
    bucket, _, key = unquote(request.path).lstrip("/").partition("/")
    asked = parse_qs(request.query, keep_blank_values=True)
    if request.method == "POST" and "delete" in asked:
        for named in re.findall(r"<Key>(.*?)</Key>", request.body.decode()):
            yield "DeleteObject", f"arn:aws:s3:::{bucket}/{unescape(named)}"
            yield "DeleteObjectVersion", f"arn:aws:s3:::{bucket}/{unescape(named)}"
    elif "versions" in asked:
        yield "ListBucketVersions", f"arn:aws:s3:::{bucket}"
    elif request.method == "POST" and not request.query:  # a form, which a browser sends with what the function signed
        found = re.search(rb'name="key"\s+(\S+)\r\n', request.body)
        yield "PutObject", f"arn:aws:s3:::{bucket}/{found[1].decode() if found else ''}"
    elif key:
        yield _S3_VERBS[request.method], f"arn:aws:s3:::{bucket}/{key}"
    else:
        yield "ListBucket", f"arn:aws:s3:::{bucket}"
    if source := request.headers.get("x-amz-copy-source"):
        yield "GetObject", f"arn:aws:s3:::{unquote(source).lstrip('/')}"


def _ses(request: Request) -> Needed:
    place = f"arn:aws:ses:{REGION}:{ACCOUNT}:"
    match [request.method, *unquote(request.path).split("/")[3:]]:
        case ["POST", "outbound-emails"]:
            asked = request.document
            # A mail that is written by its sender is asked about under the older name, too.
            for action in ("SendEmail", "SendRawEmail")[: 2 if "Raw" in asked["Content"] else 1]:
                yield action, f"{place}identity/{asked['FromEmailAddress'].rpartition('@')[2].rstrip('>')}"
                yield action, f"{place}configuration-set/{asked['ConfigurationSetName']}"
        case ["DELETE", "suppression", "addresses", _]:
            yield "DeleteSuppressedDestination", "*"
        case ["GET", "identities", domain]:
            yield "GetEmailIdentity", f"{place}identity/{domain}"
        case other:
            raise ValueError(f"nobody knows what {other} needs: say so in tests/zip/actions.py")


def _bedrock(request: Request) -> Needed:
    model = unquote(request.path).split("/")[2]
    yield "InvokeModel", f"arn:aws:bedrock:{REGION}::foundation-model/{model}"


_SERVICES: Mapping[str, Callable[[Request], Needed]] = {
    "dynamodb": _dynamodb,
    "sqs": _sqs,
    "ssm": _ssm,
    "cognito-idp": _cognito,
    "s3": _s3,
    "ses": _ses,
    "bedrock": _bedrock,
}
