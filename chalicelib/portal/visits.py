"""A visitor of a page, and the page they get."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib import locales
from chalicelib.colors import first_of
from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import Once
from chalicelib.domain.settings.widgets import Widget
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.portal.content import Frame, PageDesk
from chalicelib.portal.forms import SentFile
from chalicelib.services import stamps
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import link_token
from chalicelib.services.tickets.public_gate import Guest
from chalicelib.services.widget.identity import SignedIn, signed_in

_ONCE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request for a page. `agent` is what the browser calls itself, `accepted` its word on the languages they read;
    `widget` shows the page when that isn't the portal; `host` is the one that was asked, empty where that isn't known;
    `from_here`: the browser says that a page of the same origin sent them; `admitted` is who they are in the desk's
    room, once they are in."""

    desk: Desk
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    client: str
    agent: str = ""
    accepted: str = ""
    host: str = ""
    widget: Widget | None = None
    files: tuple[SentFile, ...] = ()
    from_here: bool = False
    admitted: Guest | None = None

    @property
    def way_in(self) -> tuple[Channel, Source]:
        return (Channel.CHAT, Source.WIDGET) if self.widget else (Channel.PORTAL, Source.PORTAL)

    @property
    def guest(self) -> Guest:
        """Return the visitor as the gate let them into a room."""
        assert self.admitted is not None, "the page is declared as belonging to no workspace"
        return self.admitted

    @property
    def preview(self) -> bool:
        """Return whether the settings show the form to somebody who wants to see its looks: nothing of it is kept."""
        return self.query.get("preview") == "1" and "token" not in self.path

    @property
    def opened(self) -> str:
        """Return the stamp by which this is the preview of a portal that may be off; empty without a good one."""
        given, purpose = self.query.get("opened", ""), stamps.preview(self.path.get("workspace", ""))
        genuine = self.preview and stamps.stamped_at(self.desk.secrets, purpose, given) is not None
        return given if genuine else ""

    @property
    def signed_in(self) -> SignedIn | None:
        """Return whom the site that shows the widget vouches for; None where it doesn't, or no longer."""
        proof = self.form.get("proof", "")
        if self.widget is None or not proof:
            return None
        try:
            return signed_in(self.desk, self.widget, proof)
        except DeskError:
            return None

    @property
    def chosen(self) -> str | None:
        """The language that they switched to."""
        wanted = self.query.get("lang", "")
        return wanted if wanted in locales.languages() else None

    def language(self, *known: str | None) -> str:
        """The one to speak to them: as they chose, then what is `known` of them or their request, then what they
        accept."""
        accepted = (locales.negotiated(self.accepted),)
        return next(filter(None, (self.chosen, *known[:-1], *accepted, *known[-1:])), locales.FALLBACK)


@dataclass(frozen=True, slots=True)
class PageResponse:
    body: str
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def redirect(location: str) -> PageResponse:
    """To be read by GET: going back or reloading doesn't post again."""
    return PageResponse("", 303, headers={"Location": location})


def page_desk(visitor: Visitor, room: Room, ticket: Ticket | None = None) -> PageDesk:
    """The desk as this visitor sees it, in the language of their ticket if they come for one."""
    workspace, widget = room.workspace, visitor.widget
    of_ticket, of_widget = ticket.language if ticket else None, widget.language if widget else None
    return PageDesk(
        slug=workspace.id,
        name=workspace.portal_name or workspace.name,
        color=first_of(widget.color if widget else None, workspace.portal_color, workspace.color),
        intro=workspace.portal_text,
        logo=workspace.portal_logo,
        types=workspace.portal_types,
        privacy_text=workspace.portal_privacy_text,
        privacy_url=workspace.portal_privacy_url,
        takes=workspace.portal_on or widget is not None or bool(visitor.opened),
        language=visitor.language(of_ticket, of_widget, workspace.language),
        chosen=visitor.chosen,
        preview=visitor.preview,
        opened=visitor.opened,
        zone=workspace.hours.zone,
        frame=Frame(key=widget.id, origins=widget.origins) if widget else None,
    )


def back(visitor: Visitor, url: str, notice: str) -> PageResponse:
    """To a page that says what was done, in the language they chose."""
    chosen = f"&lang={visitor.chosen}" if visitor.chosen else ""
    return redirect(f"{url}?notice={notice}{chosen}")


def thread_path(visitor: Visitor, room: Room, token_text: str) -> str:
    """Return the path where a ticket is followed: in the portal, or within the widget's frame."""
    return f"{page_desk(visitor, room).path}/t/{token_text}"


def back_to_thread(visitor: Visitor, room: Room) -> PageResponse:
    """To the thread of the link they came by, where it is told what they can't do any more."""
    kept = page_desk(visitor, room).kept
    return redirect(f"{visitor.desk.portal_url}{thread_path(visitor, room, visitor.path['token'])}{kept}")


def thread_url(visitor: Visitor, room: Room, ticket: Ticket, recipient_id: str, *, proven: bool = False) -> str:
    """The whole address of that, for the recipient of that id. A form says in whose name it is sent, and proves
    nothing: its sender is `proven` only if they came by such a link."""
    opens = link_token(room, ticket, recipient_id, proven=proven)
    return visitor.desk.portal_url + thread_path(visitor, room, opens)


def once(visitor: Visitor, route: str, digest: str) -> Once:
    """The form's own nonce makes sending it twice one request. Without one, every sending is its own."""
    nonce = visitor.form.get("nonce", "")[:100] or visitor.desk.random_bytes(16).hex()
    return Once(
        principal="public",
        route=route,
        key=nonce,
        body_digest=digest,
        expires_at=int(time.time()) + _ONCE_SECONDS,
    )
