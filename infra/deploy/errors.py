"""What deploying can refuse."""

from __future__ import annotations


class DeployError(Exception):
    """It can't go on; the message says to the person at the keyboard why, and what to do."""
