from __future__ import annotations

from chalicelib.domain.paging import Page, items_of, pages_of

LIST = list("abcde")


def page_of(after: str | None) -> Page[str]:
    begins = int(after or 0)
    ends = begins + 2
    return Page(LIST[begins:ends], str(ends) if ends < len(LIST) else None)


def test_all_pages_are_read_from_a_position_on_each_when_it_is_looked_for() -> None:
    assert list(items_of(page_of)) == LIST
    assert list(items_of(page_of, "2")) == ["c", "d", "e"]
    asked: list[str | None] = []

    def read(after: str | None) -> Page[str]:
        asked.append(after)
        return page_of(after)

    pages = pages_of(read)
    assert next(pages).items == ["a", "b"]
    assert asked == [None]
    assert [page.items for page in pages] == [["c", "d"], ["e"]]
    assert asked == [None, "2", "4"]


def test_a_page_without_anything_is_not_the_end_if_there_is_a_position() -> None:
    read: dict[str | None, Page[str]] = {None: Page([], "1"), "1": Page(["a"], None)}
    assert list(items_of(read.__getitem__)) == ["a"]
