"""What packaging can refuse."""

from __future__ import annotations


class UnfitError(Exception):
    """The package or its template must not be deployed; the message says why, a line a reason."""
