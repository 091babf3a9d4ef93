"""How a route is declared: once, for routing, authorising, validating and documenting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import Any, ClassVar, Generic, TypedDict, overload

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeVar, Unpack

from chalicelib.api.serving.cursor import AskedPage, Cursors
from chalicelib.api.serving.paths import PATHS
from chalicelib.api.serving.problems import Answer
from chalicelib.domain.accounts.sign_ins import Device
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.vocabulary import Source
from chalicelib.services.people.callers import Caller, Person
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import number_of
from chalicelib.services.tickets.commands import Receipt
from chalicelib.web import DEVICE_COOKIE, cookie


class Schema(BaseModel):
    """A body, query or answer. Unknown fields are refused; building the validator waits for its first use. `flags` are
    parameters that mean something by being there, though they be empty."""

    flags: ClassVar[frozenset[str]] = frozenset()
    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)


class NoQuery(Schema):
    pass


def may_be_left_out(body: type[BaseModel]) -> bool:
    """Return whether a request may come without its body: there is nothing in it that has to be said."""
    return not any(field.is_required() for field in body.model_fields.values())


class NoBody(Schema):
    pass


class PageQuery(Schema):
    limit: int = Field(default=25, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=2000)


Q = TypeVar("Q", bound=Schema)
B = TypeVar("B", bound=Schema)
Query = TypeVar("Query", bound=Schema, covariant=True, default=Schema)
Body = TypeVar("Body", bound=Schema, covariant=True, default=Schema)


class Access(Enum):
    """The callers that a route lets in: anybody, somebody signed in, or a caller of the workspace in its path."""

    ANYBODY = "anybody"
    PERSON = "person"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Reply:
    """A view's answer: the document, and what differs from the route's plain success."""

    document: BaseModel | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Query, Body]):
    """One request, as a view sees it: everything checked, everything typed.

    What needs neither query nor body takes a plain `Call`: every other one is one, too. `content` is the body as it
    came. `source` is the way in, where a caller may come by several.
    """

    desk: Desk
    path: Mapping[str, str]
    headers: Mapping[str, str]
    client: str
    query: Query
    body: Body
    content: bytes = b""
    source: Source | None = None
    once: Once | None = None
    version: int | None = None
    _person: Person | None = None
    _caller: Caller | None = None
    _room: Room | None = None

    @property
    def device(self) -> Device:
        """Return what somebody calls with, as their sign-ins are told apart by."""
        return Device(self.client, self.headers.get("user-agent", ""), cookie(self.headers, DEVICE_COOKIE) or "")

    @property
    def number(self) -> int:
        """Return the number of the ticket that `{ref}` in the path names. Raise not_found for what is no reference."""
        return number_of(self.room, self.path["ref"])

    def cursors(self, *bound: str) -> Cursors:
        """Return the cursors of the caller's list that `bound` names, its filters included."""
        return Cursors(self.desk.secrets, (self.caller.workspace, self.caller.id, *bound))

    def page(self: Call[PageQuery], *bound: str) -> AskedPage:
        """Return which page of that list is asked for. Raise bad_cursor for another list's cursor."""
        return self.cursors(*bound).page(self.query.limit, self.query.cursor)

    def with_given(self, query: Q, body: B) -> Call[Q, B]:
        """Return the same call, with the query and the body that were checked."""
        return Call(
            desk=self.desk,
            path=self.path,
            headers=self.headers,
            client=self.client,
            query=query,
            body=body,
            content=self.content,
            source=self.source,
            _person=self._person,
            _caller=self._caller,
            _room=self._room,
        )

    @property
    def receipt(self) -> Receipt:
        """Return what is stored with a command so that its repetition is known."""
        return Receipt(once=self.once)

    @property
    def seat(self) -> Seat:
        """Return who acts in which room, as services are called with it."""
        return Seat(self.desk, self.room, self.caller.actor, may=self.caller.permissions)

    @property
    def person(self) -> Person:
        assert self._person is not None, "the route isn't declared for a person"
        return self._person

    @property
    def known(self) -> Caller | None:
        """Return the caller, if the workspace's and found out already."""
        return self._caller

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
        """Return the ticket's `version` as If-Match says it; empty without that header."""
        return {} if self.version is None else {"version": self.version}

    def format_of(self, asked: BodyFormat | None) -> BodyFormat:
        """Return how a text of the body is read: as it says, else by its writer. People in the console and language
        models write Markdown, other programs pass on what somebody typed."""
        writes_markdown = self.caller.member is not None or self.source is Source.MCP
        return asked or (BodyFormat.MARKDOWN if writes_markdown else BodyFormat.TEXT)


View = Callable[[Call[Q, B]], Reply | Answer]
Replay = Callable[[Call, str], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Generic[Q, B]):
    """`description` says in sentences what callers should know beyond the `summary`.

    What lets in `ANYBODY` names at the `gate` what kind of visit it is, out of `public_gate.KINDS`. `replay` gives the
    first answer again from the result stored with an idempotency key. What always stores the key together with its work
    `works_first`, and looks for an earlier answer only once it is refused: that is one read less for every key that is
    new, and nearly every one is. `also` are other successes and what they answer. What isn't `documented` is left out
    of the OpenAPI document, because it speaks another protocol.
    """

    method: str
    path: str
    summary: str
    view: View[Q, B]
    query: type[Q]
    body: type[B]
    description: str = ""
    access: Access = Access.WORKSPACE
    gate: str | None = None
    permission: Permission | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    replay: Replay | None = None
    works_first: bool = False
    if_match: bool = False
    refusals: tuple[str, ...] = ()
    also: Mapping[int, type[BaseModel]] = field(default_factory=dict)
    documented: bool = True


AnyRoute = Route[Any, Any]
"""One of all the routes: whose query and body fit its view was checked where it was declared."""

ROUTES: dict[str, AnyRoute] = {}
"""By the name that `paths.PATHS` has for them; complete once `load` was called."""


class Declared(TypedDict, total=False):
    """A route's declaration beside its query and body; see Route."""

    description: str
    access: Access
    permission: Permission | None
    gate: str | None
    answer: type[BaseModel] | None
    status: int
    replay: Replay | None
    works_first: bool
    if_match: bool
    refusals: tuple[str, ...]
    also: Mapping[int, type[BaseModel]]
    documented: bool


Decorator = Callable[[View[Q, B]], View[Q, B]]


@overload
def route(summary: str, **declared: Unpack[Declared]) -> Decorator[NoQuery, NoBody]: ...
@overload
def route(summary: str, *, query: type[Q], **declared: Unpack[Declared]) -> Decorator[Q, NoBody]: ...
@overload
def route(summary: str, *, query: type[Q], body: type[B], **declared: Unpack[Declared]) -> Decorator[Q, B]: ...
@overload
def route(summary: str, *, body: type[B], **declared: Unpack[Declared]) -> Decorator[NoQuery, B]: ...
def route(
    summary: str, *, query: type[Schema] = NoQuery, body: type[Schema] = NoBody, **declared: Unpack[Declared]
) -> Decorator[Any, Any]:
    """Declare the decorated view as what answers its address in `paths.PATHS`."""

    def declare(view: View[Q, B]) -> View[Q, B]:
        name = f"{view.__module__.removeprefix('chalicelib.api.')}.{view.__name__}"
        method, path = PATHS[name]
        ROUTES[name] = Route(method=method, path=path, summary=summary, view=view, query=query, body=body, **declared)
        return view

    return declare


def named(name: str) -> AnyRoute:
    """The route of that name, its module loaded if need be."""
    if name not in ROUTES:
        import_module(f"chalicelib.api.{name.rpartition('.')[0]}")
    return ROUTES[name]


def load() -> list[AnyRoute]:
    """Every route, all modules loaded."""
    return [named(name) for name in PATHS]
