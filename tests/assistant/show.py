"""What the model-free engine says of the forty demo tickets, to be read: `python -m tests.assistant.show`."""

from __future__ import annotations

from chalicelib.assistant.engine import ModelFree
from chalicelib.assistant.suggestions import suggest
from tests.assistant.demo_cases import DEMO, around


def main() -> None:
    for number, inside in DEMO.items():
        print(f"\n{number} · {inside.case.title} ({inside.case.status})")
        for part in ModelFree().summarize(inside).parts:
            print(f"   {part.kind:8}{part.text}")
        for one in suggest(inside.case, around(inside)):
            print(f"   → {one.do} {one.label or one.value} ({one.reason})")


if __name__ == "__main__":
    main()
