"""Rules for what holds data: table, buckets, and the way mail comes in."""

from __future__ import annotations

from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.protected import HOLDS_DATA, KEPT, is_on
from infra.package.rules.reading import of_type, statements, target


def data_outlives_the_stack(template: Template) -> Iterator[str]:
    for name, resource in template["Resources"].items():
        if resource["Type"] not in HOLDS_DATA:
            continue
        if resource.get("DeletionPolicy") != KEPT or resource.get("UpdateReplacePolicy") != "Retain":
            yield f"{name} would be deleted with the stack or by a change"


def tables_are_protected(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, "AWS::DynamoDB::Table").items():
        if not is_on(properties.get("DeletionProtectionEnabled"), on=True):
            yield f"{name} can be deleted by a slip"
        if not properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield f"{name} can't be restored"


def buckets_are_private(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, "AWS::S3::Bucket").items():
        blocks = properties.get("PublicAccessBlockConfiguration", {})
        if len(blocks) != 4 or not all(blocks.values()):
            yield f"{name} can be opened to the public"
        if "BucketEncryption" not in properties:
            yield f"{name} is not encrypted"


def buckets_speak_tls_only(template: Template) -> Iterator[str]:
    closed = {
        target(policy["Bucket"])
        for policy in of_type(template, "AWS::S3::BucketPolicy").values()
        if any(_refuses_plain_http(statement) for statement in statements(policy["PolicyDocument"]))
    }
    yield from (f"{name} answers without TLS" for name in of_type(template, "AWS::S3::Bucket") if name not in closed)


def _refuses_plain_http(statement: Template) -> bool:
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] == "s3:*"
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
    )


def mail_is_scanned_and_announced(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, "AWS::SES::ReceiptRule").items():
        rule = properties["Rule"]
        if not rule.get("ScanEnabled"):
            yield f"{name} lets mail in unscanned"
        if not any(target(action.get("S3Action", {}).get("TopicArn")) for action in rule["Actions"]):
            yield f"{name} stores mail without telling anybody"


RULES = (
    data_outlives_the_stack,
    tables_are_protected,
    buckets_are_private,
    buckets_speak_tls_only,
    mail_is_scanned_and_announced,
)
