"""The typed questions: how many are answered rightly, wrongly, or not at all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from chalicelib.assistant.answers import Answered
from chalicelib.assistant.asking.answer import answer
from chalicelib.assistant.facts.fact import Voice
from chalicelib.assistant.wording import words
from tests.assistant.scoring.tickets import SETS, inside, read, similar

RIGHT, WRONG, UNSAID = "right", "wrong", "can't say"


def main() -> None:
    folder = Path(sys.argv[2]) if sys.argv[2:] else SETS
    tickets = {one["id"]: one for one in read("tickets", folder)}
    questions = read("questions", folder)
    counts: Counter[tuple[str, str]] = Counter()
    for one in questions:
        said = asked(one, tickets[one["ticket"]])
        mark = judged(one, said)
        counts[one["language"], mark] += 1
        counts["all", mark] += 1
        if mark in sys.argv[1:2]:
            print(f"{one['id']} {one['ticket']} {one['question']} {one['must']} {one['must_not']}")
            print("        → " + said.text.replace("\n", "\n          "))
    for language in sorted({language for language, _ in counts}):
        print(language, {mark: counts[language, mark] for mark in (RIGHT, WRONG, UNSAID)})
    answerable = sum(one["answerable"] for one in questions)
    unsaid = sum(judged(one, asked(one, tickets[one["ticket"]])) == UNSAID for one in questions if one["answerable"])
    print(f"wrong {counts['all', WRONG] / len(questions):.1%}, can't say {unsaid / answerable:.1%} of {answerable}")


def asked(one: Mapping[str, Any], ticket: Mapping[str, Any]) -> Answered:
    return answer(inside(ticket), one["question"], similar(ticket), Voice(words("en"), UTC))


def judged(one: Mapping[str, Any], said: Answered) -> str:
    """Return how good an answer is: where nobody says it, only "can't say" is right."""
    if not said.answered:
        return UNSAID if one["answerable"] else RIGHT
    text = " ".join(said.text.split()).lower()
    text += " " + " ".join(quote.ref for quote in said.quotes).lower()
    holds = all(any(_plain(each) in text for each in group) for group in one["must"])
    lies = any(_plain(each) in text for each in one["must_not"])
    return RIGHT if one["answerable"] and holds and not lies else WRONG


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


if __name__ == "__main__":
    main()
