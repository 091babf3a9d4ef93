"""The items of a ticket's time line, as PynamoDB models."""

from __future__ import annotations

from pynamodb.attributes import Attribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import MAP, STRING

from chalicelib.storage.table.records import CompactJsonAttribute, InstantAttribute, Item


class DeliveryAttribute(Attribute[dict[str, str]]):
    """Recipient id → state, as a map that one recipient's state can be set in."""

    attr_type = MAP

    def serialize(self, value: dict[str, str]) -> dict[str, dict[str, str]]:
        return {recipient: {STRING: state} for recipient, state in value.items()}

    def deserialize(self, value: dict[str, dict[str, str]]) -> dict[str, str]:
        return {recipient: state[STRING] for recipient, state in value.items()}


class LineRecord(Item):
    """An entry of the time line: `type` is message, note or action."""

    at = InstantAttribute()


class MessageRecord(LineRecord):
    """`L#<id>`: a message or a note, which knows how often it was worded anew, and to whom it was forwarded.
    `mail_digest` is that of the Message-ID of the mail it came by, as in the key of what knows that mail again."""

    kind = UnicodeAttribute(attr_name="k")
    author = CompactJsonAttribute(attr_name="w")
    text = UnicodeAttribute(attr_name="b", null=True)
    stored = UnicodeAttribute(attr_name="f", null=True)
    quoted = UnicodeAttribute(attr_name="q", null=True)
    attachments = CompactJsonAttribute(attr_name="at_", null=True)
    html_id = UnicodeAttribute(attr_name="h", null=True)
    formatted = UnicodeAttribute(attr_name="fm", null=True)
    stranger = UnicodeAttribute(attr_name="x", null=True)
    identity = CompactJsonAttribute(attr_name="id", null=True)
    delivery = DeliveryAttribute(attr_name="dl", null=True)
    send_state = UnicodeAttribute(attr_name="ss", null=True)
    visible_at = InstantAttribute(attr_name="va", null=True)
    said_format = UnicodeAttribute(attr_name="bf", null=True)
    mail_digest = UnicodeAttribute(attr_name="md", null=True)
    resent = DeliveryAttribute(attr_name="rs", null=True)
    signed = UnicodeAttribute(attr_name="sg", null=True)
    edited_at = InstantAttribute(attr_name="ea", null=True)
    edits = NumberAttribute(attr_name="en", null=True)
    split_into = NumberAttribute(attr_name="si", null=True)
    forwarded_to = CompactJsonAttribute(attr_name="fw", null=True)


class LaterRecord(MessageRecord):
    """`LATER#<id>`: a reply that is sent later, with the status that is set with it and those who get a copy."""

    status = UnicodeAttribute(attr_name="st", null=True)
    cc = CompactJsonAttribute(attr_name="cc", null=True)


class FormerRecord(LineRecord):
    """`F#<note>#<edit>`: what a note said, from an instant on, until that edit."""

    text = UnicodeAttribute(attr_name="b", null=True)
    stored = UnicodeAttribute(attr_name="f", null=True)
    said_format = UnicodeAttribute(attr_name="bf", null=True)


class ActionRecord(LineRecord):
    """`L#<id>`: one action. The stream carries it to the reactors, so it knows its workspace. `mail_digest` as in a
    message: that of a mail which left none. Of an action that can be undone, `told` and `undone_by` are two ends of a
    race: whichever is there first keeps the other away."""

    workspace = UnicodeAttribute(attr_name="ws")
    number = NumberAttribute(attr_name="n")
    version = NumberAttribute(attr_name="v")
    actor = CompactJsonAttribute(attr_name="w")
    events = CompactJsonAttribute(attr_name="e")
    assignee_id = UnicodeAttribute(attr_name="a", null=True)
    recipients = CompactJsonAttribute(attr_name="r", null=True)
    message_id = UnicodeAttribute(attr_name="m", null=True)
    message_number = NumberAttribute(attr_name="mn", null=True)
    places = CompactJsonAttribute(attr_name="pl")
    visible_at = InstantAttribute(attr_name="va", null=True)
    cause = UnicodeAttribute(attr_name="ca", null=True)
    batch = UnicodeAttribute(attr_name="ba", null=True)
    attended = BooleanAttribute(attr_name="att", null=True)
    unproven = BooleanAttribute(attr_name="unp", null=True)
    machine = BooleanAttribute(attr_name="mch", null=True)
    undo_until = InstantAttribute(attr_name="uu", null=True)
    former = CompactJsonAttribute(attr_name="fo", null=True)
    undone_by = UnicodeAttribute(attr_name="ub", null=True)
    told = BooleanAttribute(attr_name="to", null=True)
    facts = CompactJsonAttribute(attr_name="fx", null=True)
    mail_digest = UnicodeAttribute(attr_name="md", null=True)


class SeenRecord(LineRecord):
    """`SEEN#<member>`: who looks at a ticket."""

    doing = UnicodeAttribute(attr_name="do")
