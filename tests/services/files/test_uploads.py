"""Where forms and links for files lead: to the bucket in its own region, without a detour."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from chalicelib.adapters.s3 import Bucket


@pytest.mark.parametrize(
    ("region", "host"),
    [("us-east-1", "desk-files.s3.amazonaws.com"), ("eu-central-1", "desk-files.s3.eu-central-1.amazonaws.com")],
)
def test_forms_and_links_name_the_host_that_answers_without_redirecting(region: str, host: str) -> None:
    bucket = Bucket("desk-files", region)
    assert urlsplit(bucket.form("pending/acme/a_1", 5).url).netloc == host
    assert urlsplit(bucket.open_form("pending/acme/x", 5, "https://help.example.com").url).netloc == host
    assert urlsplit(bucket.link("attachments/acme/a_1", "a.png", "image/png")).netloc == host
