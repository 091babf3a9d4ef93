"""From the words of a letter to its parts: which sentence, which fact, which link stands where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from chalicelib.domain.text import has_something
from chalicelib.locales import Translate, word
from chalicelib.mail.letters import kinds

ForMembers = kinds.MemberCreated | kinds.MemberAssigned | kinds.MemberSla


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a letter in the order they are read. All but the `html` of texts is plain, escaped later.

    `signed` or `signature` follows the words at once, as in a mail from a person; `footer` is the thin line at the end.
    `links` are a list, where one button wouldn't do.
    """

    subject: str
    opening: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    said: kinds.RichText | None = None
    signed: str = ""
    signature: kinds.RichText | None = None
    links: tuple[Link, ...] = ()
    button: Link | None = None
    closing: tuple[str, ...] = ()
    footer: str
    footer_link: Link | None = None


@singledispatch
def lay_out(words: kinds.Words, t: Translate) -> Layout:  # noqa: ARG001 (its signature is that of all kinds)
    """Return the layout of a letter in the language of `t`."""
    raise TypeError(f"no letter for {type(words).__name__}")


@lay_out.register
def _(words: kinds.Confirmation, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=t("letter.confirmation.subject")),
        opening=() if words.said else (t("letter.confirmation.opening", ref=words.ref),),
        said=words.said,
        button=Link(label=t("letter.follow"), url=words.url),
        closing=(t("letter.add"), t("letter.confirmation.not_you")),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.CreatedByAgent, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(t("letter.created.opening", desk=words.desk_name, title=words.title),),
        said=words.description,
        button=Link(label=t("letter.follow"), url=words.url),
        closing=(t("letter.add"),),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.AgentReply, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=() if has_something(words.body.markdown) else (t("thread.no_text"),),
        said=words.body if has_something(words.body.markdown) else None,
        signed="" if words.signature else t("letter.reply.signed", agent=words.agent_name, desk=words.desk_name),
        signature=words.signature,
        footer=words.ref,
        footer_link=Link(label=t("letter.reply.whole"), url=words.url),
    )


@lay_out.register
def _(words: kinds.Merged, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(t("letter.merged.opening", title=words.title),),
        button=Link(label=t("letter.follow"), url=words.url),
        closing=(t("letter.add"),),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.StatusChanged, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(t("letter.status.opening", title=words.title, status=word(t, "status", words.status)),),
        button=Link(label=t("letter.follow"), url=words.url),
        closing=(t("letter.add"),),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.Resolved, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(t("letter.resolved.opening", title=words.title),),
        said=words.resolution,
        closing=(t("letter.resolved.reopen"),),
        button=Link(label=t("letter.resolved.rate"), url=words.rate_url) if words.rate_url else None,
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
        footer_link=Link(label=t("letter.reply.whole"), url=words.url),
    )


@lay_out.register
def _(words: kinds.OwnRequests, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.links.subject", desk=words.desk_name),
        opening=(t("letter.links.opening", desk=words.desk_name),),
        links=tuple(Link(label=_request(request, t), url=request.url) for request in words.requests),
        closing=(t("letter.links.not_you"),),
        footer=words.desk_name,
    )


def _request(request: kinds.RequestLink, t: Translate) -> str:
    return " · ".join(part for part in (request.ref, request.title, word(t, "status", request.status)) if part)


@lay_out.register
def _(words: kinds.MemberCreated, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(t("letter.member_created.opening"),),
        facts=_facts(words, t),
        said=words.description,
        button=Link(label=t("letter.console"), url=words.url),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.MemberAssigned, t: Translate) -> Layout:
    by = words.assigned_by
    opening = t("letter.member_assigned.by", member=by) if by else t("letter.member_assigned.opening")
    return Layout(
        subject=t("letter.subject", ref=words.ref, title=words.title),
        opening=(opening,),
        facts=_facts(words, t),
        button=Link(label=t("letter.console"), url=words.url),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


@lay_out.register
def _(words: kinds.MemberSla, t: Translate) -> Layout:
    due = tuple((t(f"letter.fact.{target}"), _moment(at, t)) for target, at in words.due)
    return Layout(
        subject=t(
            "letter.subject", ref=words.ref, title=t(f"letter.member_sla_{words.level}.subject", title=words.title)
        ),
        opening=(t(f"letter.member_sla_{words.level}.opening"),),
        facts=(*due, *_facts(words, t)),
        button=Link(label=t("letter.console"), url=words.url),
        footer=t("letter.footer", ref=words.ref, desk=words.desk_name),
    )


def _moment(at: datetime, t: Translate) -> str:
    """A time on the desk's own clock, with the name of its zone."""
    month = t(f"month.{at.month}")
    day = t("date.first") if at.day == 1 else at.day
    return t("letter.moment", day=day, month=month, year=at.year, clock=f"{at:%H:%M}", zone=at.tzinfo)


@lay_out.register
def _(words: kinds.Invitation, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.invitation.subject", desk=words.desk_name),
        opening=(t("letter.invitation.opening", member=words.invited_by, desk=words.desk_name),),
        button=Link(label=t("letter.invitation.button"), url=words.url),
        closing=(t("letter.invitation.valid"), t("letter.invitation.not_you")),
        footer=words.desk_name,
    )


@lay_out.register
def _(words: kinds.PasswordReset, t: Translate) -> Layout:
    return Layout(
        subject=t("letter.reset.subject"),
        opening=(t("letter.reset.opening", address=words.address),),
        button=Link(label=t("letter.reset.button"), url=words.url),
        closing=(t("letter.reset.valid"), t("letter.reset.not_you")),
        footer=words.product,
    )


def _facts(
    words: kinds.MemberCreated | kinds.MemberAssigned | kinds.MemberSla, t: Translate
) -> tuple[tuple[str, str], ...]:
    facts = (
        (t("letter.fact.title"), words.title),
        (t("letter.fact.customer"), words.customer),
        (t("letter.fact.priority"), word(t, "priority", words.priority)),
    )
    return tuple((label, value) for label, value in facts if value)
