"""The desk's own oracle: whether everything stored follows from what was done and said."""

from __future__ import annotations

from chalicelib.domain.check import Difference
from chalicelib.services.check.stocktaking import Stocktaking
from chalicelib.services.ports import Desk as Ports
from chalicelib.storage.check import Books
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.long_texts import Texts


def differences(ports: Ports, workspace: str = "acme", *, mend: bool = False) -> list[Difference]:
    """Everything of a workspace that is otherwise than it must be; with `mend` it is put right."""
    with ports.open(workspace) as room:
        books = Books(Keys(workspace), Texts(ports.files, workspace))
        return list(Stocktaking(room, books, mends=mend).differences())
