"""What a working day at a desk is made of, over HTTP and with texts of the usual length: what capacity is judged by."""

from __future__ import annotations

import itertools
import re
import time
from typing import Any

from chalicelib.storage.table.guard import workspace_scope
from tests.support.desk import WORKSPACE, Answer, Desk

TITLE = "Invoices of March are missing from the export to our accountant"
DESCRIPTION = """Hello,

since the update last weekend the monthly export leaves out every invoice that was paid by direct debit. We noticed \
because our accountant's totals for March differ from ours by 4,310.20 EUR. Exporting February again gives the right \
file, so it must have to do with the date.

What I tried so far:

- another browser, and a colleague's account
- the export as CSV and as PDF: both leave out the same 23 invoices
- a shorter period (one week): the invoices are there!

The file has to be with the accountant by Friday. Is there a way to get the complete one before then?

Thanks a lot
Maya Osei
North Pier Ltd"""
REPLY = """Hello Maya,

thank you for the details, they saved us a lot of searching. The export stops reading when a direct debit was booked \
on the last day of a month that has 31 days. A corrected version is being tested now, and should be out tomorrow \
morning.

Until then you can export the month in two halves, 1 to 15 and 16 to 31 March: both come out complete.

Best regards
Ana"""
SEARCH = ("#X#", "#D#")
"""What the partitions of search, postings and dictionary, have in their names."""
RESOLUTION = "The export reads to the end of the month now, whatever its last day is."
NOTE = "Same cause as the report from last week. @Ben: the fix is on the test system, could you try it with their data?"


class Day:
    """One agent's requests. Each has a contact or key of its own, and is to succeed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._count = itertools.count(1)

    def warm(self) -> float:
        """Have the settings in memory, as fresh as can be; the monotonic instant of that."""
        with workspace_scope(WORKSPACE):
            self.desk.ports.settings.load(WORKSPACE, fresh=True)
        return time.monotonic()

    def create(self, *, contact: str | None = None, assignee: str | None = None) -> str:
        """The reference of a new ticket, of a customer nobody has met, or of `contact`."""
        body = {
            "title": TITLE,
            "description": DESCRIPTION,
            "type": "bug_report",
            "priority": "high",
            "contact": {"email": contact or f"maya{next(self._count)}@northpier.example", "name": "Maya Osei"},
            "assignee_id": assignee or self.desk.admin.id,
        }
        ref: str = self._post("", body).json()["ref"]
        return ref

    def reply(self, ref: str, **more: Any) -> None:
        self._post(f"/{ref}/replies", {"body": REPLY, **more})

    def note(self, ref: str) -> None:
        self._post(f"/{ref}/notes", {"body": NOTE})

    def change(self, ref: str, **changes: Any) -> None:
        self._asked("PATCH", f"/{ref}", changes)

    def read(self, ref: str) -> None:
        self._asked("GET", f"/{ref}")

    def timeline(self, ref: str, limit: int = 25) -> list[Any]:
        items: list[Any] = self._asked("GET", f"/{ref}/timeline?limit={limit}").json()["items"]
        return items

    def open(self, ref: str) -> list[Any]:
        """What the console asks for to show a ticket; the entries of its time line."""
        self.read(ref)
        return self.timeline(ref, limit=100)

    def panel(self, ref: str) -> None:
        """What the assistant says of a ticket."""
        self._asked("GET", f"/{ref}/assistant")

    def resolve(self, ref: str) -> None:
        self._post(f"/{ref}/resolve", {"resolution": RESOLUTION})

    def sign_in(self) -> None:
        """Sign in from another browser."""
        person = self.desk.admin
        answer = self.desk.http("POST", "/v1/auth/sign-in", json={"email": person.email, "password": person.password})
        assert answer.status == 200, answer.text

    def me(self) -> None:
        answer = self.desk.http("GET", "/v1/me", token=self.desk.admin.token)
        assert answer.status == 200, answer.text

    def list(self, query: str = "") -> list[Any]:
        items: list[Any] = self._asked("GET", query).json()["items"]
        return items

    def counts(self) -> Any:
        return self._asked("GET", "/counts").json()

    def submit(self) -> None:
        """A request through the portal's form."""
        page = self.desk.http("GET", "/portal/acme")
        hidden = dict(re.findall(r'name="(nonce|opened)"[^>]*value="([^"]*)"', page.text))
        form = {"name": "Maya Osei", "title": TITLE, "description": DESCRIPTION, "type": "bug_report"}
        form |= {"email": f"maya{next(self._count)}@northpier.example", **hidden}
        _succeeded(self.desk.http("POST", "/portal/acme", form=form))

    def _post(self, path: str, body: dict[str, Any]) -> Answer:
        return self._asked("POST", path, body, {"Idempotency-Key": f"key-{next(self._count)}"})

    def _asked(
        self, method: str, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        path = f"/v1/acme/tickets{path}"
        return _succeeded(self.desk.http(method, path, json=body, headers=headers, token=self.desk.admin.token))


def _succeeded(answer: Answer) -> Answer:
    assert answer.status < 400, answer.text
    return answer
