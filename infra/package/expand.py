"""SAM → plain CloudFormation, offline, the way CloudFormation's transform does it."""

from __future__ import annotations

import json
import logging

from infra.package.errors import UnfitError
from infra.package.parts import Template

REGION = "us-east-1"


def expand(sam: Template) -> Template:
    """The template CloudFormation would make of a SAM template. A mistake in it raises UnfitError."""
    import boto3  # cold start: a second to load, and most of packaging goes without
    from samtranslator.model.exceptions import InvalidDocumentException  # type: ignore[import-untyped]
    from samtranslator.parser.parser import Parser  # type: ignore[import-untyped]
    from samtranslator.translator.translator import Translator  # type: ignore[import-untyped]

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    try:
        expanded: Template = translator.translate(_uploaded(sam), {})
    except InvalidDocumentException as mistake:
        raise UnfitError("\n".join(f"SAM: {cause.message}" for cause in mistake.causes)) from mistake
    return expanded


def _uploaded(sam: Template) -> Template:
    """A copy whose code lies in S3, as it will when CloudFormation sees it."""
    document: Template = json.loads(json.dumps(sam))
    for resource in document["Resources"].values():
        if resource.get("Type") == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/deployment.zip"
    return document
