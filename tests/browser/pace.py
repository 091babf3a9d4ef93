"""Keeping within what the desk allows a member a minute: tests in a row are quicker than any person."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext, Response

_ONE_TEST = 120
"""Requests that the busiest of the tests makes."""


class Pace:
    """What is left of this minute, as the desk's answers say."""

    def __init__(self) -> None:
        self._remaining, self._over_at = _ONE_TEST, 0.0

    def on(self, context: BrowserContext) -> None:
        """Read the answers that pages of this context get."""
        context.on("response", self._note)

    def wait(self) -> None:
        """Until a whole test fits in, which is at once most of the time."""
        if self._remaining < _ONE_TEST:
            time.sleep(max(0.0, self._over_at - time.monotonic()))
        self._remaining = _ONE_TEST

    def _note(self, response: Response) -> None:
        headers = response.headers
        if headers.get("ratelimit-limit") == "600":  # a member's: others are counted by what they are about
            self._remaining = int(headers["ratelimit-remaining"])
            self._over_at = time.monotonic() + int(headers["ratelimit-reset"])
