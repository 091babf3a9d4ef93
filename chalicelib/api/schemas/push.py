"""Browsers that a person has notices shown in."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.api.schemas.base import Document, Flag, word
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.notices.push import ENDPOINT_LENGTH, KEY_LENGTH, PushOutcome

_Endpoint = Annotated[str, StringConstraints(min_length=1, max_length=ENDPOINT_LENGTH)]
_Key = Annotated[str, StringConstraints(min_length=1, max_length=KEY_LENGTH)]


class PushKeysBody(Schema):
    p256dh: _Key
    auth: _Key


class PushSubscriptionBody(Schema):
    """`endpoint` and `keys` are what the browser's PushSubscription says. `titles` says whether the titles of tickets
    may be shown there, which they are not before; `language` is that of the words, such as `de`."""

    endpoint: _Endpoint
    keys: PushKeysBody
    titles: Flag | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)] = "en"


class PushEndpointBody(Schema):
    endpoint: _Endpoint


class PushSubscriptionOut(Document):
    """`service` is the host of the browser's push service."""

    id: str
    service: str
    titles: bool
    language: str
    created_at: str


class PushSubscriptionsOut(Document):
    """`public_key` is the key that a browser subscribes with (`applicationServerKey`), in base64url."""

    public_key: str
    items: list[PushSubscriptionOut]


class PushTrialOut(Document):
    """`later`: the push service can't be reached, or is busy. A browser that is `gone` was forgotten."""

    outcome: Annotated[str, word(*PushOutcome)]
