"""Web Push: the browsers that a member has notices shown in, and the services that carry them there."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import EventType

MOST_SUBSCRIPTIONS = 10
"""Browsers that one person can be pushed to."""
ENDPOINT_LENGTH = 2_000
KEY_LENGTH = 200
"""Characters of a key as it may be sent: half as much again as the longest takes."""

PUSH_SERVICES: Mapping[str, str] = {
    "fcm.googleapis.com": "https://firebase.google.com/docs/cloud-messaging",
    "updates.push.services.mozilla.com": "https://mozilla-services.github.io/autopush-rs/",
    "*.notify.windows.com": "https://learn.microsoft.com/windows/apps/design/shell/tiles-and-notifications/"
    "windows-push-notification-services--wns--overview",
    "*.push.apple.com": "https://webkit.org/blog/12945/meet-web-push/",
}
"""The hosts of the push services of Chrome, Firefox, Edge and Safari, each with the page that names it. `*.` stands for
any host below. A browser with another service can't be pushed to: an endpoint is an address that the desk posts to."""

_POINT_BYTES, _AUTH_BYTES = 65, 16
_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""P-256 is y² = x³ - 3x + b over the integers modulo p (NIST SP 800-186, 3.2.1.3)."""

_PRESSING = frozenset({EventType.SLA_WARNING.value, EventType.SLA_BREACHED.value, EventType.ESCALATED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSubscription:
    """A browser that somebody has notices shown in.

    `endpoint` is what its push service takes messages at, `p256dh` and `auth` are the keys that they are encrypted for
    (RFC 8291), in base64url. `seed` is what the desk's own key for it grows from. `titles` says whether the titles of
    tickets may be shown, `language` is a tag of BCP 47, `made_at` an instant as RFC 3339 writes it. `sign_in` is the
    one that it was subscribed in, and ends with; empty for those from before that was kept.
    """

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    seed: str
    titles: bool = False
    language: str = ""
    made_at: str = ""
    sign_in: str = ""

    @property
    def id(self) -> str:
        """Return what it is known by: the same browser's is the same."""
        return subscription_id(self.endpoint)

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushMessage:
    """A message to one browser. `topic` makes a later message take the place of an earlier one that still waits."""

    content: bytes
    topic: str
    pressing: bool = False


class PushOutcome(StrEnum):
    """The answer of a push service: it takes the message, the browser is gone, ask again later, or it never will."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """`wait` is the number of seconds after which the service wants to be asked again, if it named one."""

    outcome: PushOutcome
    wait: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PushJob:
    """A notice on its way to one browser. `at` is when it happened, as RFC 3339 writes it; `tries` how often it was
    put off."""

    workspace: str
    member_id: str
    subscription_id: str
    entry_id: str
    event: str
    number: int
    at: str
    tries: int = 0


def subscription_id(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode(errors="surrogatepass")).hexdigest()[:32]


def is_pressing(event: str) -> bool:
    """Return whether a device should be woken for it (RFC 8030 §5.3, urgency `high`)."""
    return event in _PRESSING


def topic_of(workspace: str, entry_id: str) -> str:
    """Return a message's topic: 32 characters of base64url (RFC 8030 §5.4), the same for the same notice."""
    digest = hashlib.sha256(f"{workspace}\0{entry_id}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def check_endpoint(endpoint: str) -> None:
    """Raise DeskError at `endpoint` unless it is an address of a push service that is known."""
    if not is_push_service(endpoint):
        raise invalid("endpoint", "This isn't the address of a push service that the desk knows.")


def is_push_service(endpoint: str) -> bool:
    """Return whether it is an HTTPS address at the usual port of a host in the table, with no name or password."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = endpoint.isascii() and endpoint.isprintable() and not set(' \\"') & set(endpoint)
    usual = parts.scheme == "https" and port is None and not set("@:") & set(parts.netloc)
    return plain and usual and len(endpoint) <= ENDPOINT_LENGTH and any(_is_of(host, known) for known in PUSH_SERVICES)


def _is_of(host: str, known: str) -> bool:
    return host.endswith(known[1:]) and len(host) > len(known) - 1 if known.startswith("*") else host == known


def check_keys(p256dh: str, auth: str) -> None:
    """Raise DeskError at the key that messages couldn't be encrypted for: a point of P-256, and 16 bytes."""
    if not _is_point(_decoded("keys.p256dh", p256dh)):
        raise invalid("keys.p256dh", "This is no public key of the curve P-256.")
    if len(_decoded("keys.auth", auth)) != _AUTH_BYTES:
        raise invalid("keys.auth", f"This should be {_AUTH_BYTES} bytes.")


def unpadded(content: bytes) -> str:
    """Return the base64url that browsers and push services write: without the signs that fill it up."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes, whether the text is filled up or not. Raise ValueError for what is no base64url."""
    bare = text.rstrip("=")
    if not bare.isascii() or set(bare) & set("+/"):
        raise ValueError(text)
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)


def _decoded(field: str, text: str) -> bytes:
    try:
        return from_base64url(text)
    except (ValueError, binascii.Error) as fault:
        raise invalid(field, "This is no base64url.") from fault


def _is_point(content: bytes) -> bool:
    """Return whether it is an uncompressed point (SEC 1, 2.3.3) of the curve."""
    if len(content) != _POINT_BYTES or content[0] != 4:
        return False
    x, y = int.from_bytes(content[1:33]), int.from_bytes(content[33:])
    return x < _P and y < _P and (y * y - (x * x * x - 3 * x + _B)) % _P == 0


def too_many() -> DeskError:
    return DeskError("too_many", f"You are notified in {MOST_SUBSCRIPTIONS} browsers already. Switch one off first.")
