"""Where tickets wait, to be opened one after the other beside it: the inbox, or a list."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import conversation_there


@dataclass(frozen=True)
class Queue:
    """`refs` wait at `path`, in this order."""

    page: Page
    refs: list[str]
    path: str

    @property
    def inbox(self) -> bool:
        return self.path.endswith("/inbox")

    @property
    def key(self) -> str:
        """Of going on from a ticket that is done with."""
        return "d" if self.inbox else "j"

    def title(self, ref: str) -> Locator:
        return self.page.locator(f"#{'notice' if self.inbox else 'title'}-{ref}")

    def expect_rows(self, refs: list[str]) -> None:
        """These are left, in their order."""
        rows = self.page.locator(".notices a" if self.inbox else ".row .title")
        expect(rows).to_have_count(len(refs))
        kept = rows.evaluate_all("rows => rows.map((row) => row.id.replace(/^[a-z]+-/, ''))")
        assert kept == refs, f"{kept} are there"

    def expect_at(self, ref: str) -> None:
        """It is open and can be answered; its row is the one where the keyboard is, in sight; nothing else changed."""
        expect(self.page.locator(".ticket")).to_have_attribute("aria-label", ref)
        expect(self.page.locator(".current").filter(has=self.title(ref))).to_be_in_viewport()
        conversation_there(self.page)
        path, _, query = self.path.partition("?")
        assert self.page.url.endswith(f"{path}/{ref}{query and '?'}{query}"), self.page.url

    def expect_back_at(self, ref: str) -> None:
        """Nothing is open, and the keyboard is at the row: the next key goes on from there."""
        expect(self.page.locator(".ticket")).to_have_count(0)
        expect(self.title(ref)).to_be_focused()
        expect(self.title(ref)).to_be_in_viewport()
        assert self.page.url.endswith(self.path), self.page.url
