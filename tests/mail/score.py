"""How well mails are read, measured on a folder of mails with what should come out beside them.

    python -m tests.mail.score [folder]

A folder of `.eml` files, or a maildir. Beside each mail lies a file of its name, with `.json` for `.eml` (or added):
from {name, address}, subject, kind, reply (null: not judged), quoted, signature,
attachments (names), and optionally bounce. White space is no difference. Kept: the share of the expected reply's words
that are in the reply. Leaked: the share of the quoted words that are in the reply and not expected there.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.mail import ParsedMail, parse

CORPUS = Path(__file__).parent / "corpus"
_WORD = re.compile(r"\w+")


@dataclass
class Outcome:
    """One mail's: what was wrong (names of what was compared), and the shares of words."""

    name: str
    wrong: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    own: int = 0
    kept: int = 0
    quoted: int = 0
    leaked: int = 0
    milliseconds: float = 0.0


def judge(eml: Path) -> Outcome:
    """Read one mail and compare it with what is expected of it."""
    expected = json.loads(_expectation(eml).read_text("utf-8"))
    raw = eml.read_bytes()
    start = time.process_time()
    parsed = parse(raw)
    outcome = Outcome(eml.stem, milliseconds=(time.process_time() - start) * 1000)
    for name, got in _comparable(parsed).items():
        if expected.get(name) is not None and got != _plain(expected[name]):
            outcome.wrong[name] = (got, _plain(expected[name]))
    if expected.get("reply") is not None:
        _count(outcome, parsed.reply_text, expected)
    return outcome


def mails_in(folder: Path) -> list[Path]:
    """Every mail of a folder, or of a maildir's `cur` and `new`, that has an expectation beside it."""
    found = [*folder.rglob("*.eml"), *folder.glob("cur/*"), *folder.glob("new/*")]
    return sorted(path for path in found if path.suffix != ".json" and _expectation(path).exists())


def _expectation(mail: Path) -> Path:
    return mail.with_name(mail.name.removesuffix(".eml") + ".json")


def _comparable(parsed: ParsedMail) -> dict[str, Any]:
    sender, bounce = parsed.from_, parsed.bounce
    return {
        "from": {"name": sender.name, "address": sender.address} if sender else None,
        "subject": parsed.subject,
        "kind": parsed.kind,
        "reply": _plain(parsed.reply_text),
        "attachments": [attachment.name for attachment in parsed.attachments],
        "bounce": bounce
        and {
            "recipients": list(bounce.recipients),
            "status": bounce.status,
            "permanent": bounce.permanent,
            "message_id": bounce.message_id,
        },
    }


def _count(outcome: Outcome, reply: str, expected: dict[str, Any]) -> None:
    own, said = _words(expected["reply"]), _words(reply)
    quoted = _words(expected.get("quoted") or "")
    outcome.own, outcome.kept = own.total(), (own & said).total()
    outcome.quoted, outcome.leaked = quoted.total(), (quoted & (said - own)).total()


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def table(outcomes: list[Outcome]) -> str:
    """The totals, one line a measure."""
    total = len(outcomes)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    rows = [("mails", str(total))]
    for name in ("reply", "from", "subject", "kind", "attachments"):
        right = sum(name not in outcome.wrong for outcome in outcomes)
        rows.append((f"{name} right", f"{right}  {right / total:.1%}"))
    kept, own = sum(o.kept for o in outcomes), sum(o.own for o in outcomes)
    leaked, quoted = sum(o.leaked for o in outcomes), sum(o.quoted for o in outcomes)
    rows.append(("own words kept", f"{kept / max(own, 1):.2%}"))
    rows.append(("quoted words leaked", f"{leaked / max(quoted, 1):.2%}"))
    rows.append(("median time", f"{times[total // 2]:.1f} ms CPU"))
    return "\n".join(f"{name:22}{value}" for name, value in rows)


def main(arguments: list[str]) -> None:
    """Score a folder and print what went wrong, then the table."""
    folder = Path(arguments[0]) if arguments else CORPUS
    outcomes = [judge(eml) for eml in mails_in(folder)]
    for outcome in outcomes:
        for name, (got, expected) in outcome.wrong.items():
            print(f"{outcome.name}: {name}\n   got      {got!r}\n   expected {expected!r}")
    print(table(outcomes) if outcomes else f"no mails with expectations in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
