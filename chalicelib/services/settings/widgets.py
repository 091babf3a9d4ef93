"""The widgets of a desk: a key for each site, or group of sites, that shows one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.errors import invalid
from chalicelib.domain.idempotency import Once
from chalicelib.domain.settings.widgets import PREVIOUS_SECONDS, Widget, checked_origins
from chalicelib.locales import languages
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.widget.identity import secret_of

_KEY_BYTES = 10
_SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A widget and the text of its new identity secret, which nobody is told again."""

    widget: Widget
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The looks of a new widget; None is the workspace's own."""

    color: str | None = None
    language: str | None = None


def add_widget(seat: Seat, name: str, origins: tuple[str, ...], look: Look, once: Once | None = None) -> NewSecret:
    """Raises DeskError at `origins` or `language` for what can't be."""
    now = _now(seat.desk)
    widget = Widget(
        id=f"w_{seat.desk.random_bytes(_KEY_BYTES).hex()}",
        workspace=seat.room.workspace.id,
        name=name,
        origins=checked_origins(origins),
        color=look.color,
        language=_checked_language(look.language),
        seed=seat.desk.secrets.seed(seat.desk.random_bytes(_SEED_BYTES)),
        secret_made_at=now,
        created_at=now,
        created_by=seat.actor.name,
    )
    return _told(seat.desk, parts.add(seat, widget, once))


def change_widget(seat: Seat, key: str, changes: Mapping[str, Any]) -> Widget:
    """Change what `changes` names: `name`, `origins`, `color`, `language`. It holds from the next page on."""
    wanted = dict(changes)
    if "origins" in wanted:
        wanted["origins"] = checked_origins(wanted["origins"])
    if "language" in wanted:
        wanted["language"] = _checked_language(wanted["language"])
    return parts.change(seat, lambda: _one(seat.room, key), lambda widget: replace(widget, **wanted))


def delete_widget(seat: Seat, key: str) -> None:
    """From the next page on, the key shows nothing anywhere."""
    parts.remove(seat, lambda: _one(seat.room, key))


def renew_secret(seat: Seat, key: str, *, keep_previous: bool, once: Once | None = None) -> NewSecret:
    """A new identity secret. The one before stays good for a day, or ends at once with all that it has opened."""
    now, seed = _now(seat.desk), seat.desk.secrets.seed(seat.desk.random_bytes(_SEED_BYTES))
    until = int(seat.desk.clock.now().timestamp()) + PREVIOUS_SECONDS

    def renewed(widget: Widget) -> Widget:
        return replace(
            widget,
            seed=seed,
            secret_made_at=now,
            previous_seed=widget.seed if keep_previous else None,
            previous_until=until if keep_previous else 0,
        )

    return _told(seat.desk, parts.change(seat, lambda: _one(seat.room, key), renewed, once=once))


def _told(desk: Desk, widget: Widget) -> NewSecret:
    secret = secret_of(desk, widget.seed)
    assert secret is not None, "a seed of the current key gives a secret"
    return NewSecret(widget, secret)


def _one(room: Room, key: str) -> Widget:
    return parts.one(room, Widget, key)


def _now(desk: Desk) -> str:
    return desk.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")


def _checked_language(language: str | None) -> str | None:
    if language is not None and language not in languages():
        raise invalid("language", f"Choose from {', '.join(sorted(languages()))}.")
    return language
