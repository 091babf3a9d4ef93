"""Buckets from infra/template/buckets.json: whatever the entry says, a bucket is private, encrypted and kept."""

from __future__ import annotations

from infra.package.parts import Template, read

PRIVATE = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
ENCRYPTED = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
NO_ACLS = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def buckets() -> Template:
    """Every bucket with its policy, as a piece of a template."""
    resources: Template = {}
    for name, entry in read("template/buckets.json").items():
        resources[name] = _bucket(entry)
        resources[f"{name}Policy"] = _policy(name, entry["statements"])
    return {"Resources": resources}


def _bucket(entry: Template) -> Template:
    return {
        "Type": "AWS::S3::Bucket",
        "DependsOn": entry["depends_on"],
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "PublicAccessBlockConfiguration": PRIVATE,
            "BucketEncryption": ENCRYPTED,
            "OwnershipControls": NO_ACLS,
            **entry["properties"],
        },
    }


def _policy(name: str, statements: list[Template]) -> Template:
    only_over_tls = {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [only_over_tls, *statements]}
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": {"Ref": name}, "PolicyDocument": document},
    }
