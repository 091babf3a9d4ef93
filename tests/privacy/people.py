"""What is kept of the person herself: names, addresses, whoever turned out to be her as well."""

from __future__ import annotations

from tests.privacy.marks import MARKS, address, word
from tests.privacy.planted import MAIN, Planted


def known_since_long(planted: Planted) -> None:
    """She was here before, by another name."""
    contact = planted.call("POST", "/contacts", {"name": f"Maja {word('contact.former_name')}", "email": MAIN})
    planted.ids["maya"] = contact["id"]
    maya = f"/contacts/{contact['id']}"
    planted.call("PATCH", maya, {"addresses": [MAIN, address("contact.former_address")]})


def noted_down(planted: Planted) -> None:
    """All that members note of her."""
    maya = f"/contacts/{planted.ids['maya']}"
    noted = {
        "name": f"Maya {word('portal.name')}",
        "company": f"{word('contact.company')} Ltd",
        "phones": [f"+{MARKS['contact.phone'].word}"],
        "notes": f"Likes {word('contact.notes')}",
        "addresses": [MAIN, address("contact.second_address")],
    }
    planted.call("PATCH", maya, noted)


def merged(planted: Planted) -> None:
    """Somebody who turned out to be her, with a ticket."""
    contact = {"name": f"M. {word('merged.name')}", "email": address("merged.address")}
    body = {"title": f"Also {word('merged.title')}", "contact": contact}
    with planted.opening("merged"):
        made = planted.call("POST", "/tickets", body)
    other = made["contact"]["id"]
    planted.call("POST", f"/contacts/{planted.ids['maya']}/merge", {"other": other})
    planted.desk.settle()
