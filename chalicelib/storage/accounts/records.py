"""The items that accounts have of their own, and what a member's item says of their sign-ins."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.storage.table.records import DocumentRecord, Item


class ApiKeyRecord(DocumentRecord):
    """`KEY`: what finds a caller's key, with the day it was last used on."""

    used_on = UnicodeAttribute(attr_name="u", null=True)


class PasswordLinksRecord(Item):
    """`LINKS`: how many passwords were set for an address, and the digest of the newest link for a forgotten one."""

    generation = NumberAttribute(attr_name="g", null=True)
    reset = UnicodeAttribute(attr_name="rs", null=True)


class MemberRecord(DocumentRecord):
    """`MEMBER#<id>`: a member, and which of their sign-ins are over: `<sign-in>|<until when to remember>`, in seconds
    since 1970, and all before `not_before`, in milliseconds."""

    ended = UnicodeSetAttribute(attr_name="es", null=True)
    not_before = NumberAttribute(attr_name="nb", null=True)


class SignInRecord(Item):
    """`S#<id>`: one browser's sign-in, with what changes when it goes on; see `domain/accounts/sign_ins.py`."""

    generation = NumberAttribute(attr_name="g")
    former = NumberAttribute(attr_name="f")
    method = UnicodeAttribute(attr_name="m")
    created_at = NumberAttribute(attr_name="ca")
    proved_at = NumberAttribute(attr_name="pa")
    seen_at = NumberAttribute(attr_name="sa")
    network = UnicodeAttribute(attr_name="nw", null=True)
    device = UnicodeAttribute(attr_name="dv", null=True)
    workspace = UnicodeAttribute(attr_name="ws", null=True)
    enrols = BooleanAttribute(attr_name="en")


class CodesRecord(Item):
    """`CODES`: the digests of the recovery codes that are left."""

    salt = UnicodeAttribute(attr_name="s")
    digests = UnicodeSetAttribute(attr_name="c", null=True)
