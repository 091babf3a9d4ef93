"""The ids by which the desk knows its own mails again."""

from __future__ import annotations

from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.tickets import links


def desk_marker(workspace: Workspace) -> str:
    """Return the marker header's value for our mails: which desk of which domain wrote them."""
    return f"{workspace.id}.{workspace.mailbox.domain}"


def own_reply_token(message_id: str) -> str | None:
    """The reply token in one of our own message ids (`<token>.<action id>@…`); None for anybody else's."""
    local = message_id.partition("@")[0].lower()
    token, _, _ = local.rpartition(".")
    return token if links.parse(token) else None
