"""The export of a person for people: one page that needs nothing but itself, put together of pieces.

Texts are shown as they were typed, every sign of them escaped; it has no scripts, and loads nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from chalicelib import locales
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.privacy.exported import ExportedFile, ExportedMessage, ExportedPerson, ExportedTicket, readable
from chalicelib.locales import Translate

PATH = "index.html"
END = "</main>\n</html>\n"
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;"
    "background:#fff;overflow-wrap:anywhere}"
    "section{border-top:2px solid #767676;margin-top:2rem}"
    "article{border-left:3px solid #767676;margin:1rem 0;padding:0 0 0 1rem}"
    "article.own{border-color:#00695c}"
    ".text{white-space:pre-wrap;unicode-bidi:plaintext}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def beginning(person: ExportedPerson, desk_name: str, at: datetime, language: str) -> str:
    """Return the page up to the first ticket: whose it is, and who made it when."""
    t, spoken = locales.plain(language), locales.supported(language)
    title = escape(t("export.title", desk=desk_name))
    return (
        f'<!doctype html>\n<html lang="{spoken}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{escape(t('export.made'))} {_time(at)}</p>\n<p>{escape(t('export.about'))}</p>\n"
        f"<h2>{escape(t('export.person'))}</h2>\n{''.join(_contacts(person, t))}"
        f"<h2>{escape(t('export.tickets'))}</h2>\n"
    )


def piece(ticket: ExportedTicket, language: str) -> str:
    """Return a ticket."""
    t = locales.plain(language)
    facts = [(t("export.role"), t(f"export.role.{ticket.role}")), (t("export.status"), _status(ticket, t))]
    if ticket.score is not None:
        facts.append((t("export.rating"), f"{ticket.score}/5 {ticket.comment}"))
    hidden = f"<p>{escape(t('export.hidden'))}</p>\n" if ticket.hidden else ""
    solved = f"<h4>{escape(t('export.resolution'))}</h4>\n{_text(ticket.resolution)}" if ticket.resolution else ""
    return (
        f"<section>\n<h3>{escape(ticket.ref)} {_isolated(ticket.title)}</h3>\n<p>{_time(ticket.created_at)}</p>\n"
        f"{_list(facts)}{hidden}{''.join(_message(one, t) for one in ticket.messages)}{solved}</section>\n"
    )


def _contacts(person: ExportedPerson, t: Translate) -> list[str]:
    rows = [
        [
            (t("export.name"), one.name),
            *((t("export.address"), shown_address(address)) for address in one.addresses),
            *((t("export.phone"), phone) for phone in one.phones),
            (t("export.company"), one.company or ""),
        ]
        for one in person.contacts
    ]
    return [_list([(name, readable(value)) for name, value in row]) for row in rows]


def _status(ticket: ExportedTicket, t: Translate) -> str:
    return locales.word(t, "status", ticket.status) if ticket.status else ""


def _list(facts: list[tuple[str, str]]) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{_isolated(value)}</dd>" for name, value in facts if value)
    return f"<dl>{told}</dl>\n" if told else ""


def _message(message: ExportedMessage, t: Translate) -> str:
    own = ' class="own"' if message.own else ""
    author = escape(t("export.own")) if message.own else _isolated(message.author)
    quoted = f"<details><summary>{escape(t('export.quoted'))}</summary>{_text(message.quoted)}</details>\n"
    files = "".join(f"<li>{_file(one, t)}</li>" for one in message.files)
    return (
        f"<article{own}>\n<p><strong>{author}</strong> {_time(message.at)}</p>\n{_text(message.body)}"
        f"{quoted if message.quoted else ''}{f'<ul>{files}</ul>' if files else ''}</article>\n"
    )


def _file(file: ExportedFile, t: Translate) -> str:
    size = escape(locales.size(t, file.size))
    if file.path is None:
        return f"{_isolated(file.name)} ({size}): {escape(t(f'export.left_out.{file.left_out}'))}"
    return f'<a href="{escape(quote(file.path))}">{_isolated(file.name)}</a> ({size})'


def _text(text: str) -> str:
    return f'<div class="text" dir="auto">{escape(text)}</div>\n' if text else ""


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _time(at: datetime) -> str:
    told = at.astimezone(UTC)
    return f'<time datetime="{told.isoformat(timespec="seconds")}">{told:%Y-%m-%d %H:%M} UTC</time>'
