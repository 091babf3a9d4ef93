"""The ids by which the desk knows its own mails again."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.tickets import links
from chalicelib.services.ports.world import Secrets

ACCOUNTS = "accounts"
"""In the place of the workspace, for mails about somebody's account."""
_PURPOSE = "own-mail"


def desk_marker(secrets: Secrets, whose: str, message_id: str) -> str:
    """Return the marker header's value for one mail of ours, `<own stable id>.<mac>`; `whose` is the workspace.

    The carrier puts an id of its own in the place of ours, so the mark brings the one that it is made of.
    """
    return f"{message_id}.{secrets.sign(_PURPOSE, _marked(whose, message_id))}"


def is_marked(secrets: Secrets, whose: str, markers: Sequence[str]) -> bool:
    """Return whether one of these values was made by `desk_marker` for this workspace, or for an account."""
    parted = [marker.rsplit(".", 2) for marker in markers]
    return any(
        secrets.verify(_PURPOSE, _marked(one, message_id), f"{key}.{mac}")
        for message_id, key, mac in (part for part in parted if len(part) == 3)
        for one in (whose, ACCOUNTS)
    )


def old_marker(workspace: Workspace) -> str:
    """Return what marked our mails before there was a secret in it: anybody can write it."""
    return f"{workspace.id}.{workspace.mailbox.domain}"


def own_reply_token(message_id: str) -> str | None:
    """The reply token in one of our own message ids (`<token>.<action id>@…`); None for anybody else's."""
    local = message_id.partition("@")[0].lower()
    token, _, _ = local.rpartition(".")
    return token if links.parse(token) else None


def _marked(whose: str, message_id: str) -> bytes:
    return f"{whose}|{message_id}".encode(errors="surrogatepass")
