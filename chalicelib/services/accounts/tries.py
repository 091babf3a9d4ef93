"""Tries at somebody's account: counted, slowed down, and told to its owner when they are many."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import address, is_address
from chalicelib.services import limits
from chalicelib.services.mail.outgoing.queue import queue_many_tries
from chalicelib.services.ports import Desk

LONGEST_EMAIL = 320


def trying(desk: Desk, email: str, client: str) -> str:
    """Count a try at somebody's account, and return the name it is counted by. Raises DeskError `rate_limited`.

    By who is tried and from where together, so that nobody can lock others out of their accounts."""
    if len(email) > LONGEST_EMAIL:
        raise DeskError("bad_credentials", "Incorrect email or password.")
    limits.spend_from(desk, limits.SIGN_IN, client)
    network, _ = next(limits.networks(client))
    tried = f"{email.strip().lower()}|{network}"
    limits.slow_down(desk, limits.TRIES, tried)
    _watch(desk, email)
    return tried


def _watch(desk: Desk, email: str) -> None:
    """Have the owner of an address mailed, once an hour, when there are many tries with it, from wherever they come.

    Whether anybody has it is found out by the job that mails, so that nobody learns it here. Each further hundred asks
    for the same mail once more: it makes up for one that was cut off.
    """
    tries, hour = limits.of_this_hour(desk, "tries", email.strip().lower())
    if tries and tries % limits.MANY_TRIES == 0 and is_address(email):
        queue_many_tries(desk, address(email), limits.MANY_TRIES, hour)
