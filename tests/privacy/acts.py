"""What takes words away, as a member asks for it over the API."""

from __future__ import annotations

from datetime import timedelta

from tests.privacy.marks import ROWS, Fate
from tests.privacy.planted import Planted

TRASH = timedelta(days=31)
_MINUTES = 5


def erase_person(planted: Planted) -> None:
    """Erase Maya, with whoever turned out to be her as well."""
    planted.call("POST", f"/contacts/{planted.ids['maya']}/erasure", {})
    _wait(planted)


def end_of_trash(planted: Planted) -> None:
    """Delete every ticket that is to go, and let the days pass for which it could come back."""
    for ticket in sorted({mark.ticket for mark in ROWS if mark.trashed is Fate.GONE}):
        if planted.on(ticket, "GET")["merged_into"] is None:  # those go with what they were merged into
            planted.on(ticket, "DELETE")
    planted.desk.settle()
    planted.desk.advance(TRASH)
    _wait(planted)


def redact(planted: Planted) -> None:
    """On each ticket whatever is to be redacted there: words by themselves, files by their ids."""
    wanted = [mark for mark in ROWS if mark.redacted is Fate.GONE]
    for ticket in sorted({mark.ticket for mark in wanted}):
        words = [mark.word for mark in wanted if mark.ticket == ticket]
        planted.on(ticket, "POST", "/redactions", {"words": words})
        for file in files_of(planted, ticket):
            planted.on(ticket, "POST", "/redactions", {"attachment_id": file})
    _wait(planted)


def _wait(planted: Planted) -> None:
    """Let some minutes pass, in which the tick does what was asked for."""
    for _ in range(_MINUTES):
        planted.desk.advance(timedelta(minutes=1))


def files_of(planted: Planted, ticket: str) -> list[str]:
    """The ids of all files of a ticket."""
    entries = planted.on(ticket, "GET", "/timeline?limit=100")["items"]
    holders = [planted.on(ticket, "GET"), *entries]
    return list(dict.fromkeys(file["id"] for one in holders for file in one.get("attachments", ())))
