"""A raw mail that lies in the bucket is taken in again, without the notice that came with it."""

from __future__ import annotations

import boto3
import pytest

from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.jobs.calling import drain
from tests.services.mail.correspondence import Correspondence
from tests.support.deployed import run
from tests.support.desk import SUPPORT, Desk


def lost(desk: Desk, **mails: str) -> list[str]:
    """Mails that came, by their subjects and what was found of spam, and whose notices are gone; their keys."""
    who = f"From: Maya Osei <maya@example.com>\r\nTo: {SUPPORT}"
    keys = []
    for subject, spam in mails.items():
        raw = f"{who}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@mail>\r\n\r\nHi"
        keys.append(desk.receive(raw.encode(), "maya@example.com", [SUPPORT], {"spam": spam}))
    drain(desk, "ingest_mail")
    return keys


def test_it_is_filed_as_it_would_have_been_and_once(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    post, keys = Correspondence(desk), lost(desk, Checkout="PASS", Prize="FAIL")
    desk.settle()
    assert post.refs() == []
    capsys.readouterr()
    run(desk, "take-mail", "--key", *keys, "--dry-run")
    said = capsys.readouterr().out
    assert f'  {keys[0]}: "Checkout" of 20' in said
    assert f", from maya@example.com to {SUPPORT}\n" in said
    assert "Nothing was done" in said
    assert post.refs() == []
    for outcomes in (("ticket 1", "parked: spam"), ("repeated", "parked: spam")):
        run(desk, "take-mail", "--key", *keys)
        said = capsys.readouterr().out
        for key, outcome in zip(keys, outcomes, strict=True):
            assert f"  {key}: {outcome}\n" in said
        assert said.endswith("Mails: 2 gone through, 0 failed.\n")
    desk.settle()
    assert post.refs() == ["TKT-0001"]
    assert post.ticket()["title"] == "Checkout"
    assert post.parked() == ["spam"]
    assert len(desk.sent) == 1, "its confirmation"


def test_what_is_not_there_or_says_not_whom_it_is_for_is_refused(desk: Desk) -> None:
    [key] = lost(desk, Checkout="PASS")
    with pytest.raises(DeployError, match=r"no inbound/none in .* 90 days"):
        run(desk, "take-mail", "--key", key, "inbound/none", "--dry-run")
    bare = b"Return-Path: <maya@example.com>\r\nFrom: maya@example.com\r\nSubject: Bare\r\n\r\nHi"
    client("s3").put_object(Bucket=desk.environment["MAIL_BUCKET"], Key="inbound/bare", Body=bare)
    with pytest.raises(DeployError, match="say --to"):
        run(desk, "take-mail", "--key", "inbound/bare")
    run(desk, "take-mail", "--key", "inbound/bare", "--to", SUPPORT)
    desk.settle()
    assert Correspondence(desk).ticket()["title"] == "Bare"


def test_one_that_fails_holds_up_no_other(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = lost(desk, Checkout="PASS", Invoice="PASS")
    get = type(desk.ports.raw_mail).get

    def broken(bucket: object, key: str) -> bytes:
        if key == keys[0]:
            raise OSError("gone")
        return get(bucket, key)  # type: ignore[arg-type]

    monkeypatch.setattr(type(desk.ports.raw_mail), "get", broken)
    with pytest.raises(DeployError, match="Not all could be taken in"):
        run(desk, "take-mail", "--key", *keys)
    said = capsys.readouterr().out
    assert f"{keys[0]} failed: OSError" in said
    assert said.endswith("Mails: 1 gone through, 1 failed.\n")
    assert boto3.client("s3").head_object(Bucket=desk.environment["MAIL_BUCKET"], Key=keys[0])
