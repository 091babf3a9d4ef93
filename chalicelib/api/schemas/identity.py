"""Who wrote something, and how sure that is."""

from __future__ import annotations

from typing import Annotated

from chalicelib.api.schemas.base import Document, word


class IdentityOut(Document):
    """The certainty of who wrote something, and its reason. `by_link_of` names whoever a link was made for that
    somebody else came by. `sent_by` is the address that a mail came from which was written for somebody it only names,
    as by a website's form (`relayed`).
    """

    standing: Annotated[str, word("proven", "unproven", "contradicted")]
    reason: str
    by_link_of: str | None
    sent_by: str | None = None
