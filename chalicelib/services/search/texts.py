"""The texts that tickets are found by."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chalicelib.domain.events import Action
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said, was_taken_back
from chalicelib.services.ports import Room


def said_in(said: Said | Action | None) -> str:
    """A message's own words, without what it quotes, and its files' names; nothing of a reply that was taken back."""
    if not isinstance(said, InternalNote | PublicMessage) or was_taken_back(said):
        return ""
    return with_files(said.body, said.attachments)


def label_names(room: Room, label_ids: Collection[str]) -> list[str]:
    """Return what the labels are called now; one that is gone has no name."""
    return [label.name for label in map(room.workspace.labels.get, label_ids) if label]


def with_files(text: str, files: Sequence[Attachment]) -> str:
    return "\n".join([text, *(file.name for file in files)])
