"""Addresses of mail as people type them, brought into the form they are compared in."""

from __future__ import annotations

import re

from chalicelib.domain.errors import DeskError, invalid

NAME_LENGTH = 200


ADDRESS_LENGTH = 254
"""RFC 5321 §4.5.3.1.3 allows a path of 256 octets, which includes the angle brackets."""


SIGN_IN_LENGTH = 128


SIGN_IN_ADDRESS = (
    r"^(?![^@]{65})[A-Za-z0-9_][A-Za-z0-9_%+'-]*(?:\.[A-Za-z0-9_%+'-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$"
)
"""The shape of a signing-in person's address: a regular expression that every language reads alike."""


_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,253}")


_DOMAIN_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


def address(value: str, field_name: str = "email") -> str:
    """The address in the form it is stored and compared in: trimmed, lower case, its domain as the DNS has it.

    Raises DeskError at `field_name` for what no mail could reach. Quoted local parts (RFC 5321 §4.1.2) are refused:
    nobody's support mail comes from one, and they are a way to smuggle separators.
    """
    given = value.strip()
    text = address_in_dns(given)
    domain = text.rpartition("@")[2]
    labels = domain.split(".")
    good = len(text) <= ADDRESS_LENGTH and _ADDRESS.fullmatch(text) and len(labels) > 1
    if (
        not good
        or given.endswith(".")
        or not domain.isascii()
        or ".." in text
        or not all(_DOMAIN_LABEL.fullmatch(label) for label in labels)
    ):
        raise invalid(field_name, "This is not an email address. It should look like name@example.com.")
    return text


def domain_in_dns(domain: str) -> str:
    """Return a domain as the DNS has it, in lower case: A-labels by UTS 46, without the mappings of old, by which
    `straße` was the domain of whoever owns `strasse`. What can be no domain stays as it is."""
    domain = domain.rstrip(".").lower()
    if domain.isascii():
        return domain
    import idna  # cold start: its tables take longer to load than all other rules, and few domains need them

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def address_in_dns(address: str) -> str:
    """Return an address in lower case with its domain as the DNS has it; also what is no address, as far as it goes."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local}{at}{domain_in_dns(domain)}" if at else local or domain


def shown_address(address: str) -> str:
    """Return an address as people read it: its domain in their own letters."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    import idna  # cold start: few domains need its tables

    try:
        return f"{local}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def known_as(address: str) -> tuple[str, ...]:
    """Return the address as it is stored, then as earlier releases stored it, where that differs."""
    return tuple(dict.fromkeys((address_in_dns(address), shown_address(address_in_dns(address)))))


def forms(address: str) -> tuple[str, ...]:
    """Return what a mailbox of ours that this address leads to may be called: the whole address before what stands
    before its plus."""
    whole = address_in_dns(address)
    local, _, domain = whole.rpartition("@")
    return tuple(dict.fromkeys((whole, f"{local.partition('+')[0]}@{domain}")))


def sign_in_address(value: str, field_name: str = "email") -> str:
    """The same for somebody who is to sign in. User pools take fewer addresses than mail does: plain letters and few
    signs, and not at any length.
    """
    text = address(value, field_name)
    if not value.isascii() or len(text) > SIGN_IN_LENGTH or re.fullmatch(SIGN_IN_ADDRESS, text) is None:
        raise invalid(
            field_name,
            "Nobody can sign in with this address: it may have plain letters, digits and . _ % + - ' before the @, "
            f"and {SIGN_IN_LENGTH} characters at most.",
        )
    return text


def is_address(value: str) -> bool:
    """Return whether `address` accepts the text."""
    try:
        address(value)
    except DeskError:
        return False
    return True
