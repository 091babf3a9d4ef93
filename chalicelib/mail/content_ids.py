"""What a mail calls the pictures that it shows."""

from __future__ import annotations


def content_id(file_id: str) -> str:
    """Return the Content-ID of a file of ours, whose form is that of an address (RFC 2392)."""
    return f"{file_id}@picture.invalid"
