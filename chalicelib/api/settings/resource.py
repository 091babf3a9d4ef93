"""One shape for all settings: a list and `POST` at a path, `GET`, `PATCH` and `DELETE` of each by its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import B, Call, NoQuery, PageQuery, Q, Reply, Schema, View, route
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission

T = TypeVar("T")
N = TypeVar("N", bound=Schema)


def named(body: BaseModel) -> dict[str, Any]:
    """Return the fields that the body of a change names, and their values."""
    return {name: getattr(body, name) for name in body.model_fields_set}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Generic[T, N]):
    """One kind of setting. `one` and `many` are what people call it; the functions do what their names say.

    Making and deleting one takes `may_make` where it takes more than changing it; `given_refusals` are for whoever
    may do so, yet not give what this one would give. `create` gives what was made and its document; `again` both of
    them anew, from what an idempotency key remembers. What can't be changed has neither `changes` nor `change`.
    """

    path: str
    one: str
    many: str
    may_read: Permission
    may_write: Permission
    shown: type[BaseModel]
    page: type[BaseModel]
    new: type[N]
    made: type[BaseModel]
    changes: type[Schema] | None = None
    show: Callable[[Call, T], BaseModel]
    list: Callable[[Call, int, str | None], Page[T]]
    get: Callable[[Call, str], T]
    create: Callable[[Call[NoQuery, N]], tuple[str, BaseModel]]
    again: Callable[[Call, str], tuple[str, BaseModel]]
    change: Callable[[Call, str, dict[str, Any]], T] | None = None
    delete: Callable[[Call, str], None]
    refusals: tuple[str, ...] = ()
    refusals_of_new: tuple[str, ...] = ()
    may_make: Permission | None = None
    given_refusals: tuple[str, ...] = ()

    def declare(self) -> None:
        """Put its routes among the others: five, or four where nothing can be changed."""
        self._declare_list()
        self._declare_create()
        self._declare_get()
        self._declare_change()
        self._declare_delete()

    def _declare_list(self) -> None:
        def view(call: Call[PageQuery]) -> Reply:
            asked = call.page(self.path)
            page = self.list(call, asked.limit, asked.after)
            items = [self.show(call, item) for item in page.items]
            return Reply(self.page(items=items, next_cursor=asked.next_cursor(page.position)))

        route(
            f"List the {self.many}",
            permission=self.may_read,
            query=PageQuery,
            answer=self.page,
            refusals=("bad_cursor",),
        )(self._named(view, "list", self.many))

    def _declare_create(self) -> None:
        def view(call: Call[NoQuery, N]) -> Reply:
            return self._created(call, *self.create(call))

        def replay(call: Call, result: str) -> Reply:
            return self._created(call, *self.again(call, result))

        route(
            f"Create {_a(self.one)}",
            permission=self.may_make or self.may_write,
            body=self.new,
            answer=self.made,
            status=201,
            replay=replay,
            refusals=(*self.refusals_of_new, *self.given_refusals, "taken", "too_many", "conflict"),
        )(self._named(view, "create", self.one))

    def _declare_get(self) -> None:
        def view(call: Call) -> Reply:
            return Reply(self.show(call, self.get(call, call.path["id"])))

        route(
            f"Read {_a(self.one)}",
            permission=self.may_read,
            answer=self.shown,
        )(self._named(view, "read", self.one))

    def _declare_change(self) -> None:
        if self.changes is None or self.change is None:
            return
        change = self.change

        def view(call: Call) -> Reply:
            return Reply(self.show(call, change(call, call.path["id"], named(call.body))))

        route(
            f"Change {_a(self.one)}",
            permission=self.may_write,
            body=self.changes,
            answer=self.shown,
            refusals=(*self.given_refusals, *self.refusals, "taken", "conflict"),
        )(self._named(view, "change", self.one))

    def _declare_delete(self) -> None:
        def view(call: Call) -> Answer:
            self.delete(call, call.path["id"])
            return Answer(204, "")

        route(
            f"Delete {_a(self.one)}",
            permission=self.may_make or self.may_write,
            status=204,
            refusals=(*self.given_refusals, *self.refusals, "conflict"),
        )(self._named(view, "delete", self.one))

    def _created(self, call: Call, made_id: str, document: BaseModel) -> Reply:
        location = f"{call.desk.base_url}/v1/{call.caller.workspace}/{self.path}/{quote(made_id)}"
        return Reply(document, {"Location": location})

    def _named(self, view: View[Q, B], verb: str, noun: str) -> View[Q, B]:
        """Return the view under its name in the OpenAPI document, as one of the module that makes the resource: there
        `paths` looks for it."""
        view.__module__ = self.create.__module__
        view.__name__ = f"{verb}_{noun}".replace(" ", "_").lower()
        return view


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"
