"""What goes by itself, and who may erase what for good: read off the template as it is deployed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from infra.package.check import check
from infra.package.merge import merge_file
from infra.package.parts import Template
from infra.package.rules.reading import as_list, of_type, statements
from infra.package.sam import sam_template

FILES = {f"FilesBucket/{folder}/*" for folder in ("attachments", "exports", "html", "text")}
MAIL = {"MailBucket/inbound/*"}
MAY_ERASE = {"SlaTick": FILES | MAIL, "IngestMail": MAIL, "APIHandler": MAIL}
"""What each function may erase, in any version. Of what tickets hold, the tick alone may: others ask for work that it
does. A mail that is masked goes as it came with the very function that filed it, or let it in."""
DELETES = ("s3:DeleteObject", "s3:DeleteObjectVersion")
ERASES = {*DELETES, "s3:ListBucketVersions"}
MAY_OF_S3 = {*ERASES, "s3:GetObject", "s3:ListBucket", "s3:PutObject"}


@pytest.fixture(scope="module")
def template() -> Template:
    return check(sam_template(importlib.import_module("app").app, merge_file()))


def granted(template: Template) -> Iterator[tuple[str, str, str]]:
    """Yield every function, action of S3, and on what."""
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        for policy in properties["Policies"]:
            for statement in statements(policy["PolicyDocument"]):
                for action in as_list(statement["Action"]):
                    if action == "*" or action.lower().startswith("s3:"):
                        yield from (
                            (role.removesuffix("Role"), action, _plain(on)) for on in as_list(statement["Resource"])
                        )


def _plain(resource: Any) -> str:
    match resource:
        case {"Fn::Sub": str(pattern)}:
            return pattern.replace("${", "").replace(".Arn}", "")
        case {"Fn::GetAtt": [str(name), "Arn"]} | {"Fn::GetAtt": str(name)}:
            return name.removesuffix(".Arn")
    raise AssertionError(f"no bucket of the stack: {resource}")


def test_each_function_may_erase_just_this(template: Template) -> None:
    found: dict[str, dict[str, set[str]]] = {action: {} for action in DELETES}
    for function, action, on in granted(template):
        assert action in MAY_OF_S3, f"{function} may {action}"
        if action in found:
            found[action].setdefault(function, set()).add(on)
    assert found == dict.fromkeys(DELETES, MAY_ERASE)


def test_who_erases_may_see_the_versions_of_just_those_buckets(template: Template) -> None:
    seen = {(function, on) for function, action, on in granted(template) if action == "s3:ListBucketVersions"}
    assert seen == {(function, on.partition("/")[0]) for function, places in MAY_ERASE.items() for on in places}


def test_no_policy_of_a_bucket_lets_anybody_erase(template: Template) -> None:
    for policy in of_type(template, "AWS::S3::BucketPolicy").values():
        for statement in statements(policy["PolicyDocument"]):
            allowed = as_list(statement["Action"]) if statement["Effect"] == "Allow" else []
            assert not any(fnmatchcase(action, pattern) for pattern in allowed for action in ERASES)


def rules(template: Template, bucket: str) -> dict[str, Any]:
    properties = template["Resources"][bucket]["Properties"]
    found = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    assert all(rule["Status"] == "Enabled" for rule in found)
    return {rule.get("Prefix", ""): rule for rule in found}


def test_uploads_nobody_took_go_with_their_versions_and_what_marks_them_as_deleted(template: Template) -> None:
    """The expiration of a version leaves a delete marker, and makes the version a former one, which goes a day later;
    the marker, then alone, goes by the rule for the whole bucket: S3 takes no rule that has both it and days."""
    pending, whole = rules(template, "FilesBucket")["pending/"], rules(template, "FilesBucket")[""]
    assert pending["ExpirationInDays"] == pending["NoncurrentVersionExpiration"]["NoncurrentDays"] == 1
    assert "ExpiredObjectDeleteMarker" not in pending
    assert whole["ExpiredObjectDeleteMarker"] is True
    assert not {"ExpirationInDays", "ExpirationDate", "TagFilters"} & whole.keys()


def test_what_is_replaced_goes_after_five_weeks_and_what_is_there_stays(template: Template) -> None:
    assert rules(template, "FilesBucket").keys() == {"pending/", "exports/", ""}
    whole = rules(template, "FilesBucket")[""]
    assert whole["NoncurrentVersionExpiration"] == {"NoncurrentDays": 35}
    versions = {name: one.get("VersioningConfiguration") for name, one in of_type(template, "AWS::S3::Bucket").items()}
    assert [name for name, one in versions.items() if one] == ["FilesBucket"]
    assert versions["FilesBucket"] == {"Status": "Enabled"}


def test_raw_mail_is_kept_once_and_goes_after_ninety_days(template: Template) -> None:
    assert rules(template, "MailBucket")["inbound/"]["ExpirationInDays"] == 90
    assert rules(template, "FailuresBucket")[""]["ExpirationInDays"] == 90


@pytest.mark.parametrize("bucket", ["FilesBucket", "MailBucket"])
def test_parts_of_what_was_never_sent_whole_go_wherever_they_are(template: Template, bucket: str) -> None:
    assert rules(template, bucket)[""]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}
