"""A visitor who opens every public page there is: from where they may begin, they follow all that pages lead to."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.support.desk import Answer, Desk

HOSTS = ("http://help.test", "http://desk.test")
_ADDRESS = re.compile(r'(?:href|src|action|formaction)="([^"]+)"')
_ELSEWHERE = re.compile(r"^/(static|mcp|v1(?!/openapi\.json))/|/t/.*[?&]lang=")
"""What isn't the app's, asks for a sign-in, or is the same ticket in another language."""


class Crawl:
    """`answers` is all that came back, by address and what was posted there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.answers: dict[tuple[str, str], Answer] = {}
        self._visitors = itertools.count(1)

    def follow(self, starts: Iterable[str]) -> None:
        """Read `starts`, and whatever they lead to on the desk's own hosts."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            if (path, "") in self.answers:
                continue
            answer = self._keep(path, "", self.desk.http("GET", path, address=self._somebody()))
            waiting.extend(self.leads(path, answer))

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form from an address of its own."""
        return self._keep(path, repr(form), self.desk.http("POST", path, form=form, address=self._somebody()))

    def head(self, path: str) -> Answer:
        """Ask for a page without its body."""
        return self._keep(path, "HEAD", self.desk.http("HEAD", path, address=self._somebody()))

    def served(self) -> bytes:
        """Every byte: bodies and headers."""
        return b"".join(answer.content + str(answer.headers).encode() for answer in self.answers.values())

    @staticmethod
    def leads(path: str, answer: Answer) -> list[str]:
        """Where an answer leads to on the desk's own hosts, but for what is `_ELSEWHERE`."""
        found = [*map(unescape, _ADDRESS.findall(answer.text)), answer.headers.get("location", "")]
        whole = [urljoin(f"{HOSTS[0]}{path}", address) for address in found if address]
        own = [address for address in whole if address.startswith(HOSTS)]
        paths = [f"{parts.path}?{parts.query}" if parts.query else parts.path for parts in map(urlsplit, own)]
        return [one for one in paths if one and not _ELSEWHERE.search(one)]

    def _keep(self, path: str, posted: str, answer: Answer) -> Answer:
        assert answer.status < 500, f"{path} {posted}: {answer.text[:300]}"
        self.answers[path, posted] = answer
        return answer

    def _somebody(self) -> str:
        """Another address for each request, so that no limit hides anything."""
        number = next(self._visitors)
        return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
