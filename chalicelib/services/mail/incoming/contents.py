"""What of a mail fits into a ticket: its words, its files, what is cut."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from chalicelib.domain.pictures import HEADER, picture_of
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.vocabulary import Scanned, Sealing
from chalicelib.locales import plain
from chalicelib.mail import MailFile, formatted_part, passes_on
from chalicelib.services.files.links import file_key
from chalicelib.services.mail.html_pages import erase_html, keep
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.incoming.masked import whole

QUOTED_LENGTH = 16_000


MOST_FILES = 100
"""The most files of one mail: their list is part of an item, which has 400 KB at most."""


NO_TEXT = "(no text)"


_CUT = {"text_cut", "headers_cut"}
"""What the parser says when it could not take everything."""


_SCANNED = {"pass": Scanned.CLEAN, "fail": Scanned.REFUSED}
"""By the carrier's verdict; any other, or none, is no check."""


@dataclass(frozen=True, slots=True)
class Fitted:
    body: str
    quoted: str
    attachments: tuple[Attachment, ...]
    html_id: str | None
    formatted: str


def fitted(case: MailCase, body: str, quoted: str, *, may_be_empty: bool = False) -> Fitted:
    """The texts cut to what a message may hold, and HTML and files stored. When anything was left out, the whole mail
    is kept as a file of the message, so that nothing is missing but what is masked."""
    files = list(case.mail.attachments)
    too_much = len(body) > BODY_LENGTH or len(quoted) > QUOTED_LENGTH or len(files) > MOST_FILES
    if too_much or _CUT & set(case.mail.defects):
        files = [*files[:MOST_FILES], whole(case.mail, files[MOST_FILES:]) if case.is_masked else _as_it_came(case)]
    kept = tuple(stored(case, index, file) for index, file in enumerate(files))
    text = with_notice(case.room.workspace.language, case.mail.encrypted, body, kept=True)[:BODY_LENGTH]
    if not has_something(text) and not may_be_empty and not kept:
        text = NO_TEXT
    html_id = keep(case.desk, case.room, case.received.object_key, case.mail.html)
    return Fitted(text, quoted[:QUOTED_LENGTH], kept, html_id, _formatted(case, text) if html_id else "")


def _as_it_came(case: MailCase) -> MailFile:
    return MailFile("original.eml", "message/rfc822", case.raw)


def _formatted(case: MailCase, text: str) -> str:
    mail = case.mail
    return formatted_part(mail.html, text, whole=text != mail.reply_text, forwarded=passes_on(mail.subject))


def with_notice(language: str, by: Sealing | None, body: str, *, kept: bool) -> str:
    """Return what was written, below a line that says that the mail is encrypted, if it is `by` something: nobody here
    can read the rest, which is `kept` as a file of the message."""
    if by is None:
        return body
    t = plain(language)
    line = t(f"mail.encrypted.{by}")
    if kept:
        line = f"{line} {t(f'mail.encrypted.{by}.kept')}"
    return f"{line}\n\n{body}" if has_something(body) else line


def stored(case: MailCase, index: int, file: MailFile) -> Attachment:
    """Named after the mail and its place in it: storing it again overwrites the same file with the same bytes."""
    attachment = Attachment(
        id=_file_id(case, index),
        name=file.name[:255],
        type=file.type[:100],
        size=len(file.content),
        content_id=(file.content_id or "") if file.inline else "",
        scanned=_SCANNED.get(case.mail.verdicts.get("virus", ""), Scanned.UNSCANNED),
        picture=picture_of(file.content[:HEADER], len(file.content), lambda at: file.content[at : at + HEADER]),
    )
    case.desk.files.put(file_key(case.room.workspace.id, attachment.id), file.content, "application/octet-stream")
    return attachment


def erase_contents(case: MailCase) -> None:
    """Erase what `fitted` may have stored of a mail that was never filed."""
    for index in range(min(len(case.mail.attachments), MOST_FILES) + 1):
        case.desk.files.erase(file_key(case.room.workspace.id, _file_id(case, index)))
    erase_html(case.desk, case.room, case.received.object_key)


def _file_id(case: MailCase, index: int) -> str:
    digest = hashlib.sha256(f"{case.received.object_key}|{index}".encode()).hexdigest()
    return f"a_{digest[:26]}"
