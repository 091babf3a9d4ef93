"""People and programs before a workspace is known: memberships, API keys, widgets' keys, mailbox addresses, password
tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pynamodb.expressions.update import Action as UpdateAction

from chalicelib.domain.accounts.api_keys import ApiKey, UsedKey
from chalicelib.domain.accounts.passwords import PasswordLinks, PasswordToken
from chalicelib.domain.settings.widgets import Widget, is_key
from chalicelib.domain.settings.workspace import REPLY, Mailbox
from chalicelib.storage.accounts.records import ApiKeyRecord, PasswordLinksRecord
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.conditions import try_update
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, read
from chalicelib.storage.table.transactions import Transaction

MEMBERSHIPS = 100
MAILBOXES_A_DOMAIN = 1000
_TOKENS_KEPT = 7 * 24 * 3600
"""Seconds beyond their end: longer than a mail may wait to be carried out again."""


def membership_record(user_id: str, workspace: str, member_id: str) -> DocumentRecord:
    return DocumentRecord(k.user(user_id), workspace, type="membership", data=member_id)


def mailbox_record(address: str, workspace: str) -> DocumentRecord:
    """A mailbox is one workspace's: creating it again for another one fails."""
    return DocumentRecord(k.mailbox(address), "MAILBOX", type="mailbox_of", data=workspace)


def domain_record(domain: str, workspace: str) -> DocumentRecord:
    """A domain of mail is one workspace's that showed it: creating it again for another one fails."""
    return DocumentRecord(k.mail_domain(domain), "DOMAIN", type="domain_of", data=workspace)


def reply_record(mailbox: Mailbox, workspace: str) -> DocumentRecord:
    """The reply address of a domain serves every workspace that has a mailbox there; the token tells them apart.

    Each mailbox has a record of its own, so that the address lives as long as any of them.
    """
    sk = k.joined(workspace, mailbox.address)
    return DocumentRecord(k.mailbox(f"{REPLY}@{mailbox.domain}"), sk, type="mailbox_of", data=workspace)


def key_record(key: ApiKey) -> DocumentRecord:
    """Return the record that finds a caller's key before its workspace is known."""
    data = {
        "workspace": key.workspace,
        "name": key.name,
        "scopes": list(key.scopes),
        "digest": key.digest,
        "generation": key.generation,
        "expires_at": key.expires_at,
    }
    return DocumentRecord(k.api_key(key.id), "KEY", type="api_key", data=data)


def widget_record(widget: Widget) -> DocumentRecord:
    """All that a widget's key says, to be found before its workspace is known."""
    return DocumentRecord(k.widget(widget.id), "WIDGET", type="widget_key", data=asdict(widget))


def widget_of(data: dict[str, Any]) -> Widget:
    return Widget(**{**known(Widget, data), "origins": tuple(data["origins"])})


@dataclass(frozen=True, slots=True)
class Accounts:
    def memberships(self, user_id: str) -> dict[str, str]:
        """The workspaces of a Cognito user, with the member they are in each."""
        raw = query(Range(k.user(user_id)), limit=MEMBERSHIPS, consistent=True)
        records = [DocumentRecord.from_raw_data(item) for item in raw.items]
        return {record.sk: record.data for record in records}

    def link(self, user_id: str, workspace: str, member_id: str) -> None:
        membership_record(user_id, workspace, member_id).save()

    def mailbox_workspaces(self, address: str) -> list[str]:
        raw = query(Range(k.mailbox(address)), limit=MAILBOXES_A_DOMAIN)
        return list(dict.fromkeys(DocumentRecord.from_raw_data(item).data for item in raw.items))

    def domain_owner(self, domain: str) -> str | None:
        """Read consistently: what was shown is nobody else's from then on."""
        owner: str | None = _data(k.mail_domain(domain), "DOMAIN")
        return owner

    def api_key(self, key_id: str) -> UsedKey | None:
        """Read consistently: a revoked key stops working at once."""
        try:
            record = ApiKeyRecord.get(k.api_key(key_id), "KEY", consistent_read=True)
        except ApiKeyRecord.DoesNotExist:
            return None
        data = {**record.data, "id": key_id, "scopes": tuple(record.data["scopes"])}
        return UsedKey(ApiKey(**known(ApiKey, data)), record.used_on or "")

    def note_use(self, key_id: str, day: str) -> None:
        record, used_on = ApiKeyRecord(k.api_key(key_id), "KEY"), ApiKeyRecord.used_on
        unnoted = ApiKeyRecord.pk.exists() & (used_on.does_not_exist() | (used_on < day))
        changes: list[UpdateAction] = [used_on.set(day)]
        try_update(record, changes, unnoted)

    def used_on(self, key_ids: Sequence[str]) -> dict[str, str]:
        found = read_all([(k.api_key(key_id), "KEY") for key_id in key_ids])
        records = [read(ApiKeyRecord, item) for item in found]
        return {record.pk.removeprefix(k.api_key("")): record.used_on for record in records if record.used_on}

    def widget(self, key: str, *, consistent: bool = True) -> Widget | None:
        """Return the widget of a key. What isn't read consistently costs half, and may be gone since a moment."""
        data = _data(k.widget(key), "WIDGET", consistent=consistent) if is_key(key) else None
        return widget_of(data) if data else None

    def add_api_key(self, key: ApiKey) -> None:
        transaction = Transaction()
        transaction.create(key_record(key))
        transaction.commit()

    def add_password_token(self, token: PasswordToken) -> None:
        """Storing the same token again changes nothing. It outlives its use, so that no repeated job makes it anew."""
        DocumentRecord(
            k.token(token.digest),
            "TOKEN",
            type="password_token",
            data=[token.email, token.expires_at, token.workspace, token.invited_by, token.generation],
            expires_at=token.expires_at + _TOKENS_KEPT,
        ).save()

    def password_token(self, digest: str) -> PasswordToken | None:
        data = _data(k.token(digest), "TOKEN")
        if not data:
            return None
        email, expires_at, workspace, invited_by, generation = [*data, *("", "", 0)[len(data) - 2 :]][:5]
        return PasswordToken(
            digest=digest,
            email=email,
            expires_at=expires_at,
            workspace=workspace,
            invited_by=invited_by,
            generation=generation,
        )

    def password_links(self, email: str) -> PasswordLinks:
        """Read consistently: a link that was replaced or used works no more at once."""
        try:
            record = PasswordLinksRecord.get(k.password_links(email), "LINKS", consistent_read=True)
        except PasswordLinksRecord.DoesNotExist:
            return PasswordLinks()
        return PasswordLinks(int(record.generation or 0), record.reset or "")

    def renew_reset(self, email: str, digest: str) -> None:
        """Let the link with this digest take the place of all others for a forgotten password."""
        _change_links(email, PasswordLinksRecord.reset.set(digest))

    def end_password_links(self, email: str) -> None:
        """Let no link work any more that there is for an address."""
        _change_links(email, PasswordLinksRecord.generation.add(1))


def _change_links(email: str, change: UpdateAction) -> None:
    record = PasswordLinksRecord(k.password_links(email), "LINKS")
    record.update([change, PasswordLinksRecord.type.set("password_links")])


def _data(pk: str, sk: str, *, consistent: bool = True) -> Any:
    try:
        return DocumentRecord.get(pk, sk, consistent_read=consistent).data
    except DocumentRecord.DoesNotExist:
        return None
