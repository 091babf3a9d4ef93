"""Who acts, at which desk, in which of its rooms: what nearly every service is called with."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.absence import away
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.timing import Promises
from chalicelib.services.ports import Desk, Room


@dataclass(frozen=True, slots=True)
class Seat:
    """One who acts: a member, a program or a customer, with the desk and the room they act in.

    What the desk does by itself says its `cause`; actions that belong together share a `batch`. `may` is the most they
    can give to somebody else.
    """

    desk: Desk
    room: Room
    actor: Actor
    cause: str | None = None
    batch: str | None = None
    may: frozenset[Permission] = frozenset(Permission)

    @property
    def reads_notes(self) -> bool:
        """Return whether what members tell each other is for them."""
        return Permission.NOTES_READ in self.may

    def moment(self) -> Moment:
        """Return what a decision has to know beyond the ticket: who acts, when, and which times are promised."""
        workspace, now = self.room.workspace, self.desk.clock.now()
        return Moment(
            self.actor,
            now,
            self.desk.new_id,
            Promises.of(workspace),
            cause=self.cause,
            batch=self.batch,
            takes=self._takes(),
            away=away(workspace.members, now, workspace.hours.zone),
        )

    def _takes(self) -> str | None:
        """Whom an answer assigns: the member who gives it, where the desk wants so. Programs take nothing."""
        member = self.room.workspace.members.get(self.actor.id or "")
        takes = self.actor.kind is ActorKind.AGENT and self.room.workspace.assign_by_answer
        return member.id if takes and member and member.may_be_assigned else None
