"""What the code counts: which metrics there are, read from its source, and which of them are failures."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.package.parts import ROOT

PACKAGE, MODULE = "chalicelib", "observability"
COUNTERS = frozenset({"count", "observe"})
"""What the module counts by."""

FAILURES: Mapping[str, Mapping[str, str]] = {
    "BrowserErrors": {},
    "ConfirmationsStopped": {},
    "DueHandled": {"outcome": "failed"},
    "MailsFailed": {},
    "MailsHeld": {},
    "MailsParked": {},
    "MailsPutBack": {},
    "NoticesPushed": {"outcome": "refused"},
    "ReactionsRetried": {},
    "RecordsFailed": {},
    "sla_lag": {},
}
"""The metrics by which something is told to have gone wrong: each of them needs an alarm. Where only some of what is
counted is a failure, the dimension that it has."""

NEWS: Mapping[str, str] = {
    "AnswersHeldBack": "a limit held back an automatic answer, as it should",
    "Latency": "how long answers took, by route; the alarm on slow ones watches API Gateway's own metric",
    "MailEvents": "what SES says of mails; the rates of bounces and complaints have alarms of their own",
    "MailsDelayed": "mails that wait for what passes by itself within a quarter of an hour; then they are MailsHeld",
    "MailsReceived": "what became of mails that came in; those that were parked are counted as MailsParked as well",
    "ModelTokens": "what a model was asked; when it fails the assistant answers without, and says so",
    "RecordsLeft": "what a function had no time to begin, or may not send yet, comes again",
    "WorkPutOff": "what AWS had no room for comes again by itself; after a quarter of an hour as RecordsFailed",
    "MuchUnproven": "the desk's admins are mailed about it",
}
"""The metrics that nobody has to be woken for, and why."""


@dataclass(frozen=True, slots=True)
class Count:
    """One call of a counter. `metric` is empty where the name is no plain text, so that nobody can know it."""

    place: str
    metric: str
    dimensions: frozenset[str]


@cache
def counts(root: Path = ROOT) -> tuple[Count, ...]:
    """Return every call of a counter in app.py and chalicelib."""
    files = (root / "app.py", *sorted((root / "chalicelib").rglob("*.py")))
    texts = ((path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in files)
    return tuple(found for place, text in texts if "observability" in text for found in counts_in(place, text))


def counts_in(place: str, text: str) -> Iterator[Count]:
    """Yield the calls of counters in one file, under whatever names they have there."""
    tree = ast.parse(text)
    names = set(_names_of_counters(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            dimensions = frozenset(each.arg or "**" for each in node.keywords)
            for name in _written(node.args[0] if node.args else None):
                yield Count(f"{place}:{node.lineno}", name, dimensions)


def _names_of_counters(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == f"{PACKAGE}.{MODULE}":
            yield from (each.asname or each.name for each in node.names if each.name in COUNTERS)
        elif isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
            yield from _within(each.asname or MODULE for each in node.names if each.name == MODULE)
        elif isinstance(node, ast.Import):
            yield from _within(each.asname or each.name for each in node.names if each.name == f"{PACKAGE}.{MODULE}")


def _within(modules: Iterator[str]) -> Iterator[str]:
    yield from (f"{module}.{counter}" for module in modules for counter in COUNTERS)


def _written(name: ast.expr | None) -> Iterator[str]:
    """Yield the names that an expression may come to: one, or one of two."""
    if isinstance(name, ast.IfExp):
        yield from (*_written(name.body), *_written(name.orelse))
    else:
        yield name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
