"""`/_local`: what only the desk on one machine has. The mails that left, the clock, waiting until all is quiet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs

from chalicelib import policies
from infra.local.gateway import LocalReply, own_answer, problem
from infra.local.mail_checks import POLICIES, MailChecks, MailDomain
from infra.local.pumps import Pumps
from infra.local.sent_mail import SentMail
from infra.local.ses import Outbox, Refusal

FARTHEST = 10 * 366 * 24 * 60
"""Minutes that the clock may be moved in all: ten years."""


Handler = Callable[[dict[str, str], bytes], LocalReply]
"""Answers a request to a page, given its query and its body."""


class MovableClock(Protocol):
    """The desk's clock: the computer's, and what it was moved by."""

    offset: timedelta


class RefusedError(Exception):
    """A request that can't be carried out, with what to answer."""

    def __init__(self, reply: LocalReply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class LocalRoutes:
    """Callable as `server.LocalHandler`."""

    def __init__(self, outbox: Outbox, pumps: Pumps, clock: MovableClock, checks: MailChecks | None = None) -> None:
        self._outbox, self._pumps, self._clock, self._checks = outbox, pumps, clock, checks or MailChecks()
        self._routes: dict[str, dict[str, Handler]] = {
            "/_local/mail": {"GET": self._list, "DELETE": self._clear},
            "/_local/mailbox": {"GET": self._mailbox},
            "/_local/mailbox/html": {"GET": self._html},
            "/_local/clock": {"POST": self._move_clock},
            "/_local/mail-domain": {"POST": self._set_mail_domain},
            "/_local/settle": {"POST": self._settle},
            "/_local/ses-event": {"POST": self._ses_event},
            "/_local/ses-refusal": {"POST": self._refuse_mail, "DELETE": self._take_mail},
        }

    def add(self, path: str, method: str, answer: Callable[[dict[str, str]], LocalReply]) -> None:
        """A page that is there from now on; it gets its query."""
        self.serve(path, method, lambda query, _body: answer(query))

    def serve(self, path: str, method: str, answer: Handler) -> None:
        """A page that gets its query and what was sent to it."""
        self._routes[path] = {method: answer}

    def __call__(self, method: str, target: str, body: bytes) -> LocalReply:
        path, _, query = target.partition("?")
        handlers = self._routes.get(path)
        if handlers is None:
            return own_answer("MISSING_AUTHENTICATION_TOKEN")
        handler = handlers.get("GET" if method == "HEAD" else method)
        if handler is None:
            allowed = ", ".join(handlers)
            return problem(405, "method_not_allowed", "Method not allowed", f"Takes {allowed}.", Allow=allowed)
        try:
            return handler({name: values[-1] for name, values in parse_qs(query, errors="replace").items()}, body)
        except RefusedError as refusal:
            return refusal.reply

    def _list(self, query: dict[str, str], _: bytes) -> LocalReply:
        wanted = query.get("to", "").strip().lower()
        mails = [mail for mail in list(self._outbox.mails) if not wanted or wanted in map(str.lower, mail.to)]
        return _json([_shown(mail) for mail in mails])

    def _clear(self, _: dict[str, str], __: bytes) -> LocalReply:
        self._outbox.clear()
        return LocalReply(204)

    def _mailbox(self, query: dict[str, str], _: bytes) -> LocalReply:
        mails = list(reversed(self._outbox.mails))
        chosen = next((mail for mail in mails if mail.id == query.get("id")), mails[0] if mails else None)
        return _page(_template().render(mails=mails, chosen=chosen), policies.MAILBOX)

    def _html(self, query: dict[str, str], _: bytes) -> LocalReply:
        mail = next((mail for mail in list(self._outbox.mails) if mail.id == query.get("id")), None)
        if mail is None:
            return own_answer("MISSING_AUTHENTICATION_TOKEN")
        return _page(f'<base target="_blank">{mail.html}', policies.mail("data:"))

    def _move_clock(self, _: dict[str, str], body: bytes) -> LocalReply:
        span = timedelta(minutes=_minutes(body, self._clock.offset))
        self._clock.offset += span
        self._pumps.advance(span)
        self._come_to_rest()
        moved = self._clock.offset
        now = datetime.now(UTC) + moved
        return _json({"offset_minutes": moved.total_seconds() / 60, "now": f"{now:%Y-%m-%dT%H:%M:%SZ}"})

    def _set_mail_domain(self, query: dict[str, str], _: bytes) -> LocalReply:
        """`?domain=corp.example&dmarc=reject&spf=no&dkim=yes`: how the domain of those who write is set up."""
        dmarc = query.get("dmarc") or None
        if not query.get("domain") or (dmarc and dmarc not in POLICIES):
            told = f"Name a `domain`, and for `dmarc` one of {', '.join(POLICIES)} or nothing."
            raise RefusedError(problem(422, "invalid", "Unprocessable", told))
        setup = MailDomain(dmarc, spf=query.get("spf", "yes") != "no", dkim=query.get("dkim") == "yes")
        self._checks.domains[query["domain"].lower()] = setup
        return LocalReply(204)

    def _settle(self, _: dict[str, str], __: bytes) -> LocalReply:
        self._come_to_rest()
        return _json({"settled": True})

    def _ses_event(self, _: dict[str, str], body: bytes) -> LocalReply:
        """Whatever SES could say about a mail that left (`mail.tags` names it), carried through to the end."""
        event = _event(body)
        self._outbox.tell(event)
        self._come_to_rest()
        return _json({"published": event["eventType"]})

    def _refuse_mail(self, query: dict[str, str], _: bytes) -> LocalReply:
        """`?code=AccountSuspendedException&message=…&status=400&sender=…`: what SES answers from now on, instead of
        taking mail; of one sender's alone, if one is named."""
        status = query.get("status", "400")
        if not query.get("code") or not status.isdecimal() or not 400 <= int(status) <= 599:
            told = "Name a `code`, and for `status` one from 400 to 599 or nothing."
            raise RefusedError(problem(422, "invalid", "Unprocessable", told))
        refusal = Refusal(query["code"], query.get("message", "no"), int(status), query.get("sender", ""))
        self._outbox.refusal = refusal
        return LocalReply(204)

    def _take_mail(self, _: dict[str, str], __: bytes) -> LocalReply:
        self._outbox.refusal = None
        return LocalReply(204)

    def _come_to_rest(self) -> None:
        try:
            self._pumps.settle(timeout=30)
        except TimeoutError as failure:
            raise RefusedError(problem(503, "not_settled", "Not settled", str(failure))) from failure


def _event(body: bytes) -> dict[str, Any]:
    """An event in SES's form: `{"eventType": "Bounce", "mail": {"messageId": …, "tags": …}, "bounce": …}`."""
    asked: Any = _content(body)
    mail = asked.get("mail") if isinstance(asked, dict) else None
    if isinstance(mail, dict) and isinstance(mail.get("messageId"), str) and isinstance(asked.get("eventType"), str):
        return dict(asked)
    detail = "Send an event as SES does: with eventType, and mail with messageId and tags."
    raise RefusedError(problem(422, "validation_failed", "Unprocessable content", detail, ("eventType", detail)))


def _content(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as failure:
        raise RefusedError(problem(400, "malformed_json", "Bad request", "The body is not JSON.")) from failure


def _minutes(body: bytes, moved: timedelta) -> float:
    """The number asked for, in `{"advance_minutes": n}`. Time goes one way: it is not negative."""
    asked = _content(body)
    minutes = asked.get("advance_minutes") if isinstance(asked, dict) and len(asked) == 1 else None
    number = minutes if isinstance(minutes, int | float) and not isinstance(minutes, bool) else -1
    if not 0 <= number <= FARTHEST - moved.total_seconds() / 60:
        detail = 'Say {"advance_minutes": n} with a number from 0 up; ten years in all.'
        raise RefusedError(
            problem(422, "validation_failed", "Unprocessable content", detail, ("advance_minutes", detail))
        )
    return float(number)


def _shown(mail: SentMail) -> dict[str, Any]:
    return {
        "to": ", ".join(mail.to),
        "from": mail.headers.get("From", mail.sender),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": mail.headers,
        "at": f"{mail.at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _json(content: Any) -> LocalReply:
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    return LocalReply(200, json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"), headers)


def _page(content: str, policy: str) -> LocalReply:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return LocalReply(200, content.encode("utf-8", "replace"), list(headers.items()))


@cache
def _template() -> Any:

    from jinja2 import Environment  # cold start: the mailbox may never be looked at
    from markupsafe import Markup, escape

    def with_links(text: str) -> Markup:
        """The text with its addresses of pages as links."""
        parts = re.split(r"(https?://[^\s<>\"')\]]+)", text)
        linked = Markup('<a href="{0}" target="_blank" rel="noreferrer">{0}</a>')
        return Markup("").join(linked.format(part) if index % 2 else escape(part) for index, part in enumerate(parts))

    environment = Environment(autoescape=True)
    environment.filters["links"] = with_links
    return environment.from_string(Path(__file__).with_name("mailbox.html").read_text(encoding="utf-8"))
