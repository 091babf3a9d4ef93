"""The two ways in which somebody uses a page: with a pointer, or by the keyboard alone. Both can do the same."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator

_FARTHEST = 60
_FOCUSED = "element => element === document.activeElement"
_RING = "element => getComputedStyle(element).outlineStyle"


class Hands(Protocol):
    def write(self, field: Locator, text: str) -> None: ...

    def press(self, target: Locator) -> None: ...

    def next_option(self, select: Locator) -> None: ...

    def attach(self, field: Locator, file: Path) -> None: ...


class Pointer:
    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def press(self, target: Locator) -> None:
        target.click()

    def next_option(self, select: Locator) -> None:
        select.select_option(index=1)

    def attach(self, field: Locator, file: Path) -> None:
        field.set_input_files(file)


class Keyboard:
    """Comes to everything by the Tab key, and sees where it is."""

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        field.page.keyboard.type(text)

    def press(self, target: Locator) -> None:
        self._reach(target)
        target.page.keyboard.press("Space" if target.get_attribute("type") == "radio" else "Enter")

    def next_option(self, select: Locator) -> None:
        self._reach(select)
        select.page.keyboard.press("ArrowDown")

    def attach(self, field: Locator, file: Path) -> None:
        with field.page.expect_file_chooser() as opened:  # the browser is told to expect it, and may take a moment
            self._reach(field)
            field.page.keyboard.press("Space")
        opened.value.set_files(file)

    @staticmethod
    def _reach(target: Locator) -> None:
        target.wait_for()
        for _ in range(_FARTHEST):
            if target.evaluate(_FOCUSED):
                assert target.evaluate(_RING) != "none", f"nothing shows that {target} has the focus"
                return
            target.page.keyboard.press("Tab")
        raise AssertionError(f"{_FARTHEST} presses of Tab don't come to {target}")
