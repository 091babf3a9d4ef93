"""Some tickets at a time as the person may read them: a piece of the page, a piece of the document, and the files."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.privacy.exported import ExportedPerson, ExportedTicket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.export import document, page
from chalicelib.services.privacy.export.archive import Bench
from chalicelib.services.privacy.export.reading import told

_TICKETS = 5
"""Tickets that a step gathers."""
_NOTHING = [0, 0]
"""The CRC-32 and the length of nothing."""


def gather(desk: Desk, room: Room, bench: Bench, person: ExportedPerson, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Gather the next tickets. Return how far it got: with the last of them, that it is to be packed."""
    start = state.get("gathered", 0)
    numbers = bench.get_list("numbers")
    some = [told(desk, room, person, number) for number in numbers[start : start + _TICKETS]]
    tickets = [one for one in some if one is not None]
    last = start + _TICKETS >= len(numbers)
    pieces = _pieces(room, person, tickets, state, last=last)
    place = state.get("pieces", 0)
    for name, content in pieces.items():
        bench.put(f"{name}-{place}", content)
    files = [file for ticket in tickets for message in ticket.messages for file in message.files]
    packed = [(file.path, file.id, file.size) for file in files if file.path]
    bench.put_list(f"files-{place}", packed)
    sums = {name: _further(state.get(name, _NOTHING), content) for name, content in pieces.items()}
    expected = sum(map(len, pieces.values())) + sum(size for _, _, size in packed)
    return {
        **state,
        **sums,
        "gathered": start + len(some),
        "pieces": place + 1,
        "told": state.get("told", 0) + len(tickets),
        "files": state.get("files", 0) + len(packed),
        "left_out": state.get("left_out", 0) + len(files) - len(packed),
        "expected": state.get("expected", 0) + expected,
        "stage": "pack" if last else "gather",
    }


def _pieces(
    room: Room, person: ExportedPerson, tickets: list[ExportedTicket], state: Mapping[str, Any], *, last: bool
) -> dict[str, bytes]:
    """The next piece of the page and of the document, by their names."""
    workspace, at = room.workspace, datetime.fromisoformat(state["asked_at"])
    shown, read = [], []
    if state.get("pieces", 0) == 0:
        shown.append(page.beginning(person, workspace.name, at, workspace.language))
        read.append(document.beginning(person, workspace.name, at))
    shown += [page.piece(one, workspace.language) for one in tickets]
    before = state.get("told", 0)
    read += [document.piece(one, first=before + place == 0) for place, one in enumerate(tickets)]
    if last:
        shown.append(page.END)
        read.append(document.END)
    return {page.PATH: "".join(shown).encode(), document.PATH: "".join(read).encode()}


def _further(sums: list[int], content: bytes) -> list[int]:
    crc, size = sums
    return [zlib.crc32(content, crc), size + len(content)]
