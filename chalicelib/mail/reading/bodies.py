"""From the parts of a mail to its text, its HTML and its attachments. Nothing is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from chalicelib.mail.reading.charsets import decode
from chalicelib.mail.reading.flowed import unflow
from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.mime import MimePart
from chalicelib.mail.reading.model import MailFile
from chalicelib.mail.reading.names import attachment_name
from chalicelib.mail.reading.reactions import REACTION_TYPE
from chalicelib.mail.replies.html_lines import page_text

MAX_TEXT = 2_000_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{1,60})", re.I)
_CID = re.compile(r"cid:([^\s\"'<>)]{1,200})", re.I)
_CONTENT_ID = re.compile(r"[<>\s]")


@dataclass(frozen=True, slots=True)
class Bodies:
    """The text a person wrote, in both forms, and everything else.

    `text` is empty where the mail has HTML alone; in a mail of several texts, one that is HTML is converted. `cut` says
    that a text was longer than MAX_TEXT.
    """

    text: str
    html: str
    attachments: tuple[MailFile, ...]
    cut: bool


def read_bodies(parts: list[MimePart], hint: str) -> Bodies:
    """Texts shown one after the other become one text; of an alternative, each form goes to its own."""
    shown = text_parts(parts)
    groups: dict[int, dict[str, str]] = {}
    for part in shown:
        forms = groups.setdefault(part.place.group, {})
        text = part_text(part, hint)
        forms[part.type] = "\n".join(filter(None, (forms.get(part.type, ""), text)))
    html = _html(list(groups.values()))
    spoken = any(forms.get("text/plain", "").strip() for forms in groups.values())
    text = "\n".join(filter(None, map(_text, groups.values()))) if spoken else ""
    kept = {id(part) for part in shown}
    shown_ids = {unquote(found).lower() for found in _CID.findall(html)}
    attachments = tuple(
        _attachment(part, shown_ids) for part in parts if id(part) not in kept and part.type != REACTION_TYPE
    )
    return Bodies(text[:MAX_TEXT], html[:MAX_TEXT], attachments, len(text) > MAX_TEXT or len(html) > MAX_TEXT)


def part_text(part: MimePart, hint: str = "") -> str:
    """The text of a part, lines ending in LF, soft line breaks undone."""
    content = part.content()
    declared = part.parameters.get("charset", "")
    if part.type == "text/html" and not declared and (meta := _META_CHARSET.search(content, 0, 4096)):
        declared = meta[1].decode("latin-1")
    text = decode(content, declared, hint).replace("\r\n", "\n").replace("\r", "\n")
    if part.type == "text/plain" and part.parameters.get("format", "").lower() == "flowed":
        return unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return text


def text_parts(parts: list[MimePart]) -> list[MimePart]:
    """Return those that are what the mail says, rather than attached to it. What has a name is a file, unless nothing
    else says a word."""
    texts = [part for part in parts if part.type in ("text/plain", "text/html") and part.disposition != "attachment"]
    nameless = [part for part in texts if not part.filename or part.place.alternative]
    return nameless if any(part.body.strip() for part in nameless) else texts


def _text(forms: dict[str, str]) -> str:
    if plain := forms.get("text/plain", "").strip("\n"):
        return plain
    return page_text(forms.get("text/html", ""))


def _html(groups: list[dict[str, str]]) -> str:
    """The HTML, with texts that have none in between; empty if the mail has no HTML at all."""
    if not any("text/html" in forms for forms in groups):
        return ""
    return "\n".join(forms.get("text/html") or _preformatted(forms.get("text/plain", "")) for forms in groups)


def _preformatted(text: str) -> str:
    return f"<pre>{escape(text)}</pre>" if text.strip() else ""


def _attachment(part: MimePart, shown_ids: set[str]) -> MailFile:
    content = part.content() if part.type != "message/rfc822" or part.encoding == "base64" else part.body
    content_id = _CONTENT_ID.sub("", part.headers.raw("content-id").decode("latin-1"))[:200] or None
    inline = content_id is not None and content_id.lower() in shown_ids
    return MailFile(attachment_name(part, content), part.type, content, content_id, inline)


def top_hint(parts: list[MimePart]) -> str:
    """The charset of the first text: the best guess for headers written raw in 8 bits."""
    return next((part.parameters["charset"] for part in parts if part.parameters.get("charset")), "")


def hinted(headers: Headers, hint: str) -> Headers:
    """The same headers, with a charset for their raw 8-bit values."""
    return Headers(headers.fields, hint)
