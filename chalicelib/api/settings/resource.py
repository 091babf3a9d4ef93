"""One shape for all settings: a list and `POST` at a path, `GET`, `PATCH` and `DELETE` of each by its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from chalicelib.api.schemas.base import PageQuery
from chalicelib.api.serving.cursor import Cursors
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, Reply, Schema, View, route
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission

T = TypeVar("T")


def named(body: BaseModel) -> dict[str, Any]:
    """What the body of a change names."""
    return {name: getattr(body, name) for name in body.model_fields_set}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Generic[T]):
    """One kind of setting. `one` and `many` are what people call it; the functions do what their names say.

    What is `written_in_person` is changed by nobody but an admin who signed in. `create` gives what was made and its
    document; `again` both of them anew, from what an idempotency key remembers.
    """

    path: str
    one: str
    many: str
    may_read: Permission
    may_write: Permission
    shown: type[BaseModel]
    page: type[BaseModel]
    new: type[Schema]
    made: type[BaseModel]
    changes: type[Schema]
    show: Callable[[Call, T], BaseModel]
    list: Callable[[Call, int, str | None], Page[T]]
    get: Callable[[Call, str], T]
    create: Callable[[Call], tuple[str, BaseModel]]
    again: Callable[[Call, str], tuple[str, BaseModel]]
    change: Callable[[Call, str, dict[str, Any]], T]
    delete: Callable[[Call, str], None]
    refusals: tuple[str, ...] = ()
    written_in_person: bool = False

    def declare(self) -> None:
        """Put its five routes among the others."""
        self._declare_list()
        self._declare_create()
        self._declare_get()
        self._declare_change()
        self._declare_delete()

    def _declare_list(self) -> None:
        def view(call: Call) -> Reply:
            cursors = Cursors(call.desk.secrets, (call.caller.workspace, call.caller.id, self.path))
            page = self.list(call, call.query.limit, cursors.decode(call.query.cursor))
            items = [self.show(call, item) for item in page.items]
            return Reply(self.page(items=items, next_cursor=cursors.encode(page.position)))

        self._route(
            f"List the {self.many}",
            _named(view, "list", self.many),
            permission=self.may_read,
            query=PageQuery,
            answer=self.page,
            refusals=("bad_cursor",),
        )

    def _declare_create(self) -> None:
        def view(call: Call) -> Reply:
            return self._created(call, *self.create(call))

        def replay(call: Call, result: str) -> Reply:
            return self._created(call, *self.again(call, result))

        self._route(
            f"Create {_a(self.one)}",
            _named(view, "create", self.one),
            permission=self.may_write,
            in_person=self.written_in_person,
            body=self.new,
            answer=self.made,
            status=201,
            replay=replay,
            refusals=("taken", "too_many", "conflict"),
        )

    def _declare_get(self) -> None:
        def view(call: Call) -> Reply:
            return Reply(self.show(call, self.get(call, call.path["id"])))

        self._route(
            f"Read {_a(self.one)}",
            _named(view, "read", self.one),
            permission=self.may_read,
            answer=self.shown,
        )

    def _declare_change(self) -> None:
        def view(call: Call) -> Reply:
            return Reply(self.show(call, self.change(call, call.path["id"], named(call.body))))

        self._route(
            f"Change {_a(self.one)}",
            _named(view, "change", self.one),
            permission=self.may_write,
            in_person=self.written_in_person,
            body=self.changes,
            answer=self.shown,
            refusals=(*self.refusals, "taken", "conflict"),
        )

    def _declare_delete(self) -> None:
        def view(call: Call) -> Answer:
            self.delete(call, call.path["id"])
            return Answer(204, "")

        self._route(
            f"Delete {_a(self.one)}",
            _named(view, "delete", self.one),
            permission=self.may_write,
            in_person=self.written_in_person,
            status=204,
            refusals=(*self.refusals, "conflict"),
        )

    def _route(self, summary: str, view: View, **declared: Any) -> None:
        """Declared as a view of the module that makes the resource: there `paths` looks for it."""
        view.__module__ = self.create.__module__
        route(summary, **declared)(view)

    def _created(self, call: Call, made_id: str, document: BaseModel) -> Reply:
        location = f"{call.desk.base_url}/v1/{call.caller.workspace}/{self.path}/{quote(made_id)}"
        return Reply(document, {"Location": location})


def _named(view: View, verb: str, noun: str) -> View:
    """A view under the name that it has in the OpenAPI document."""
    view.__name__ = f"{verb}_{noun}".replace(" ", "_").lower()
    return view


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"
