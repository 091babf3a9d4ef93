"""What a change set would do to a stack, in words for whoever is asked, and what of it is never done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from infra.deploy.errors import DeployError
from infra.package.protected import HOLDS_DATA

MOST_TOLD = 30
"""Of one kind of change: what is more is told by number, or nobody would read it."""
_WORDS = {
    "AWS::CloudWatch::Alarm": "alarm",
    "AWS::Cognito::UserPool": "user pool",
    "AWS::Cognito::UserPoolClient": "client of the user pool",
    "AWS::DynamoDB::Table": "table",
    "AWS::Lambda::Alias": "alias",
    "AWS::S3::Bucket": "bucket",
}
_REFUSED = """\
This is refused, since it would end data or everybody's account; nothing was changed:
{lines}
Whoever wants it all the same moves what is in there first, by hand (docs/operations.md, What deploying refuses)."""


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One resource, and what becomes of it. `replaced` is CloudFormation's True, False or Conditional; `because` names
    the properties that change."""

    action: str
    name: str
    kind: str
    replaced: str = "False"
    because: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """Return what it is, in plain words: `AWS::SQS::QueuePolicy` is a queue policy."""
        return _WORDS.get(self.kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.kind.rpartition("::")[2]).lower()

    @property
    def is_made_anew(self) -> bool:
        """Return whether it is, or may be: what CloudFormation can't tell beforehand counts as if it were."""
        return self.action == "Modify" and self.replaced != "False"

    @property
    def ends_data(self) -> bool:
        """Return whether what is stored in it would be left behind."""
        return self.kind in HOLDS_DATA and (self.action == "Remove" or self.is_made_anew)


def read(cloudformation: Any, change_set: str) -> list[PlannedChange]:
    """Return all that a change set would do."""
    pages = cloudformation.get_paginator("describe_change_set").paginate(ChangeSetName=change_set)
    return [
        _change(each["ResourceChange"])
        for page in pages
        for each in page.get("Changes", [])
        if "ResourceChange" in each
    ]


def _change(said: dict[str, Any]) -> PlannedChange:
    targets = (detail.get("Target", {}) for detail in said.get("Details", []))
    names = sorted({target.get("Name") or target.get("Attribute", "") for target in targets} - {""})
    return PlannedChange(
        said["Action"],
        said["LogicalResourceId"],
        said["ResourceType"],
        said.get("Replacement", "False"),
        tuple(names),
    )


def told(changes: Sequence[PlannedChange]) -> Iterator[str]:
    """Yield what is added, changed, made anew and taken away: the harmless first, so that the rest stands last."""
    new = [each for each in changes if each.action in ("Add", "Import")]
    changed = [each for each in changes if each.action in ("Modify", "Dynamic") and not each.is_made_anew]
    anew = [each for each in changes if each.is_made_anew]
    gone = [each for each in changes if each.action == "Remove"]
    yield from _part("New", new)
    yield from _part("Changed", changed)
    yield from _part("Made anew, the old one goes", anew)
    yield from _part("Taken away", gone)


def _part(title: str, changes: Sequence[PlannedChange]) -> Iterator[str]:
    if not changes:
        return
    yield f"{title}: {len(changes)}"
    if len(changes) > MOST_TOLD:
        counted = Counter(each.word for each in changes)
        yield "  " + ", ".join(f"{number} × {word}" for word, number in counted.most_common())
        return
    for each in sorted(changes, key=lambda one: (one.word, one.name)):
        yield f"  {each.word} {each.name}{_because(each)}"


def refuse_ending_data(changes: Sequence[PlannedChange]) -> None:
    """Raise DeployError where a table, a user pool or a bucket would be made anew or taken away."""
    lines = [_ended(each) for each in changes if each.ends_data]
    if lines:
        raise DeployError(_REFUSED.format(lines="\n".join(lines)))


def _ended(change: PlannedChange) -> str:
    if change.action == "Remove":
        return f"  the {change.word} {change.name} would be taken away"
    certain = "would" if change.replaced == "True" else "may"
    why = f", since {', '.join(change.because)} changes" if change.because else ""
    return f"  the {change.word} {change.name} {certain} be made anew, empty{why}"


def _because(change: PlannedChange) -> str:
    return f": {', '.join(change.because)}" if change.because else ""
