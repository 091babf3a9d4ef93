"""Names for attachments: the sender's made safe, or one from the type for a part that has none."""

from __future__ import annotations

import re

from chalicelib.domain.text import one_line
from chalicelib.mail.reading.headers import read_headers
from chalicelib.mail.reading.mime import MimePart

MAX_NAME = 200
_PATH = re.compile(r'[\\/:*?"<>|]+')
_WHOLE_PATH = re.compile(r"\s*(?:[a-zA-Z]:[\\/]|[\\/~]|\.\.?[\\/])")
_STEMS = ("text", "image", "audio", "video")
_EXTENSIONS = {
    "application/gzip": "gz",
    "application/ics": "ics",
    "application/json": "json",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/pgp-encrypted": "asc",
    "application/pgp-keys": "asc",
    "application/pgp-signature": "asc",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-pkcs7-mime": "p7m",
    "application/x-pkcs7-signature": "p7s",
    "application/xml": "xml",
    "application/zip": "zip",
    "audio/amr": "amr",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tiff",
    "image/webp": "webp",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/feedback-report": "txt",
    "message/global": "eml",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/html": "html",
    "text/markdown": "md",
    "text/plain": "txt",
    "text/rfc822-headers": "txt",
    "text/rtf": "rtf",
    "text/vcard": "vcf",
    "text/x-amp-html": "html",
    "text/x-vcard": "vcf",
    "text/xml": "xml",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}

_USUAL = {"txt": "text/plain", "eml": "message/rfc822"}
"""Of extensions that reports and the like share: nothing is a report for the sake of its file's name."""


def attachment_name(part: MimePart, content: bytes) -> str:
    """A name to save a part by, without any path, at most MAX_NAME characters; a mail is named by its subject."""
    if given := _safe(part.filename):
        return shortened(given)
    stem, _, kind = part.type.partition("/")
    if part.type in ("message/rfc822", "message/global"):
        inner, _ = read_headers(content, 0, len(content))
        return shortened((_safe(inner.text("subject")) or "message") + ".eml")
    if part.type == "text/calendar":
        return "invite.ics"
    name = kind if stem == "message" else stem if stem in _STEMS else "attachment"
    return f"{name}.{_EXTENSIONS.get(part.type, 'bin')}"


def _safe(name: str) -> str:
    """Of a whole path its last part; a slash within a name (`Offer 12/2026`) is no path."""
    if _WHOLE_PATH.match(name):
        name = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    return one_line(_PATH.sub("_", name)).strip(". ")


def shortened(name: str, limit: int = MAX_NAME) -> str:
    """At most `limit` characters, the extension kept."""
    if len(name) <= limit:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: limit - 1 - len(extension)]}.{extension}" if dot and len(extension) < 20 else name[:limit]


def type_of(name: str) -> str:
    """Return the type that a file of this name has, by its extension."""
    extension = name.rpartition(".")[2].lower()
    if usual := _USUAL.get(extension):
        return usual
    return next((kind for kind, known in _EXTENSIONS.items() if known == extension), "application/octet-stream")
