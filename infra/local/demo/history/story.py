"""What became of each request: who took it, how often it went to and fro, and how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.events import Actor, ActorKind, Change
from chalicelib.domain.sla.business_hours import BusinessHours
from chalicelib.domain.tickets import change, converse, lifecycle, links, spam
from chalicelib.domain.vocabulary import Priority, Status
from infra.local.demo.history.arrivals import Arrival
from infra.local.demo.history.cast import Cast
from infra.local.demo.history.course import Rule
from infra.local.demo.history.rhythm import around, later
from infra.local.demo.history.words import COMMENTS, MANNERS, REASONS, Manners
from infra.local.demo.model import label_id

_TAKES = {
    "billing": {"ana": 5, "carla": 3, "ben": 2},
    "payments": {"carla": 5, "ana": 3, "ben": 2},
    "mobile": {"ben": 7, "carla": 3},
    "api": {"ben": 8, "ana": 2},
    "vip": {"ana": 9, "ben": 1},
}
_OTHERS_TAKE = {"ben": 4, "carla": 4, "ana": 2}
_PACE = {"ana": 0.7, "ben": 0.9, "carla": 1.25}
"""How long each of them takes, measured by the others."""
_FIRST_REPLY = {"urgent": 13, "high": 38, "medium": 90, "low": 240}
"""Minutes until the first reply, as half of them take, while somebody is there."""
_ROUNDS = (46, 37, 17)
"""How often the customer has to write once more: never, once, twice."""
_SCORES = ((5, 4, 3, 2, 1), (56, 25, 10, 5, 4), (14, 24, 26, 18, 18))
"""Scores, how often each is given, and how often where it was not solved at once."""
_SORTED, _NOTED, _ESCALATED, _HANDED_OVER = 0.6, 0.25, 0.05, 0.07
_BY_RESOLUTION, _BY_A_MEMBER = 0.55, 0.95
_REOPENED, _RATED, _COMMENTED, _ARCHIVED, _CLOSED_BY_HAND = 0.1, 0.4, 0.35, 0.03, 0.15


_MINUTE = timedelta(minutes=1)


class Story:
    """One request's. Its `courses` are its ticket's, and those of the tickets that were merged into that."""

    def __init__(self, cast: Cast, arrival: Arrival) -> None:
        self._cast, self._arrival, self._chance = cast, arrival, arrival.chance
        labels = [_TAKES[one] for one in arrival.subject.labels if one in _TAKES]
        takes = labels[0] if labels else _OTHERS_TAKE
        (self._agent,) = self._chance.choices([*takes], [*takes.values()])
        self._at, self._reopened = arrival.at, False
        self._sorts = self._chance.random() < _SORTED
        self._main = cast.opened(arrival, self._agent, sort=self._sorts)
        self._again = [cast.opened(one, self._agent, sort=False) for one in arrival.again]
        self.courses = (self._main, *self._again)

    def tell(self) -> None:
        """Let everything happen."""
        match self._arrival.ending:
            case "spam":
                self._pass(self._cast.staffed, 20)
                self._do(lambda ticket, moment: spam.mark(ticket, moment, parked=Change(False, True)))
            case "new":
                return
            case "solved":
                self._answered_first()
                self._to_and_fro(self._chance.choices((0, 1, 2), _ROUNDS)[0])
                self._afterwards()
            case ending:
                self._answered_first()
                self._left_open(ending)

    def _answered_first(self) -> None:
        """Up to the first reply, which is still to be given."""
        chance, opened = self._chance, self._at
        if self._sorts and self._arrival.channel != "phone":
            self._pass(self._cast.staffed, 6)
            self._change(
                assignee_id=self._who.id,
                priority=Priority(self._arrival.priority),
                label_ids=tuple(map(label_id, self._arrival.subject.labels)),
            )
        if chance.random() < _NOTED:
            self._pass(self._cast.staffed, 8)
            self._note()
        minutes = around(chance, _FIRST_REPLY[self._arrival.priority] * _PACE[self._agent])
        self._at = max(self._at, self._squeezed(later(self._cast.staffed, opened, minutes)))

    def _to_and_fro(self, rounds: int) -> None:
        for left in range(rounds, 0, -1):
            words = self._answer() if left == rounds else self._chance.choice(self._manners.asks)
            self._reply(words, Status.WAITING)
            self._hear(self._manners.thanks if left == 1 else self._manners.more)
            self._pass(self._cast.staffed, 45 * _PACE[self._agent])
            if left > 1 and self._main.ticket.priority is not Priority.URGENT and self._chance.random() < _ESCALATED:
                self._do(lambda ticket, moment: lifecycle.escalate(ticket, self._chance.choice(REASONS), moment))
        if rounds == 0 and self._arrival.before is None and self._chance.random() < 0.5:
            self._merge()
            self._reply(self._answer(), Status.RESOLVED)
            return
        if rounds == 0:
            self._reply(self._answer(), None)
            self._pass(self._cast.staffed, 150)
        self._merge()
        self._solve(self._chance.choice(self._manners.last))

    def _solve(self, words: str) -> None:
        """By the resolution, by a last reply, or by the customer, who says so themselves."""
        self._at = max(self._at, self._arrival.before or self._at)
        drawn = self._chance.random()
        if drawn < _BY_RESOLUTION:
            resolution = self._arrival.subject.resolution
            self._do(lambda ticket, moment: lifecycle.resolve(ticket, resolution, None, moment))
        elif drawn < _BY_A_MEMBER:
            self._reply(words, Status.RESOLVED)
        else:
            self._do(lifecycle.solved, by_customer=True)

    def _afterwards(self) -> None:
        chance = self._chance
        if chance.random() < _REOPENED:
            self._reopen()
        if chance.random() < _RATED:
            self._pass(self._cast.awake, 240, spread=1.1)
            self._rate()
        if chance.random() < _ARCHIVED:
            self._pass(self._cast.staffed, 900)
            self._do(lifecycle.archive)
        elif chance.random() < _CLOSED_BY_HAND or self._closes_too_late():
            self._pass(self._cast.staffed, 600, spread=0.4)
            self._change(status=Status.CLOSED)

    def _reopen(self) -> None:
        self._reopened = True
        self._pass(self._cast.awake, 700, spread=0.5)
        if self._chance.random() < 0.15:
            self._change(status=Status.OPEN)
        else:
            self._hear(self._manners.again, wait=False)
        self._pass(self._cast.staffed, 100)
        self._reply(self._manners.righted, Status.RESOLVED)

    def _rate(self) -> None:
        scores, usual, poor = _SCORES
        (score,) = self._chance.choices(scores, poor if self._reopened else usual)
        comments = COMMENTS[score].get(self._arrival.wording.language, ())
        comment = self._chance.choice(comments) if comments and self._chance.random() < _COMMENTED else ""
        self._do(lambda ticket, moment: lifecycle.rate(ticket, score, comment, moment), by_customer=True)

    def _closes_too_late(self) -> bool:
        """Whether it would close by itself in the quiet time."""
        ticket = self._main.ticket
        resolved = ticket.status is Status.RESOLVED
        return bool(resolved and ticket.look_at and self._cast.ends - _MINUTE <= ticket.look_at <= self._cast.now)

    def _left_open(self, ending: str) -> None:
        self._reply(self._answer(), None if ending == "in_progress" else Status.WAITING)
        if ending == "answered":
            self._hear(self._manners.more)
        elif ending == "in_progress" and self._chance.random() < 0.5:
            self._pass(self._cast.staffed, 60)
            self._note()

    def _merge(self) -> None:
        for course in self._again:
            self._at = max(self._at, course.ticket.created_at)
            self._pass(self._cast.staffed, 4)
            self._main.absorb(self._at, self._who, course)

    def _reply(self, words: str, status: Status | None) -> None:
        if self._chance.random() < _HANDED_OVER:
            self._agent = self._chance.choice([key for key in _PACE if key != self._agent])
            self._change(assignee_id=self._who.id)
            self._pass(self._cast.staffed, 2)
        hello = self._manners.hello.format(name=self._arrival.who.name.split()[0])
        text = f"{hello}\n\n{words}\n\n{self._who.name}"
        self._do(lambda ticket, moment: converse.agent_reply(ticket, text, moment, status=status))

    def _hear(self, words: tuple[str, ...], *, wait: bool = True) -> None:
        if wait:
            self._pass(self._cast.awake, 150, spread=1.1)
        text = self._chance.choice(words)
        self._do(lambda ticket, moment: converse.customer_message(ticket, text, moment), by_customer=True)

    def _note(self) -> None:
        self._do(lambda ticket, moment: converse.internal_note(ticket, self._arrival.subject.note, moment))

    def _answer(self) -> str:
        """Return one of the answers that this matter has."""
        answers = self._arrival.subject.answers
        text = self._chance.choice(answers.get(self._arrival.wording.language) or answers["en"])
        return text.format(day=self._chance.choice(self._manners.days))

    def _change(self, **changes: object) -> None:
        self._do(lambda ticket, moment: change.change(ticket, changes, moment))

    def _do(self, rule: Rule, *, by_customer: bool = False) -> None:
        self._main.take(self._at, self._customer if by_customer else self._who, rule)

    def _pass(self, hours: BusinessHours, median: float, spread: float = 0.8) -> None:
        self._at = self._squeezed(later(hours, self._at, around(self._chance, median, spread)))

    def _squeezed(self, wanted: datetime) -> datetime:
        """Return the instant, or an earlier one where it would be beyond the end."""
        return min(wanted, self._at + max(self._cast.ends - self._at, timedelta(0)) / 2)

    @property
    def _who(self) -> Actor:
        return self._cast.members[self._agent]

    @property
    def _customer(self) -> Actor:
        contact = self._cast.contacts[self._arrival.who.email]
        return Actor(ActorKind.CUSTOMER, links.contact_recipient_id(contact.id), contact.name)

    @property
    def _manners(self) -> Manners:
        return MANNERS[self._arrival.wording.language]
