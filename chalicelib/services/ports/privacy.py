"""What the services need of the storage of long jobs, as Protocols."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.paging import Page
from chalicelib.domain.privacy.cutting import Cut
from chalicelib.domain.privacy.jobs import DeskJob
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.privacy.person import ErasedPerson


class DeskJobs(Protocol):
    """The long jobs of one workspace, kept for 400 days after somebody asked for them."""

    def add(self, job: DeskJob) -> None:
        """Store a job that was asked for. The same one again changes nothing."""
        ...

    def get(self, job_id: str) -> DeskJob | None: ...

    def list(self, limit: int, after: str | None, by: str | None = None) -> Page[DeskJob]:
        """Newest first; with `by`, those out of a page that this actor asked for: it may be shorter, or empty."""
        ...

    def change(self, before: DeskJob, after: DeskJob) -> None:
        """Store what became of it. Raise ConflictError when it is no longer as given."""
        ...


class Erasing(Protocol):
    """Taking out of one workspace's table, for good, what is kept of a ticket. All of it may be repeated."""

    def bury(self, number: int, at: datetime, version: int | None = None) -> None:
        """Take the ticket's own item out, and leave a mark that keeps its number. Raise ConflictError where it isn't in
        the trash, as of that `version`, any more; without one, for what was merged into another, wherever it is."""
        ...

    def is_buried(self, number: int) -> bool: ...

    def kept(self, number: int, limit: int, after: str | None) -> Page[KeptItem]:
        """Return what there is of a ticket, but for that mark."""
        ...

    def marked(self, number: int, cut: Cut, limit: int, after: str | None) -> Page[KeptItem]:
        """Return what there is of a ticket, each item with how often the words stand in it."""
        ...

    def rewrite(self, number: int, key: str, cut: Cut) -> bool:
        """Cut words out of an item, and of the long text that it has elsewhere, of which an older version stays; return
        whether there were any."""
        ...

    def rewrite_notices(self, member_ids: Iterable[str], action_ids: Sequence[str], cut: Cut) -> None:
        """Cut words out of what tells of these actions in the inboxes."""
        ...

    def empty(self, number: int, entry_id: str, instead: str) -> None:
        """Leave of what was said only that it was, and by whom: `instead` stands for it. Its files are
        another matter."""
        ...

    def empty_item(self, number: int, key: str, person: ErasedPerson) -> None:
        """Leave of an item of a person's own ticket only that something was said or done, when, and by which member.
        Its files are another matter."""
        ...

    def forget_address(self, address: str) -> None:
        """Take away by which tickets an address is found."""
        ...

    def log(self, month: str, after: str | None, cut: Cut, subjects: Collection[str]) -> str | None:
        """Cut words out of a page of the audit log of a month such as `2026-11`, and from entries about these subjects
        every text of what changed; return where to go on, None at the end."""
        ...

    def drop_html(self, number: int, entry_id: str) -> None:
        """Let a message not name the HTML of its mail any more."""
        ...

    def detach(self, number: int, entry_id: str, file_id: str) -> None:
        """Let what was said not have that file any more."""
        ...

    def remove(self, number: int, items: Iterable[KeptItem]) -> None: ...

    def unpost(self, number: int, source: str, terms: Iterable[str]) -> None:
        """Let the ticket not be found any more by these terms, of a kind of source that it has no other of."""
        ...

    def forget_words(self, terms: Iterable[str]) -> None:
        """Take those of the terms out of the dictionary that no ticket has."""
        ...

    def unpoint(self, addresses: Iterable[str], number: int) -> None: ...

    def drop_notices(self, member_ids: Iterable[str], action_ids: Sequence[str]) -> None:
        """Take what tells of these actions out of the inboxes of these members, and of those that are everybody's."""
        ...
