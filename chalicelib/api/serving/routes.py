"""How a route is declared: once, for routing, authorising, validating and documenting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from chalicelib.api.serving.paths import PATHS
from chalicelib.api.serving.problems import Answer
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.vocabulary import Source
from chalicelib.services.people.callers import Caller, Person
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import Receipt


class Schema(BaseModel):
    """A body, query or answer. Unknown fields are refused; building the validator waits for its first use."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)


class NoQuery(Schema):
    pass


class Access(Enum):
    """Whom a route lets in: anybody, somebody signed in, or a caller of the workspace in its path."""

    ANYBODY = "anybody"
    PERSON = "person"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a view gives back: the document, and what differs from the route's plain success."""

    document: BaseModel | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None


@dataclass(slots=True, kw_only=True)
class Call:
    """One request, as a view sees it: everything checked, everything typed.

    `content` is the body as it came. `source` is the way in, where a caller may come by several.
    """

    desk: Desk
    path: Mapping[str, str]
    headers: Mapping[str, str]
    client: str
    content: bytes = b""
    query: Any = None
    body: Any = None
    source: Source | None = None
    once: Once | None = None
    version: int | None = None
    _person: Person | None = None
    _caller: Caller | None = None
    _room: Room | None = None

    @property
    def receipt(self) -> Receipt:
        """Return what is stored with a command so that its repetition is known."""
        return Receipt(once=self.once)

    @property
    def seat(self) -> Seat:
        """Return who acts in which room, as services are called with it."""
        return Seat(self.desk, self.room, self.caller.actor)

    @property
    def person(self) -> Person:
        assert self._person is not None, "the route isn't declared for a person"
        return self._person

    @property
    def caller(self) -> Caller:
        assert self._caller is not None, "the route isn't declared for a workspace"
        return self._caller

    @property
    def room(self) -> Room:
        assert self._room is not None, "the route isn't declared for a workspace"
        return self._room

    @property
    def expected(self) -> dict[str, object]:
        """What If-Match says the ticket's version is."""
        return {} if self.version is None else {"version": self.version}


View = Callable[[Call], Reply | Answer]
Replay = Callable[[Call, str], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`description` says in sentences what callers should know beyond the `summary`.

    `in_person` shuts API keys out, whatever their scopes: with such a route a key could give itself, or somebody else,
    more than it was given. `replay` gives the first answer again from the result stored with an idempotency key. What
    always stores the key together with its work `works_first`, and looks for an earlier answer only once it is refused:
    that is one read less for every key that is new, and nearly every one is. `also` are other successes and what they
    answer. What isn't `documented` is left out of the OpenAPI document, because it speaks another protocol.
    """

    method: str
    path: str
    summary: str
    view: View
    description: str = ""
    access: Access = Access.WORKSPACE
    permission: Permission | None = None
    in_person: bool = False
    query: type[Schema] = NoQuery
    body: type[Schema] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    replay: Replay | None = None
    works_first: bool = False
    if_match: bool = False
    refusals: tuple[str, ...] = ()
    also: Mapping[int, type[BaseModel]] = field(default_factory=dict)
    documented: bool = True


ROUTES: dict[str, Route] = {}
"""By the name that `paths.PATHS` has for them; complete once `load` was called."""

V = TypeVar("V", bound=View)


def route(summary: str, **declared: Any) -> Callable[[V], V]:
    """Declare the decorated view as what answers its address in `paths.PATHS`."""

    def declare(view: V) -> V:
        name = f"{view.__module__.removeprefix('chalicelib.api.')}.{view.__name__}"
        method, path = PATHS[name]
        ROUTES[name] = Route(method=method, path=path, summary=summary, view=view, **declared)
        return view

    return declare


def named(name: str) -> Route:
    """The route of that name, its module loaded if need be."""
    if name not in ROUTES:
        import_module(f"chalicelib.api.{name.rpartition('.')[0]}")
    return ROUTES[name]


def load() -> list[Route]:
    """Every route, all modules loaded."""
    return [named(name) for name in PATHS]
