"""What taking stock needs of storage, as a Protocol."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.check import Stock, StoredTicket
from chalicelib.domain.events import Action


class Books(Protocol):
    """All that one workspace stores."""

    def walk(self, stock: Stock) -> Iterator[StoredTicket]:
        """Yield every ticket; whatever is met beside them goes into `stock`, which is whole at the end."""
        ...

    def ticket(self, number: int) -> StoredTicket | None:
        """Return one ticket as it is now."""
        ...

    def posted(self, numbers: Collection[int]) -> Mapping[int, set[str]]:
        """Return by what those tickets are found, each as `<term>#<kind>`. Goes through everything once more."""
        ...

    def rewrite(self, number: int) -> None:
        """Set what follows from the rest of a ticket's item, unless somebody changed the ticket meanwhile."""
        ...

    def post(self, number: int, missing: Collection[str], gone: Collection[str]) -> None:
        """Post and take away terms of a ticket, each as `<term>#<kind>`."""
        ...

    def note_words(self, words: Collection[str], number: int) -> None:
        """Put terms into the dictionary; `number` is the newest ticket that may have them."""
        ...

    def own(self, address: str, contact_id: str) -> None:
        """Note whose an address is, where nobody has it."""
        ...

    def disown(self, address: str) -> None:
        """Forget whose an address is."""
        ...

    def unpoint(self, address: str, number: int) -> None:
        """Forget that an address is on a ticket."""
        ...

    def drop_notices(self, entries: Sequence[tuple[str, str]]) -> None:
        """Take entries out of inboxes, each by whose it is and its id."""
        ...

    def file(self, day: date, action: Action) -> None:
        """Put the facts of an action there as it has them, whatever was there. The day's cell is another thing."""
        ...

    def unfile(self, day: date, action_id: str) -> None:
        """Take facts away. The day's cell is another thing."""
        ...

    def correct_cell(self, day: date, amounts: Mapping[str, tuple[int, int]]) -> None:
        """Add to the words of a day's cell, each as it was read and by how much it is off, unless somebody counted
        meanwhile."""
        ...

    def draw_beyond(self, number: int) -> None:
        """See that the next ticket's number is a later one."""
        ...
