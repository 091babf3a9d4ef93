"""A form as browsers send it when it has files in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

BOUNDARY = "----WebKitFormBoundaryx7MA4YWxkTrZu0gW"
HEADERS = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}

File = tuple[str, str, bytes]
"""Name, type and content of a file."""


def multipart(fields: Mapping[str, str | Iterable[str]], files: Iterable[File] = ()) -> bytes:
    """The body of such a form, to be sent with `HEADERS`. A field with several values is sent several times."""
    parts = []
    for name, values in fields.items():
        for value in (values,) if isinstance(values, str) else values:
            parts.append(_part(f'name="{_escaped(name)}"', value.replace("\n", "\r\n").encode()))
    for name, kind, content in files:
        parts.append(_part(f'name="files"; filename="{_escaped(name)}"\r\nContent-Type: {kind}', content))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(about: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode() + content + b"\r\n"


def _escaped(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
