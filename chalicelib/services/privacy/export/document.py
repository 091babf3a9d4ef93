"""The export of a person for programs: one JSON document, put together of pieces."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.privacy.exported import ExportedFile, ExportedMessage, ExportedPerson, ExportedTicket

PATH = "person.json"
END = "\n]}\n"


def beginning(person: ExportedPerson, desk_name: str, at: datetime) -> str:
    """Return the document up to the first of its tickets."""
    contacts = [
        {
            "name": one.name,
            "addresses": [shown_address(address) for address in one.addresses],
            "phones": list(one.phones),
            "company": one.company,
        }
        for one in person.contacts
    ]
    told = _json({"desk": desk_name, "made_at": _instant(at), "contacts": contacts})
    return f'{told.removesuffix("}")}, "tickets": ['


def piece(ticket: ExportedTicket, *, first: bool) -> str:
    """Return a ticket, set apart from the one before it."""
    told = {
        "ref": ticket.ref,
        "title": ticket.title,
        "role": ticket.role.value,
        "created_at": _instant(ticket.created_at),
        "status": ticket.status,
        "resolution": ticket.resolution or None,
        "rating": _rating(ticket),
        "hidden": ticket.hidden,
        "messages": [_message(one) for one in ticket.messages],
    }
    return f"{'' if first else ','}\n{_json(told)}"


def _rating(ticket: ExportedTicket) -> dict[str, Any] | None:
    if ticket.score is None:
        return None
    at = _instant(ticket.rated_at) if ticket.rated_at else None
    return {"score": ticket.score, "comment": ticket.comment or None, "at": at}


def _message(message: ExportedMessage) -> dict[str, Any]:
    return {
        "at": _instant(message.at),
        "own": message.own,
        "author": message.author,
        "body": message.body,
        "format": message.body_format,
        "quoted": message.quoted or None,
        "files": [_file(one) for one in message.files],
    }


def _file(file: ExportedFile) -> dict[str, Any]:
    left_out = file.left_out.value if file.left_out else None
    return {"name": file.name, "type": file.type, "bytes": file.size, "path": file.path, "left_out": left_out}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)
