"""The documents of the settings of mail: addresses that reach the desk, and domains that are its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.api.schemas.base import Document, Email, Instant
from chalicelib.api.schemas.settings import LongName, text_of
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.mail_domains import DOMAIN, DOMAIN_LENGTH
from chalicelib.domain.settings.workspace import MAIL_TEXT_LENGTH

MailText = Annotated[str, StringConstraints(max_length=MAIL_TEXT_LENGTH)]


class NewMailboxBody(Schema):
    """`confirmation` is what customers are told when their request has come, `signature` what stands below an agent's
    words in mails, and below their own signature; null is what the desk says by itself. Both are Markdown and may hold
    the variables `{{ticket_id}}`, `{{ticket_url}}` and `{{workspace_name}}`, a signature `{{agent_name}}` too.
    """

    address: Email
    name: LongName
    confirmation: MailText | None = None
    signature: MailText | None = None


class MailboxChangesBody(Schema):
    name: LongName = ""
    confirmation: MailText | None = None
    signature: MailText | None = None


class MailboxOut(Document):
    id: str
    address: str
    name: str
    confirmation: str | None
    signature: str | None


class MailboxesPage(Document):
    items: list[MailboxOut]
    next_cursor: str | None


class MailRecordOut(Document):
    type: str
    name: str
    value: str


class MailboxCheckOut(Document):
    """`detail` says what was found and what to do; `records` are what the DNS should have. `elsewhere` is mail that
    another system takes, which has to forward it; `unknown` that the DNS gave no answer."""

    name: Literal["identity", "dkim", "spf", "dmarc", "mx"]
    state: Literal["ok", "missing", "wrong", "elsewhere", "unknown"]
    detail: str
    records: list[MailRecordOut]


class MailboxChecksOut(Document):
    items: list[MailboxCheckOut]


class NewMailDomainBody(Schema):
    """A domain such as `example.com`, which is kept as the DNS has it."""

    domain: Annotated[str, StringConstraints(max_length=DOMAIN_LENGTH), text_of(DOMAIN, DOMAIN_LENGTH)]


class MailDomainOut(Document):
    """`record` is what the DNS has to have so that the domain is shown to be the workspace's own. Once it is, nobody
    else has mailboxes there or below it, and the record may go."""

    id: str
    domain: str
    state: Literal["waiting", "shown"]
    shown_at: Instant | None
    record: MailRecordOut


class MailDomainCheckOut(MailDomainOut):
    """`found` says how the record was found: not at all, with another value, or `unknown`, as the DNS didn't answer."""

    found: Literal["ok", "missing", "wrong", "unknown"]


class MailDomainsPage(Document):
    items: list[MailDomainOut]
    next_cursor: str | None
