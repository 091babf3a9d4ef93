"""What the services need of the settings' storage, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from chalicelib.domain.idempotency import Once
from chalicelib.domain.paging import Page
from chalicelib.domain.people.member_now import MemberNow
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.parts import Part
from chalicelib.domain.settings.workspace import CannedResponse, Label, Workspace
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.worklist import Work

P = TypeVar("P", bound=Part)


class Settings(Protocol):
    """The settings of every workspace, as a whole."""

    def load(self, workspace: str, *, fresh: bool = False) -> Workspace | None: ...

    def member(self, workspace: str, member_id: str) -> Member | None: ...

    def member_now(self, workspace: str, member_id: str) -> MemberNow | None:
        """Return a member with which of their sign-ins are over, as it is in the table this moment."""
        ...

    def only(self) -> str | None: ...

    def create(self, workspace: Workspace, entry: AuditEntry | None = None, *, first: bool = False) -> None: ...

    def add_member(
        self,
        workspace: str,
        user_id: str,
        member: Member,
        entry: AuditEntry | None = None,
        once: Once | None = None,
        work: Work | None = None,
    ) -> None: ...

    def put(self, workspace: str, *parts: Label | SlaPolicy | CannedResponse) -> None: ...


class Parts(Protocol):
    """The settings of one workspace, part by part, as they are in the table this moment. `scope` is a view's or a
    macro's."""

    def get(self, kind: type[P], part_id: str, scope: str = "") -> P | None: ...

    def page(self, kind: type[P], limit: int, after: str | None, scope: str = "") -> Page[P]:
        """In the order of their ids."""
        ...

    def count(self, kind: type[P], scope: str = "") -> int: ...

    def write(
        self,
        before: P | None,
        after: P | None,
        entry: AuditEntry | None,
        *,
        once: Once | None = None,
        witnesses: Sequence[Part] = (),
        work: Work | None = None,
    ) -> None:
        """Create (`before` is None), change, or delete (`after` is None) a part in one transaction with the
        `work` that comes of it and `entry`, which is None where the log is not to tell of it.

        Raises ConflictError when it, or one of the `witnesses`, is no longer as given; TakenError when its name or
        address is another one's; RepeatedError for `once`.
        """
        ...


class Audit(Protocol):
    def add(self, entry: AuditEntry) -> None:
        """Store an entry that belongs to no transaction. The same one again changes nothing."""
        ...

    def page(
        self,
        since: str,
        now: datetime,
        limit: int,
        after: str | None,
        keeps: Callable[[AuditEntry], bool] | None = None,
    ) -> Page[AuditEntry]:
        """Newest first, from `now` back to the month of the date `since`: all, or those that somebody `keeps`."""
        ...
