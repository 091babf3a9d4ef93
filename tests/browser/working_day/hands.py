"""Two hands that count what it takes them to get through tickets: one presses keys alone, one clicks alone.

Counted is what goes places and commands: every key that is pressed (with Shift or Ctrl it is one), letters that narrow
a choice among them, and every click. Words for people to read cost nothing: they have to be typed in any case.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.working_day.places import Queue


class Hand:
    """Types words for nothing."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def words(self, text: str) -> None:
        self.page.keyboard.type(text)


class Keys(Hand):
    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def begin(self, queue: Queue) -> None:
        self.press("j", "Enter")

    def go_on(self, queue: Queue, ref: str, after: str) -> None:
        self.press(queue.key)

    def look_back(self, queue: Queue, ref: str) -> None:
        self.press("Escape")
        queue.expect_back_at(ref)
        self.press("Enter")


class Clicks(Hand):
    def click(self, *targets: Locator) -> None:
        for target in targets:
            target.click()
            self.count += 1

    def click_beside(self) -> None:
        """Where nothing is but what lies over it: that closes."""
        self.page.mouse.click(800, 400)
        self.count += 1

    def press(self, *names: str) -> None:
        """Buttons of what lies over the open ticket, or else its own."""
        for name in names:
            over = self.page.locator("dialog[open]")
            place = over if over.count() else self.page.locator(".ticket")
            self.click(place.get_by_role("button", name=name, exact=True))

    def choose(self, name: str) -> None:
        self.click(self.page.get_by_role("option", name=name))

    def begin(self, queue: Queue) -> None:
        self.click(queue.title(queue.refs[0]))

    def go_on(self, queue: Queue, ref: str, after: str) -> None:
        self.click(self.page.get_by_role("button", name=f"Done with {ref}") if queue.inbox else queue.title(after))

    def look_back(self, queue: Queue, ref: str) -> None:
        self.click(self.page.get_by_role("link", name="Back to the list"))
        queue.expect_back_at(ref)
        self.click(queue.title(ref))
