"""What lies about where something went wrong, waits, or is on its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from chalicelib.jobs import ingest_mail, react
from infra.local.ses import Refusal
from tests.privacy import letters
from tests.privacy.by_mail import PROVEN
from tests.privacy.marks import address, word
from tests.privacy.planted import MAIN, Planted
from tests.support.desk import SUPPORT


def held(planted: Planted) -> None:
    """A reply that Amazon SES takes none of."""
    planted.desk.outbox.refusal = Refusal("AccountSuspendedException")
    planted.on("mail", "POST", "/replies", {"body": f"Held {word('held.reply')}"})
    planted.desk.settle()
    planted.desk.outbox.refusal = None


def given_up(planted: Planted) -> None:
    """An action that the search index could not take, a mail that could not be filed, and what both say of it."""
    with _failing(react, "_do", word("api.title")):
        planted.on("api", "POST", "/replies", {"body": f"Failed {word('failed.reply')}"})
        while any(pump.step() for pump in planted.desk.pumps.streams):
            continue
    planted.desk.settle()
    with _broken(planted, "index"):
        planted.on("api", "PATCH", body={"title": f"Broken {word('failed.title')}"})
        planted.desk.pumps.settle()
    with _failing(ingest_mail, "file_mail", word("dead.subject")):
        message = letters.mail(f"Dead {word('dead.subject')}", text="Never filed")
        planted.desk.receive(message.as_bytes(), MAIN, [SUPPORT], PROVEN)
        planted.desk.pumps.settle()


@contextmanager
def _failing(module: ModuleType, function: str, quoted: str) -> Iterator[None]:
    """A fault that quotes what it failed at, as those of libraries do."""

    def fail(*_: Any) -> None:
        raise KeyError(f"{quoted} of {MAIN}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, function, fail)
        yield


class _Broken:
    """Fails at everything."""

    def __init__(self, function: Any) -> None:
        self.name = function.name

    def failed(self, _event: Any, identifiers: list[str]) -> set[str]:
        return set(identifiers)


@contextmanager
def _broken(planted: Planted, name: str) -> Iterator[None]:
    (pump,) = [one for one in planted.desk.pumps.streams if one.function.name == name]
    function, pump.function = pump.function, _Broken(pump.function)  # type: ignore[assignment]
    yield
    pump.function = function


def in_flight(planted: Planted) -> None:
    """A reply that left, of which nobody here has heard; one that waits to leave; and a mail that just came."""
    streams = planted.desk.pumps.streams
    (deliver,) = [one for one in planted.desk.pumps.queues if one.function.name == "deliver_mail"]
    for leaves in (True, False):
        planted.on("mail", "POST", "/replies", {"body": f"On its way: {word('flight.reply')}"})
        while any(pump.step() for pump in streams):
            continue
        if leaves:
            deliver.step()
    message = letters.mail(f"Just came {word('flight.subject')}", text="Hello")
    message["Cc"] = address("flight.cc")
    planted.desk.receive(message.as_bytes(), MAIN, [SUPPORT], PROVEN)
