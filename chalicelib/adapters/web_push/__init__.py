"""Handing messages to push services (RFC 8030)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.adapters import http_out
from chalicelib.adapters.web_push import vapid
from chalicelib.adapters.web_push.encryption import encrypt
from chalicelib.domain.notices.push import (
    PushAnswer,
    PushMessage,
    PushOutcome,
    PushSubscription,
    from_base64url,
    is_push_service,
)

KEPT_SECONDS = 12 * 3600
"""For so long a service keeps a message for a browser that isn't there; what is older is read in the inbox."""
_SECONDS = 8.0
_LONGEST_WAIT = 900
_GONE = (404, 410)
_BUSY = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class WebPush:
    """`contact` is where a service's people can reach who sends (RFC 8292 §2.1): an address of HTTPS or of mail.

    Hosts that are `trusted` may be near, and are spoken to though they are no push service.
    """

    contact: str
    trusted: Collection[str] = ()

    def public_key(self, secret: str) -> str:
        return vapid.public_key(secret)

    def send(self, to: PushSubscription, secret: str, message: PushMessage) -> PushAnswer:
        """Hand a message over for one browser. What a service can't be reached for or asks to wait for is `later`."""
        if not is_push_service(to.endpoint) and urlsplit(to.endpoint).hostname not in self.trusted:
            return PushAnswer(PushOutcome.REFUSED)
        body = encrypt(message.content, from_base64url(to.p256dh), from_base64url(to.auth))
        headers = {
            "Authorization": vapid.authorization(secret, to.endpoint, self.contact),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Topic": message.topic,
            "Urgency": "high" if message.pressing else "normal",
        }
        try:
            return _said(http_out.post(to.endpoint, body, headers, _SECONDS, self.trusted))
        except http_out.OutgoingError as failure:
            return PushAnswer(PushOutcome.REFUSED if failure.fault == "forbidden" else PushOutcome.LATER)


def _said(answer: http_out.HttpResponse) -> PushAnswer:
    if 200 <= answer.status < 300:
        return PushAnswer(PushOutcome.TAKEN)
    if answer.status in _GONE:
        return PushAnswer(PushOutcome.GONE)
    if answer.status in _BUSY or answer.status >= 500:
        return PushAnswer(PushOutcome.LATER, _wait(answer.headers.get("retry-after", "")))
    return PushAnswer(PushOutcome.REFUSED)


def _wait(given: str) -> int | None:
    """Seconds to wait, as a service says, within reason; a date counts as nothing said."""
    return min(int(given), _LONGEST_WAIT) if given.isascii() and given.isdigit() and len(given) < 9 else None
