"""Bedrock on the desk of one machine."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import bedrock


def test_a_model_is_refused_as_aws_does_where_nobody_was_given_access(aws: None) -> None:
    bedrock.install()
    client = boto3.client("bedrock-runtime")
    with pytest.raises(ClientError) as refused:
        client.converse(modelId="some.model", messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
