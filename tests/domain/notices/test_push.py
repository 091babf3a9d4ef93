"""Browsers are pushed to at push services that are known, and with keys that a message can be encrypted for."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import EventType
from chalicelib.domain.notices.push import (
    ENDPOINT_LENGTH,
    check_endpoint,
    check_keys,
    is_pressing,
    is_push_service,
    topic_of,
)
from tests.support.push_browser import Browser, base64url

POINT, AUTH = Browser().point, Browser().auth
GOOD = (
    "https://fcm.googleapis.com/fcm/send/dQw4:APA91b_-x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://db5p.notify.windows.com/w/?token=BQYAAAB%2f",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://FCM.googleapis.com/x",
)
BAD = {
    "no TLS": "http://fcm.googleapis.com/x",
    "another host": "https://push.example.com/x",
    "a host that ends alike": "https://evilfcm.googleapis.com/x",
    "a host below": "https://x.fcm.googleapis.com/x",
    "a host that begins alike": "https://fcm.googleapis.com.evil.example/x",
    "the bare domain": "https://notify.windows.com/x",
    "nothing below the domain": "https://.notify.windows.com.evil.example/x",
    "this machine": "https://127.0.0.1/x",
    "a private address": "https://192.168.1.1/x",
    "the cloud's": "https://169.254.169.254/latest/meta-data",
    "another port": "https://fcm.googleapis.com:8443/x",
    "a name and password": "https://fcm.googleapis.com@evil.example/x",
    "a password": "https://a:b@fcm.googleapis.com/x",
    "a backslash": "https://evil.example\\@fcm.googleapis.com/x",
    "a line break": "https://fcm.googleapis.com/x\r\nHost: evil",
    "a space": "https://fcm.googleapis.com/x y",
    "no address": "fcm.googleapis.com",
    "brackets": "https://[fcm.googleapis.com/x",
    "letters that look alike": "https://fcm.g\u043eogleapis.com/x",
    "a tab": "https://fcm.googleapis.com/\tx",
    "too long": "https://fcm.googleapis.com/" + "x" * ENDPOINT_LENGTH,
    "nothing": "",
}


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_push_services_of_the_browsers_are_known(endpoint: str) -> None:
    check_endpoint(endpoint)


@pytest.mark.parametrize("kind", BAD)
def test_nothing_else_is_posted_to(kind: str) -> None:
    assert not is_push_service(BAD[kind])
    with pytest.raises(DeskError) as refusal:
        check_endpoint(BAD[kind])
    assert [one.field for one in refusal.value.errors] == ["endpoint"]


def field_refused(p256dh: str, auth: str) -> str:
    with pytest.raises(DeskError) as refusal:
        check_keys(p256dh, auth)
    return refusal.value.errors[0].field


def test_a_point_of_the_curve_and_sixteen_bytes_will_do_filled_up_or_not() -> None:
    check_keys(base64url(POINT), base64url(AUTH))
    check_keys(base64url(POINT) + "=", base64url(AUTH) + "==")


def test_a_key_that_nothing_can_be_encrypted_for_is_refused_at_its_field() -> None:
    x25519, moved, compressed = b"\x04" + b"\x09" * 64, POINT[:-1] + bytes([POINT[-1] ^ 1]), b"\x02" + POINT[1:33]
    beyond = b"\x04" + b"\xff" * 64
    for wrong in (x25519, moved, compressed, beyond, b"", POINT + b"\0", b"\x04" + b"\0" * 64):
        assert field_refused(base64url(wrong), base64url(AUTH)) == "keys.p256dh"
    for text in ("not base64url!", "äöü", "++//", "A"):
        assert field_refused(text, base64url(AUTH)) == "keys.p256dh"
    for wrong in (b"", AUTH[:-1], AUTH + b"\0"):
        assert field_refused(base64url(POINT), base64url(wrong)) == "keys.auth"
    assert field_refused(base64url(POINT), "?") == "keys.auth"


def test_the_same_notice_has_the_same_topic_and_one_that_services_take() -> None:
    topic = topic_of("acme", "01ABC")
    assert topic == topic_of("acme", "01ABC") != topic_of("globex", "01ABC")
    assert len(topic) == 32
    assert set(topic) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_promise_that_runs_out_is_pressing_and_an_answer_is_not() -> None:
    assert is_pressing(EventType.SLA_WARNING)
    assert not is_pressing(EventType.CUSTOMER_REPLIED)
    assert not is_pressing("ticket.of_tomorrow")
