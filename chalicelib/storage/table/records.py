"""The items of the table as PynamoDB models. Attribute names are short: every update pays for an item's whole size."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.constants import STRING
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model


class InstantAttribute(Attribute[datetime]):
    """An instant as `2026-11-23T07:30:00.123Z`: sorts as text, readable in the AWS console."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return instant(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` makes an encoder of its own each time, which takes as long as to use it."""


class CompactJsonAttribute(JSONAttribute):
    """JSON without spaces and without escapes for what UTF-8 can hold."""

    def serialize(self, value: Any) -> str | None:
        return None if value is None else _COMPACT(value)


def instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Item(Model):
    """The attributes of every item. `expires_at` is the table's TTL, in seconds since 1970."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    type = UnicodeAttribute()
    expires_at = NumberAttribute(null=True)


def _index(prefix: str, *, whole: bool = True) -> GlobalSecondaryIndex[Any]:
    """Return an index with `<prefix>_pk` and `<prefix>_sk` for its keys, of `whole` items or of nothing but keys."""
    keys = {f"{prefix}_pk": UnicodeAttribute(hash_key=True), f"{prefix}_sk": UnicodeAttribute(range_key=True)}
    meta = type("Meta", (), {"projection": AllProjection() if whole else KeysOnlyProjection()})
    index: GlobalSecondaryIndex[Any] = type(prefix, (GlobalSecondaryIndex,), {"Meta": meta, **keys})()
    return index


class TicketRecord(Item):
    """`TICKET`: what a list shows, with the keys of its indexes.

    `sla_warn_at` (milliseconds) and `sla_standing` say of the SLA's indicator what filters compare: from when on it is
    a warning, or else the state that time doesn't change.

    `undelivered` has `<message>.<recipient>` of each mail of a reply that didn't arrive. Whatever learns of that adds
    to it and takes from it directly: no command does. `failures` has in the same way when each of them failed, which
    stays when one arrives after all; of those from before there was such a thing, nothing.

    `reminded` has the members with a reminder of the ticket: it is added to and taken from directly, as well.

    `mailbox` is the address of ours that the ticket was written to, `none` where there is none; tickets from before it
    was noted here have no such attribute, and their MORE says it alone.

    `longest` are the bytes of the longest item that was said on the ticket, by which a search knows what it may read.

    Where a ticket lies follows from its status, `archived_at` and `merged_into`. A later release that knows more places
    names them in `bk`, together with the index keys that belong there. This release writes no `bk`, and no ticket that
    has one.
    """

    by_status = _index("st")
    by_updated = _index("up")
    by_assignee = _index("as")
    by_contact = _index("co")
    by_sla = _index("sl")
    by_due = _index("du", whole=False)

    number = NumberAttribute(attr_name="n")
    title = UnicodeAttribute(attr_name="t")
    status = UnicodeAttribute(attr_name="s")
    priority = UnicodeAttribute(attr_name="p")
    kind = UnicodeAttribute(attr_name="y")
    channel = UnicodeAttribute(attr_name="ch")
    source = UnicodeAttribute(attr_name="so")
    created_at = InstantAttribute(attr_name="ca")
    updated_at = InstantAttribute(attr_name="ua")
    last_at = InstantAttribute(attr_name="la")
    version = NumberAttribute(attr_name="v")
    notify_customer = BooleanAttribute(attr_name="nc")
    assignee_id = UnicodeAttribute(attr_name="a", null=True)
    contact_id = UnicodeAttribute(attr_name="ci", null=True)
    contact_name = UnicodeAttribute(attr_name="cn", null=True)
    contact_email = UnicodeAttribute(attr_name="ce", null=True)
    label_ids: ListAttribute[Any] = ListAttribute(attr_name="l", null=True)
    first_responded_at = InstantAttribute(attr_name="fr", null=True)
    resolved_at = InstantAttribute(attr_name="ra", null=True)
    closed_at = InstantAttribute(attr_name="cl", null=True)
    message_count = NumberAttribute(attr_name="mc")
    last_speaker = UnicodeAttribute(attr_name="ls", null=True)
    follow_up_of = NumberAttribute(attr_name="fo", null=True)
    archived_at = InstantAttribute(attr_name="ar", null=True)
    merged_into = NumberAttribute(attr_name="mi", null=True)
    csat_score = NumberAttribute(attr_name="cs", null=True)
    clock = CompactJsonAttribute(attr_name="k", null=True)
    sla_warn_at = NumberAttribute(attr_name="kw", null=True)
    sla_standing = UnicodeAttribute(attr_name="ks", null=True)
    bucket = UnicodeAttribute(attr_name="bk", null=True)
    deleted_at = InstantAttribute(attr_name="da", null=True)
    snoozed_until = InstantAttribute(attr_name="su", null=True)
    reminded = UnicodeSetAttribute(attr_name="rm", null=True)
    undelivered = UnicodeSetAttribute(attr_name="ud", null=True)
    failures = UnicodeSetAttribute(attr_name="fa", null=True)
    longest = NumberAttribute(attr_name="lg", null=True)
    mailbox = UnicodeAttribute(attr_name="mb", null=True)
    st_pk = UnicodeAttribute()
    st_sk = UnicodeAttribute()
    up_pk = UnicodeAttribute()
    up_sk = UnicodeAttribute()
    as_pk = UnicodeAttribute(null=True)
    as_sk = UnicodeAttribute(null=True)
    co_pk = UnicodeAttribute(null=True)
    co_sk = UnicodeAttribute(null=True)
    sl_pk = UnicodeAttribute(null=True)
    sl_sk = UnicodeAttribute(null=True)
    du_pk = UnicodeAttribute(null=True)
    du_sk = UnicodeAttribute(null=True)


class PointerRecord(Item):
    """`P#<number>`: the address is on that ticket. Its keys say it all."""


class BodyRecord(Item):
    """`TICKET#BODY`: the description. `stored` is the file that has all of it when the item has only a preview.

    `formatted` has a digest of the text that it shows before it: a release that doesn't know it may change the text.
    """

    text = UnicodeAttribute(attr_name="b", null=True)
    stored = UnicodeAttribute(attr_name="f", null=True)
    formatted = CompactJsonAttribute(attr_name="fm", null=True)


class DocumentRecord(Item):
    """Anything that is read whole and never filtered on: settings, contacts, lookups, the rest of a ticket."""

    data = CompactJsonAttribute(attr_name="d")


class ContactRecord(DocumentRecord):
    """`CONTACT`, with the keys that list contacts by name."""

    co_pk = UnicodeAttribute()
    co_sk = UnicodeAttribute()


class SummaryRecord(DocumentRecord):
    """`SUMMARY#<audience>`: what the assistant made of a version of the ticket. `SUMMARY#translation#<entry>#…`: an
    entry in another language."""

    version = NumberAttribute(attr_name="v")


class InboxRecord(DocumentRecord):
    """`N#<action id>`: a notice in a member's inbox."""

    read_at = InstantAttribute(attr_name="ra", null=True)


class MarksRecord(Item):
    """`MARKS` in a member's inbox: what they did with the entries that they share."""

    until = InstantAttribute(attr_name="u", null=True)
    read = UnicodeSetAttribute(attr_name="r", null=True)
    done = UnicodeSetAttribute(attr_name="dn", null=True)


class MailJobRecord(DocumentRecord):
    """A mail that is to go out, and how far it got. `lease_until` is in seconds since 1970.

    While it is held it is queued, or on its way, as for a release that holds nothing: since when, and why, is noted
    beside that.
    """

    state = UnicodeAttribute(attr_name="s")
    lease_until = NumberAttribute(attr_name="le", null=True)
    ses_id = UnicodeAttribute(attr_name="si", null=True)
    tells = CompactJsonAttribute(attr_name="tl", null=True)
    held_since = InstantAttribute(attr_name="hs", null=True)
    held_why = UnicodeAttribute(attr_name="hw", null=True)
    detail = UnicodeAttribute(attr_name="dt", null=True)


class HeldRecord(Item):
    """`<job>#<ticket>`: the mail is held. Its keys say it all."""


class PushedRecord(Item):
    """`SENT#<browser>#<notice>`: a notice that is sent to a browser, until `lease_until` (seconds since 1970) by one
    worker, or was (`done`)."""

    lease_until = NumberAttribute(attr_name="le", null=True)
    done = BooleanAttribute(attr_name="dn", null=True)


class WorkRecord(DocumentRecord):
    """`<kind>#<id>`: work that becomes due. While it is claimed, it is one worker's until `lease_until`, which is in
    seconds since 1970. `asked` is how often somebody made sure that it is there."""

    du_pk = UnicodeAttribute()
    du_sk = UnicodeAttribute()
    claim = UnicodeAttribute(attr_name="c", null=True)
    lease_until = NumberAttribute(attr_name="le", null=True)
    asked = NumberAttribute(attr_name="ak", null=True)


class CounterRecord(Item):
    """A number that only ever grows: the ticket sequence, the hits of a rate window."""

    value = NumberAttribute(attr_name="n")


M = TypeVar("M", bound=Item)


def read(model: type[M], item: Mapping[str, Any]) -> M:
    """An item of a query's answer with the attributes of its model, for reading alone.

    PynamoDB's own `from_raw_data` makes a whole model of it, with what saving would need: three times the work.
    """
    values = {
        name: decode(next(iter(item[stored].values()))) if stored in item else None
        for name, stored, decode in _decoders(model)
    }
    return cast(M, SimpleNamespace(**values))


@cache
def _decoders(model: type[Item]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    return tuple((name, one.attr_name, one.deserialize) for name, one in model.get_attributes().items())
