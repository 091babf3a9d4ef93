"""Tries at somebody's account: counted, slowed down, and told to its owner when they are many."""

from __future__ import annotations

from chalicelib.domain.accounts.devices import read_device, signed_device
from chalicelib.domain.accounts.sign_ins import Device, name_of
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import address, is_address
from chalicelib.services import limits
from chalicelib.services.mail.outgoing.queue import queue_many_tries
from chalicelib.services.ports import Desk

LONGEST_EMAIL = 320


def trying(desk: Desk, email: str, device: Device) -> str:
    """Count a try at somebody's account, and return the name it is counted by. Raises DeskError `rate_limited`.

    By who is tried and from where together, so that nobody can lock others out of their accounts. A browser in which
    they signed in before counts by itself: not even a guesser in the same house keeps them out there.
    """
    if len(email) > LONGEST_EMAIL:
        raise DeskError("bad_credentials", "Incorrect email or password.")
    tried = f"{name_of(email)}|{_place(desk, email, device)}"
    limits.slow_down(desk, limits.TRIES, tried)
    _watch(desk, email)
    return tried


def remember(desk: Desk, email: str, device: Device) -> str | None:
    """Return what a browser is given in which the owner of an address signed in; None where it has it already."""
    if read_device(device.known, email, desk.secrets.verify):
        return None
    return signed_device(desk.new_id(desk.clock.now()), email, desk.secrets.sign)


def _place(desk: Desk, email: str, device: Device) -> str:
    if known := read_device(device.known, email, desk.secrets.verify):
        return known
    limits.spend_from(desk, limits.SIGN_IN, device.client)
    return next(limits.networks(device.client))[0]


def _watch(desk: Desk, email: str) -> None:
    """Have the owner of an address mailed, once an hour, when there are many tries with it, from wherever they come.

    Whether anybody has it is found out by the job that mails, so that nobody learns it here. Each further hundred asks
    for the same mail once more: it makes up for one that was cut off.
    """
    tries, hour = limits.of_this_hour(desk, "tries", name_of(email))
    if tries and tries % limits.MANY_TRIES == 0 and is_address(email):
        queue_many_tries(desk, address(email), limits.MANY_TRIES, hour)
