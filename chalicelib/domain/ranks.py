"""Who goes first when AWS has no room for all: what people wait for, then mail that comes in, then the search index,
then the counts. Who comes later gives up sooner and comes again later; nothing is dropped."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.errors import RETRY_AFTER


@dataclass(frozen=True, slots=True)
class Rank:
    """`tries`: how often the table is asked for what it has no room for, and twice that for the rest of a batch.
    `first` and `most`: seconds after which what was not done comes again, at first and at last."""

    name: str
    tries: int
    first: int
    most: int

    def delay(self, waited: int) -> int:
        """Return the seconds to wait for the next time, when it has `waited` for so many: they double."""
        return min(max(waited, self.first), self.most)


ANSWERS = Rank("answers", tries=4, first=RETRY_AFTER, most=60)
"""Pages, the API, letters and notices, and whatever has no other rank. Who asks by HTTP is told
to come again."""
MAIL_IN = Rank("mail_in", tries=2, first=30, most=240)
INDEX = Rank("index", tries=1, first=300, most=600)
COUNTS = Rank("counts", tries=1, first=600, most=840)
"""Below 15 minutes: SQS delays nothing for longer, and from then on a queue is late."""

ORDER = (ANSWERS, MAIL_IN, INDEX, COUNTS)

WAITED = "waited"
"""What a queued message has beside it: for how many seconds it was put off so far."""
LATE = 15 * 60
"""Seconds after which what still waits is told of as failed: it comes again all the same."""
LONGEST = 4 * 24 * 3600
"""Seconds after which it is a fault like another: its queue's own tries and the dead letters have it."""
