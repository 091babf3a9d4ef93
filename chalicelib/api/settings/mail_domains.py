"""Domains of mail that are the workspace's own, shown by a record in the DNS."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.settings_mail import (
    MailDomainCheckOut,
    MailDomainOut,
    MailDomainsPage,
    NewMailDomainBody,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.mail_domains import ClaimedDomain
from chalicelib.services.settings import mail_domains, parts


def _document(domain: ClaimedDomain) -> dict[str, Any]:
    return {
        "id": domain.id,
        "domain": domain.domain,
        "state": "shown" if domain.shown_at else "waiting",
        "shown_at": domain.shown_at,
        "record": {"type": "TXT", "name": domain.record_name, "value": domain.record_value},
    }


def _shown(domain: ClaimedDomain) -> MailDomainOut:
    return MailDomainOut.model_validate(_document(domain))


def _new(call: Call[NoQuery, NewMailDomainBody]) -> tuple[str, MailDomainOut]:
    made = mail_domains.add_mail_domain(call.seat, call.body.domain, call.once)
    return made.id, _shown(made)


def _again(call: Call, result: str) -> tuple[str, MailDomainOut]:
    return result, _shown(parts.one(call.room, ClaimedDomain, result))


def _remove(call: Call, domain_id: str) -> None:
    mail_domains.remove_mail_domain(call.seat, domain_id)


Resource(
    path="mail-domains",
    one="mail domain",
    many="mail domains",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.RIGHTS_WRITE,
    shown=MailDomainOut,
    page=MailDomainsPage,
    new=NewMailDomainBody,
    made=MailDomainOut,
    show=lambda _call, domain: _shown(domain),
    list=lambda call, limit, after: call.room.parts.page(ClaimedDomain, limit, after),
    get=lambda call, domain_id: parts.one(call.room, ClaimedDomain, domain_id),
    create=_new,
    again=_again,
    delete=_remove,
    refusals_of_new=("domain_of_another",),
).declare()


@route(
    "Look whether a mail domain's record is there",
    permission=Permission.RIGHTS_WRITE,
    answer=MailDomainCheckOut,
    refusals=("domain_of_another", "conflict"),
)
def check_mail_domain(call: Call) -> Reply:
    checked = mail_domains.check_mail_domain(call.seat, call.path["id"])
    return Reply(MailDomainCheckOut.model_validate(_document(checked.domain) | {"found": checked.found}))
