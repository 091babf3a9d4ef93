"""The scan looks into every kind of place: old versions, what was deleted, each type that an attribute may have."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from chalicelib.storage.table.keys import digest
from infra.local.aws import client
from tests.privacy.finding import Finder
from tests.privacy.planted import keep_versions
from tests.privacy.scan import Witness, scan
from tests.support.desk import Desk

WORD = "zqbdfghjklmnpr"
FINDER = Finder({"it": WORD}, {f"{WORD}@example.com": "it"})


def put(desk: Desk, **attributes: Any) -> None:
    item = {"pk": {"S": "W#acme#X"}, "sk": {"S": "x"}, "type": {"S": "odd"}, **attributes}
    client("dynamodb").put_item(TableName=desk.environment["TABLE_NAME"], Item=item)


@pytest.mark.parametrize(
    ("attribute", "place"),
    [
        ({"S": WORD}, "table odd.x"),
        ({"S": json.dumps({"a": [{"01ARZ3": WORD}]})}, "table odd.x.a[].*"),
        ({"S": json.dumps({WORD: 1})}, "table odd.x{}"),
        ({"SS": ["one", WORD]}, "table odd.x[]"),
        ({"M": {"deep": {"L": [{"S": WORD}]}}}, "table odd.x.deep[]"),
        ({"M": {WORD: {"S": "x"}}}, "table odd.x{}"),
        ({"B": gzip.compress(WORD.encode())}, "table odd.x"),
    ],
)
def test_words_are_found_in_every_type_of_attribute(desk: Desk, attribute: Any, place: str) -> None:
    put(desk, x=attribute)
    assert scan(desk, FINDER).of("it") == {place}


def test_a_digest_is_told_from_the_words(desk: Desk) -> None:
    put(desk, x={"S": f"W#acme#MSGID#{digest(f'{WORD}@example.com')}"})
    assert scan(desk, FINDER).of("it") == {"table odd.x, as a digest"}


def test_former_versions_and_what_is_deleted_are_looked_through(desk: Desk) -> None:
    keep_versions(desk)
    bucket, s3 = desk.environment["FILES_BUCKET"], client("s3")
    for content in (WORD, "nothing"):
        s3.put_object(Bucket=bucket, Key="text/acme/1", Body=content.encode())
    assert scan(desk, FINDER).of("it") == {"files text/ former version content"}
    s3.put_object(Bucket=bucket, Key=f"html/acme/{WORD}", Body=b"nothing")
    s3.delete_object(Bucket=bucket, Key=f"html/acme/{WORD}")
    assert {"files html/ key, deleted", "files html/ former version key"} < scan(desk, FINDER).of("it")


def test_what_was_seen_is_looked_through(desk: Desk) -> None:
    seen = Witness([{"message": "a fault", "said": WORD}], [("of GET", f"/?q={WORD}")], [WORD.encode()])
    assert scan(desk, FINDER, seen).of("it") == {"log “a fault” .said", "url of GET", "pushed"}
