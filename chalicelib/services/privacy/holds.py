"""What is on hold, for whatever redacts, retains or erases: asked at the moment of doing so."""

from chalicelib.services.people.holds import held_by
from chalicelib.services.tickets.holds import check_not_held, hold_on

__all__ = ["check_not_held", "held_by", "hold_on"]
