"""The items that reports are made of, as PynamoDB models."""

from __future__ import annotations

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.storage.table.records import CompactJsonAttribute, Item


class FactsRecord(Item):
    """`<action>`: what reports count of an action, on the day of the partition. It is the mark that it is counted."""

    number = NumberAttribute(attr_name="n")
    facts = CompactJsonAttribute(attr_name="fx")


class SumRecord(Item):
    """`<dimension>#<day>` or `<dimension>#W<Monday>`: what so many facts add up to; of a day that isn't over, those up
    to one action. `cut`: some values were left out."""

    facts = NumberAttribute(attr_name="n")
    until = UnicodeAttribute(attr_name="u", null=True)
    cut = BooleanAttribute(attr_name="c", null=True)
    packed = BinaryAttribute(attr_name="z", legacy_encoding=False)
