"""Who asks the desk on one machine: somebody over HTTP, or from within, where what is asked can be recorded."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cache
from http.client import HTTPConnection
from itertools import count, cycle
from typing import TYPE_CHECKING, Any

from tests.bench import data_sets, texts
from tests.support.local_desk import LocalDesk

if TYPE_CHECKING:
    from tests.support.desk import Desk

KEYS = 12
_SCOPES = ("tickets:read", "tickets:write", "contacts:read", "contacts:write")
_ROOT = f"/v1/{data_sets.WORKSPACE}"
_numbers = count()


class Asking(ABC):
    """Somebody with API keys of their own, more than one, because each may ask only so often a minute."""

    def __init__(self, new_key: Callable[[], str]) -> None:
        self._keys = cycle([new_key() for _ in range(KEYS)])

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        status, answer = self._sent(method, f"{_ROOT}/{path}", content, next(self._keys))
        said = json.loads(answer)
        assert status < 300, said
        return said

    @abstractmethod
    def _sent(self, method: str, path: str, content: Any, key: str) -> tuple[int, bytes]: ...

    def create(self, word: str = "") -> str:
        """The reference of a new ticket, with that word in its title."""
        number = next(_numbers)
        contact = {"email": f"someone{number % 200}@northpier.example"}
        wanted = {"title": f"{texts.title(number)} {word}".strip(), "description": texts.description(number)}
        ref: str = self.ask("POST", "tickets", {**wanted, "contact": contact})["ref"]
        return ref

    def bulk(self, refs: list[str]) -> None:
        """Change all of these and one that there is not, which changes nothing for the others."""
        wanted = {"refs": [*refs, "TKT-9999999"], "set": {"priority": "high"}}
        results = self.ask("POST", "tickets/bulk", wanted)["results"]
        assert [result["ok"] for result in results] == [True] * len(refs) + [False], results

    def waits(self) -> Mapping[str, Callable[[], object]]:
        """What one client waits for, the others being quiet."""
        ref = self.create()
        return {
            "list of 25": lambda: self.ask("GET", "tickets?limit=25"),
            "filter": lambda: self.ask("GET", "tickets?limit=25&priority=urgent"),
            "rare word": lambda: self.ask("GET", f"tickets?limit=25&q={texts.RARE}"),
            "common word": lambda: self.ask("GET", f"tickets?limit=25&q={texts.common(8)}"),
            "create": self.create,
            "reply": lambda: self.ask("POST", f"tickets/{ref}/replies", {"body": texts.description(1)}),
        }


class Client(Asking):
    """One that keeps its connection to the running desk."""

    def __init__(self, live: LocalDesk) -> None:
        super().__init__(lambda: _key(live))
        self._connection = HTTPConnection("localhost", live.port, timeout=120)

    def _sent(self, method: str, path: str, content: Any, key: str) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._connection.request(method, path, None if content is None else json.dumps(content), headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


class Inside(Asking):
    """One that calls the app of this process."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(lambda: desk.api_key(*_SCOPES))
        self._desk = desk

    def _sent(self, method: str, path: str, content: Any, key: str) -> tuple[int, bytes]:
        answer = self._desk.http(method, path, json=content, token=key)
        return answer.status, answer.content


def _key(live: LocalDesk) -> str:
    wanted = {"name": "Benchmark", "scopes": list(_SCOPES)}
    key: str = live.call(f"{_ROOT}/api-keys", wanted, _token(live))["key"]
    return key


@cache
def _token(live: LocalDesk) -> str:
    """The admin's, good for a quarter of an hour."""
    person = {"email": live.desk["email"], "password": live.desk["password"]}
    token: str = live.call("/v1/auth/sign-in", person)["access_token"]
    return token
