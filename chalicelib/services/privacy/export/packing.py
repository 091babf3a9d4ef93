"""What was gathered becomes an archive: the page, the document, the files one by one, and the directory of them all.

The archive is the same however often a step is repeated: its parts are numbered, and take each other's place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.privacy import zips
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.export import document, page
from chalicelib.services.privacy.export.archive import Archive, Bench, archive_key

_SOURCES = 50
"""Pieces and files that a step packs, unless a part is full before."""
_ZIP = "application/zip"
_FILES, _DIRECTORY, _END = "files", "directory", "end"


@dataclass(frozen=True, slots=True)
class PackedUpTo:
    """The place that the packing got to: in the order of all pieces, and, of those that list files, in the list."""

    piece: int = 0
    file: int = 0

    def source(self, pieces: int, directories: int) -> tuple[str, int]:
        """Return the name of what comes next, and which of its pieces."""
        kinds = (page.PATH, document.PATH, _FILES)
        if self.piece < len(kinds) * pieces:
            return kinds[self.piece // pieces], self.piece % pieces
        place = self.piece - len(kinds) * pieces
        return (_DIRECTORY, place) if place < directories else (_END, 0)

    @property
    def next_piece(self) -> PackedUpTo:
        return PackedUpTo(self.piece + 1)

    @property
    def next_file(self) -> PackedUpTo:
        return replace(self, file=self.file + 1)


def pack(desk: Desk, room: Room, bench: Bench, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Pack some more of what was gathered. Return how far it got: with the end, how many bytes the archive has."""
    state = _begun(desk, room, state)
    archive, place = _opened(desk, room, bench, state), PackedUpTo(*state["place"])
    for _ in range(_SOURCES):
        kind, piece = place.source(state["pieces"], state["directories"])
        if archive.is_full or (archive.entries and kind in (_DIRECTORY, _END)):
            break
        if kind == _END:
            return {**state, "bytes": _ended(desk, archive, state)}
        if kind == _DIRECTORY and piece == 0:
            state = {**state, "directory_at": archive.size}
        if kind == _FILES:
            state, place = _next_file(desk, room, bench, archive, state, place)
        else:
            if kind != _DIRECTORY and piece == 0:
                crc, size = state[kind]
                archive.begin_file(kind, size, crc)
            archive.rest += bench.get(f"{kind}-{piece}")
            place = place.next_piece
    return _left(bench, archive, {**state, "place": [place.piece, place.file]})


def _begun(desk: Desk, room: Room, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """What another try began as well goes by itself after a while."""
    if "upload" in state:
        return state
    upload = desk.files.begin_parts(archive_key(room.workspace.id, state["job"]), _ZIP)
    nothing = {"stored": 0, "parts": [], "entries": 0, "directories": 0, "rests": 0}
    return {**state, **nothing, "upload": upload, "place": [0, 0]}


def _opened(desk: Desk, room: Room, bench: Bench, state: Mapping[str, Any]) -> Archive:
    return Archive(
        files=desk.files,
        key=archive_key(room.workspace.id, state["job"]),
        upload=state["upload"],
        at=datetime.fromisoformat(state["asked_at"]),
        stored=state["stored"],
        parts=list(state["parts"]),
        rest=bytearray(bench.get(f"rest-{state['rests']}") if state["rests"] else b""),
    )


def _next_file(
    desk: Desk, room: Room, bench: Bench, archive: Archive, state: Mapping[str, Any], place: PackedUpTo
) -> tuple[Mapping[str, Any], PackedUpTo]:
    """Add the next file of a list. One that was erased since it was listed is left out after all."""
    listed = bench.get_list(f"{_FILES}-{place.source(state['pieces'], 0)[1]}")
    if place.file >= len(listed):
        return state, place.next_piece
    path, file_id, _ = listed[place.file]
    key = file_key(room.workspace.id, file_id)
    if desk.files.size(key) is None:
        return {**state, "files": state["files"] - 1, "left_out": state["left_out"] + 1}, place.next_file
    archive.add_file(path, desk.files.get(key))
    return state, place.next_file


def _left(bench: Bench, archive: Archive, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put what the step came to where the next one finds it."""
    archive.store()
    rests, directories = state["rests"] + 1, state["directories"]
    bench.put(f"rest-{rests}", bytes(archive.rest))
    if archive.entries:
        bench.put(f"{_DIRECTORY}-{directories}", archive.directory())
        directories += 1
    return {
        **state,
        "stored": archive.stored,
        "parts": archive.parts,
        "packed": archive.size,
        "entries": state["entries"] + len(archive.entries),
        "directories": directories,
        "rests": rests,
    }


def _ended(desk: Desk, archive: Archive, state: Mapping[str, Any]) -> int:
    """Finish the archive, unless that was done before: its parts are gone then."""
    begins = state["directory_at"]
    archive.rest += zips.end(state["entries"], begins, archive.size - begins)
    size = archive.size
    if desk.files.size(archive.key) != size:
        archive.finish()
    return size
