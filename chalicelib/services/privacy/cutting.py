"""Words cut out of what is kept of a ticket, and out of all that lies elsewhere because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from chalicelib.domain.files import text_key
from chalicelib.domain.privacy.cutting import Cut
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.services.mail.html_pages import html_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.purge import erase_files, notices_of, once_found_by
from chalicelib.services.search.index import index_anew


def cut_out(desk: Desk, room: Room, number: int, items: Sequence[KeptItem], cut: Cut) -> int:
    """Cut words out of some items of a ticket: texts, HTML, the mails as they came, notices, what it is found by.

    Return in how many of the things said they were."""
    changed = 0
    for one in items:
        changed += room.erasing.rewrite(number, one.key, cut) and one.said
        for key in one.texts:
            desk.files.erase_former(key)
        if one.entry_id and has_in_html(desk, room, one.html_id, cut):
            erase_html(desk, room, number, one)
    erase_files(desk, room, number, [replace(one, texts=(), files=(), html_id=None) for one in items])
    room.erasing.remove(number, [one for one in items if one.derived])
    room.erasing.rewrite_notices(room.workspace.members, notices_of(desk, items), cut)
    reindex(room, number, items)
    return changed


def erase_html(desk: Desk, room: Room, number: int, item: KeptItem) -> None:
    """Erase the HTML of a message's mail: the file first, for the message alone knows of it."""
    if item.html_id:
        desk.files.erase(html_key(room, item.html_id))
        room.erasing.drop_html(number, item.entry_id)


def has_in_html(desk: Desk, room: Room, html_id: str | None, cut: Cut) -> bool:
    """Return whether a mail's HTML has words to be cut out, to be seen or not, or is gone already."""
    if html_id is None or not cut.words:
        return False
    key = html_key(room, html_id)
    if desk.files.size(key) is None:
        return True
    html = desk.files.get(key).decode("utf-8", "replace")
    return bool(cut.found_in(unescape(html))) or cut.html(html) != html


def reindex(room: Room, number: int, items: Sequence[KeptItem]) -> None:
    """Have a ticket found by what those of the items say now that it is found by, and by nothing else."""
    gone = (index_anew(room, number, [one.source]) for one in items if one.source)
    room.erasing.forget_words({*once_found_by(items), *frozenset().union(*gone)})


def cut_texts(desk: Desk, room: Room, number: int, cut: Cut) -> None:
    """Cut words out of every long text of a ticket, also of those that nothing leads to any more."""
    for key in desk.files.names(text_key(room.workspace.id, f"{number}/")):
        text = desk.files.get(key).decode()
        without = cut.text(text)
        if without != text:
            desk.files.put(key, without.encode(), "text/plain; charset=utf-8")
        desk.files.erase_former(key)


def erase_texts(desk: Desk, room: Room, number: int, beginning: str, until: float) -> None:
    """Erase the long texts of a ticket whose names begin so, and that were written `until` a second since 1970."""
    for key in desk.files.names(text_key(room.workspace.id, f"{number}/{beginning}"), until):
        desk.files.erase(key)
