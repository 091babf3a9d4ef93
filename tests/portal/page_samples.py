"""Every page in its main states, with the same neutral content."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import Markup

from chalicelib.portal import pages
from chalicelib.portal.content import (
    ArrivedFile,
    FindForm,
    KeptFacts,
    LargeFileForm,
    PageDesk,
    PasswordForm,
    Problem,
    RatingForm,
    ReplyForm,
    Status,
    SubmitForm,
)
from chalicelib.portal.tracked import Entry, File, TrackedTicket

DESK = PageDesk(slug="acme", name="Acme Support", color="#3b4fd8")
NOON = datetime(2025, 3, 12, 12, 5, tzinfo=UTC)
EMPTY = SubmitForm(nonce="n-1", opened="1741780000.sig")
REPLY = ReplyForm(nonce="n-2")
FILE_STORE = "https://files.example.com/"
INVITED = PasswordForm(action="/password", token="t-1", email="bo@example.com", purpose="invitation")
LOG = File(name="checkout.log", size=34_120, url="/files/1")
KEPT = KeptFacts(
    trash_days=30,
    mail_days=90,
    backup_days=35,
    region="eu-central-1",
    engine="model_free",
    engine_at="",
    address="support@acme.example",
)
ENTRIES = (
    Entry(kind="agent_reply", author="Ana K.", at=NOON, body=Markup("<p>We can <em>reproduce</em> it.</p>")),
    Entry(
        kind="customer_message",
        author="Maya Osei",
        at=NOON,
        body=Markup("<p>Thank you!</p>"),
        quoted="> We can reproduce it.",
        files=(LOG,),
    ),
)


def ticket(
    status: Status = "in_progress",
    *,
    title: str = "Checkout returns 502",
    token: str = "42.c1.abc",
    resolution: Markup | None = None,
    may_solve: bool = False,
    may_rate: bool = False,
    rating: str = "",
) -> TrackedTicket:
    return TrackedTicket(
        token=token,
        ref="TKT-0042",
        title=title,
        status=status,
        created_at=NOON,
        requester="Maya Osei",
        description=Markup("<p>Every payment ends in a 502.</p>"),
        resolution=resolution,
        may_solve=may_solve,
        may_rate=may_rate,
        rating=rating,
    )


_SOLVED = ticket("resolved", resolution=Markup("<p>We rolled it back.</p>"))


def every_page() -> dict[str, str]:
    """All of them, made now."""
    return {
        "submit": pages.submit_page(DESK, EMPTY),
        "submit with problems": pages.submit_page(
            DESK, EMPTY, [Problem("email", "invalid"), Problem("title", "required"), Problem("form", "too_old")]
        ),
        "tracking": pages.tracking_page(DESK, ticket(may_solve=True), ENTRIES, REPLY),
        "tracking with a problem": pages.tracking_page(DESK, ticket(), ENTRIES, REPLY, [Problem("body", "required")]),
        "tracking after sending": pages.tracking_page(DESK, ticket("open"), (), REPLY, notice="created"),
        "tracking, waiting": pages.tracking_page(DESK, ticket("waiting"), ENTRIES, REPLY),
        "tracking, resolved": pages.tracking_page(DESK, _SOLVED, ENTRIES, REPLY),
        "tracking, closed": pages.tracking_page(DESK, ticket("closed"), ENTRIES, REPLY),
        "tracking, to be rated": pages.tracking_page(DESK, ticket("resolved", may_rate=True), ENTRIES, REPLY),
        "tracking, rated": pages.tracking_page(DESK, ticket("closed", may_rate=True, rating="4"), ENTRIES, REPLY),
        "rate": pages.rating_page(DESK, ticket("resolved"), RatingForm(score="2"), notice="rated"),
        "rate with a problem": pages.rating_page(
            DESK, ticket("resolved"), RatingForm(), [Problem("score", "required")]
        ),
        "larger file": pages.large_file_page(
            DESK, "/portal/acme/t/42.c1.abc", LargeFileForm(url=FILE_STORE, fields={"key": "k"})
        ),
        "larger file arrived": pages.arrived_file_page(
            DESK, "/portal/acme/t/42.c1.abc", ArrivedFile(place="1/checkout.log", name="checkout.log", nonce="n-4")
        ),
        "find": pages.find_page(DESK, FindForm()),
        "find with problems": pages.find_page(
            DESK, FindForm(email="x", ref="y"), [Problem("email", "invalid"), Problem("ref", "invalid")]
        ),
        "privacy": pages.privacy_page(DESK, KEPT),
        "privacy with a model": pages.privacy_page(
            DESK, replace(KEPT, engine="openai_compatible", engine_at="models.example.com", place_days={"spam": 30})
        ),
        "link that opens nothing": pages.message_page(DESK, "no_link"),
        "links sent": pages.message_page(DESK, "links_sent"),
        "message": pages.message_page(DESK, "expired"),
        "message without a desk": pages.message_page(None, "not_found"),
        "password": pages.password_page(DESK, INVITED),
        "password with a problem": pages.password_page(None, INVITED, [Problem("password", "too_short")]),
        "password done": pages.password_done_page(DESK, "https://desk.example.com/console"),
    }


PAGES = every_page()
