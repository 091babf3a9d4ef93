"""What roles are granted and no scene asks for, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.zip.actions import Called
from tests.zip.stack import FUNCTIONS, Grant


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why functions may do what no scene has them do: `actions` on what is called so, `{queue}` being their own. Where
    it is `shared`, some other function must have done it."""

    actions: str
    on: str
    reason: str
    shared: bool = False

    def covers(self, grant: Grant, done: Collection[str]) -> bool:
        """Return whether this is the reason for a grant. `done` are the actions that functions asked for."""
        place = self.on.format(queue=FUNCTIONS[grant.who].get("queue"))
        named = any(fnmatchcase(grant.action, pattern) for pattern in self.actions.split())
        return named and fnmatchcase(grant.resources[0], place) and (grant.action in done or not self.shared)


_OWN_QUEUE = "arn:aws:sqs:*-{queue}"
EXCUSES = (
    Excuse("logs:CreateLogStream logs:PutLogEvents", "*", "Lambda itself writes the log"),
    Excuse("sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes", _OWN_QUEUE, "Lambda itself takes messages"),
    Excuse(
        "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams",
        "*/stream/*",
        "Lambda itself reads the stream",
    ),
    Excuse("s3:PutObject s3:ListBucket", "*-failures*", "Lambda itself keeps what failed for good"),
    Excuse(
        "s3:ListBucket", "*", "without it S3 says of what isn't there that it is forbidden, as if the role was wrong"
    ),
    Excuse(
        "sqs:GetQueueUrl sqs:SendMessage", _OWN_QUEUE, "what yields, since the table has no room, waits in its queue"
    ),
    Excuse(
        "dynamodb:*Item",
        "*:table/*",
        "whoever may put any item can ruin all: to withhold other ways of writing guards nothing, and whoever reads by "
        "Query reads all",
        shared=True,
    ),
    Excuse(
        "s3:GetObject",
        "*-files/*",
        "a long text is read again where a mail is sent anew, and where a bounce or a stranger's mail is understood",
        shared=True,
    ),
    Excuse(
        "s3:PutObject", "*-files/text/*", "a long text from which something is cut is kept anew without it", shared=True
    ),
    Excuse(
        "s3:DeleteObject s3:DeleteObjectVersion s3:ListBucketVersions",
        "*-mail*",
        "a mail in which something was masked is erased by whoever files it; masking is off until an admin turns it on",
        shared=True,
    ),
    Excuse(
        "sqs:SendMessage",
        "*-mail-out",
        "mails that follow only from a member's command by mail, a collected mail's time, or an alarm",
        shared=True,
    ),
)


def unexcused(grants: Sequence[Grant], calls: Collection[Called]) -> list[str]:
    """Return the grants that nobody asked for, without a reason, and the reasons that no grant needs."""
    done = {one.action for one in calls}
    unused = [grant for grant in grants if not any(map(grant.allows, calls))]
    return [*_bare(unused, done), *_idle(unused, done)]


def _bare(unused: Sequence[Grant], done: Collection[str]) -> Iterator[str]:
    for grant in unused:
        if not any(one.covers(grant, done) for one in EXCUSES):
            yield f"{grant.who} may {grant.action} on {grant.resources[0]}, and never does"


def _idle(unused: Sequence[Grant], done: Collection[str]) -> Iterator[str]:
    for one in EXCUSES:
        if not any(one.covers(grant, done) for grant in unused):
            yield f"no grant needs this reason: {one.reason}"
