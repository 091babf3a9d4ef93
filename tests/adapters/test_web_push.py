"""What is pushed only the browser reads (RFC 8291), its service knows whose it is (RFC 8292), and its answers count."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from chalicelib.adapters import http_out
from chalicelib.adapters.http_out import HttpResponse, OutgoingError
from chalicelib.adapters.web_push import WebPush, vapid
from chalicelib.adapters.web_push.encryption import MOST_BYTES, encrypt
from chalicelib.domain.notices.push import PushAnswer, PushMessage, PushOutcome, PushSubscription
from tests.support.push_browser import Browser

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
MESSAGE = PushMessage(content=b'{"title":"T"}', topic="t" * 32)
HOUR = 3600


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_rfc_8291_comes_out_to_the_byte() -> None:
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        bytes_of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
        key=int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
    )
    assert body == bytes_of(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru"
        "3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_browser_of_the_tests_reads_that_example_too() -> None:
    secret = int.from_bytes(bytes_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Browser(secret, bytes_of("BTBZMqHH6r4Tts7J_aSIgg"))
    assert browser.keys["p256dh"].startswith("BCVxsr7N_eNgVRqv")
    assert browser.read(encrypt(b"melon", browser.point, browser.auth)) == b"melon"


@pytest.mark.parametrize("length", [0, 1, 100, MOST_BYTES])
def test_a_browser_reads_what_was_encrypted_for_it(length: int) -> None:
    browser, content = Browser(), b"x" * length
    body = encrypt(content, browser.point, browser.auth)
    assert browser.read(body) == content
    assert len(body) <= 4096
    assert body != encrypt(content, browser.point, browser.auth), "each message has a salt and a key of its own"


def test_what_no_service_would_take_is_not_encrypted() -> None:
    with pytest.raises(ValueError, match="at most"):
        encrypt(b"x" * (MOST_BYTES + 1), Browser().point, Browser().auth)


def shown_to_service(secret: str = "s3cret") -> tuple[dict[str, Any], str]:
    """The claims of a header, checked as a push service does, and the key in it."""
    header = vapid.authorization(secret, ENDPOINT, "https://desk.example")
    token, key = header.removeprefix("vapid t=").split(", k=")
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), bytes_of(key))
    return jwt.decode(token, point, algorithms=["ES256"], audience="https://fcm.googleapis.com"), key


def test_a_service_knows_whose_message_it_is() -> None:
    claims, key = shown_to_service()
    assert (claims["aud"], claims["sub"]) == ("https://fcm.googleapis.com", "https://desk.example")
    assert key == vapid.public_key("s3cret")


@pytest.mark.parametrize("off", [-HOUR, 0, HOUR])
def test_a_clock_that_is_an_hour_off_does_no_harm(monkeypatch: pytest.MonkeyPatch, off: int) -> None:
    now = time.time()
    monkeypatch.setattr(vapid.time, "time", lambda: now + off)
    left = shown_to_service()[0]["exp"] - now
    assert 0 < left < 24 * HOUR, "RFC 8292 §2: neither over, nor more than a day away"


def test_the_desks_key_is_always_the_same_and_another_secrets_another() -> None:
    vapid.private_key.cache_clear()
    before = vapid.public_key("one")
    vapid.private_key.cache_clear()
    assert vapid.public_key("one") == before != vapid.public_key("two")
    assert len(bytes_of(before)) == 65


class Service:
    """A push service that answers as it is told, and keeps what it got."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: HttpResponse | OutgoingError) -> None:
        self.got: list[tuple[str, bytes, dict[str, str]]] = []
        self._answer = answer
        monkeypatch.setattr(http_out, "post", self._post)

    def _post(self, url: str, body: bytes, headers: dict[str, str], *_: Any) -> HttpResponse:
        self.got.append((url, body, headers))
        if isinstance(self._answer, OutgoingError):
            raise self._answer
        return self._answer


def answered(status: int, **headers: str) -> HttpResponse:
    return HttpResponse(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def subscription(endpoint: str = ENDPOINT) -> PushSubscription:
    return PushSubscription(endpoint=endpoint, seed="k1.", **Browser().keys)


def send(endpoint: str = ENDPOINT, message: PushMessage = MESSAGE) -> PushAnswer:
    return WebPush("https://desk.example").send(subscription(endpoint), "s3cret", message)


def test_a_message_says_how_long_to_keep_it_how_pressing_it_is_and_what_it_takes_the_place_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service(monkeypatch, answered(201))
    assert send().outcome is PushOutcome.TAKEN
    send(message=PushMessage(content=b"{}", topic="u", pressing=True))
    (url, body, headers), (_, _, pressing) = service.got
    assert url == ENDPOINT
    assert json.loads(Browser().read(body)) == {"title": "T"}
    assert (headers["TTL"], headers["Topic"], headers["Urgency"]) == (str(12 * HOUR), "t" * 32, "normal")
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Authorization"].startswith("vapid t=")
    assert pressing["Urgency"] == "high"


@pytest.mark.parametrize(
    ("answer", "outcome", "wait"),
    [
        (answered(200), PushOutcome.TAKEN, None),
        (answered(202), PushOutcome.TAKEN, None),
        (answered(404), PushOutcome.GONE, None),
        (answered(410), PushOutcome.GONE, None),
        (answered(429, retry_after="120"), PushOutcome.LATER, 120),
        (answered(429, retry_after="99999999"), PushOutcome.LATER, 900),
        (answered(503, retry_after="Fri, 31 Dec 2027 23:59:59 GMT"), PushOutcome.LATER, None),
        (answered(500), PushOutcome.LATER, None),
        (OutgoingError("timeout"), PushOutcome.LATER, None),
        (OutgoingError("unavailable"), PushOutcome.LATER, None),
        (OutgoingError("forbidden"), PushOutcome.REFUSED, None),
        (answered(301), PushOutcome.REFUSED, None),
        (answered(400), PushOutcome.REFUSED, None),
        (answered(403), PushOutcome.REFUSED, None),
        (answered(413), PushOutcome.REFUSED, None),
    ],
)
def test_what_a_service_answers(
    monkeypatch: pytest.MonkeyPatch, answer: HttpResponse | OutgoingError, outcome: PushOutcome, wait: int | None
) -> None:
    Service(monkeypatch, answer)
    assert send() == PushAnswer(outcome, wait)


@pytest.mark.parametrize("endpoint", ["https://10.0.0.5/x", "http://fcm.googleapis.com/x", "https://evil.example/x"])
def test_nothing_is_sent_to_what_is_no_push_service(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    service = Service(monkeypatch, answered(201))
    assert send(endpoint).outcome is PushOutcome.REFUSED
    assert service.got == []
