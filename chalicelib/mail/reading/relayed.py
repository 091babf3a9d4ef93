"""The person behind a mail that a program, a website or a group sent in their place."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.people.addresses import is_address
from chalicelib.mail.reading.classify import NO_REPLY
from chalicelib.mail.reading.model import Address, ParsedMail


def person_behind(parsed: ParsedMail, ours: Callable[[str], bool]) -> Address | None:
    """Return whom a mail names that has one of our own addresses in From: as a group does that puts itself there, or as
    a website's form does, by where answers go. None where it names nobody but us.

    Anybody can write these headers, so nobody is proven by them. A person is preferred to a program.
    """
    named = [box for box in (*parsed.original_from, *parsed.reply_to) if is_address(box.address)]
    others = [box for box in named if not ours(box.address.lower())]
    people = [box for box in others if not NO_REPLY.search(box.address.rpartition("@")[0])]
    return next(iter([*people, *others]), None)
