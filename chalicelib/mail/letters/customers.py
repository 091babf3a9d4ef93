"""The letters to customers and participants, each with what it says, what that is made from, and its layout."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.events import ActorKind
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.message import Mailed
from chalicelib.locales import Translate, word
from chalicelib.mail.letters.layout import Enclosure, Layout, Link, RichText
from chalicelib.mail.letters.signing import below
from chalicelib.mail.letters.ticket import ForwardMail, OnTicket, TicketMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """To the customer whose request came in by itself.

    It holds nothing the sender wrote, not even a name or a title: anybody can send anything in anybody's name. `said`
    is the desk's own text for it.
    """

    desk_name: str
    ref: str
    url: str
    said: RichText | None = None

    @classmethod
    def of(cls, mail: TicketMail) -> Confirmation:
        said = mail.in_own_words(mail.mailbox.confirmation)
        return cls(desk_name=mail.workspace.name, ref=mail.ref, url=mail.url, said=said)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.subject", ref=self.ref, title=t("letter.confirmation.subject")),
            opening=() if self.said else (t("letter.confirmation.opening", ref=self.ref),),
            said=self.said,
            button=Link(label=t("letter.follow"), url=self.url),
            closing=(t("letter.add"), t("letter.confirmation.not_you")),
            footer=t("letter.footer", ref=self.ref, desk=self.desk_name),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReply(OnTicket):
    """An agent's words, to the customer and the participants. `signatures` stand below them, in place of the names."""

    agent_name: str
    body: RichText
    signatures: tuple[str, ...] = ()
    enclosed: tuple[Enclosure, ...] = ()

    @classmethod
    def of(cls, mail: TicketMail) -> AgentReply | None:
        message = mail.reply
        if message is None or message.author.kind is not ActorKind.AGENT:
            return None
        name = message.author.name_outside(mail.workspace.name)
        return cls(
            **mail.named,
            agent_name=name,
            body=_said(mail, message),
            signatures=mail.signatures(message, name),
            enclosed=mail.enclosed,
        )

    def layout(self, t: Translate) -> Layout:
        said = self.body if has_something(self.body.typed) else None
        signature = below(self.body.typed, *self.signatures)
        return Layout(
            subject=self.subject(t),
            opening=() if said else (t("thread.no_text"),),
            said=said,
            signed="" if self.signatures else below(self.body.typed, self._signed(t)),
            signature=RichText.of(signature) if signature else None,
            enclosed=self.enclosed,
            footer=self.ref,
            footer_link=Link(label=t("letter.reply.whole"), url=self.url),
        )

    def _signed(self, t: Translate) -> str:
        if self.agent_name == self.desk_name:
            return self.desk_name
        return t("letter.reply.signed", agent=self.agent_name, desk=self.desk_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """To somebody outside the conversation: what a member passes on of it, and their own words above that."""

    desk_name: str
    title: str
    body: RichText
    enclosed: tuple[Enclosure, ...] = ()

    @classmethod
    def of(cls, mail: TicketMail) -> Forwarded | None:
        if not isinstance(mail, ForwardMail):
            return None
        return cls(
            desk_name=mail.workspace.name,
            title=mail.ticket.title,
            body=_said(mail, mail.forward),
            enclosed=mail.enclosed,
        )

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.forward.subject", title=self.title),
            said=self.body,
            enclosed=self.enclosed,
            footer=self.desk_name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved(OnTicket):
    """To the customer, whose request was solved; `rate_url` leads to the survey, if there is one."""

    resolution: RichText | None = None
    rate_url: str = ""
    enclosed: tuple[Enclosure, ...] = ()

    @classmethod
    def of(cls, mail: TicketMail) -> Resolved:
        """A reply that resolves is told as one mail: the reply is what it says about the solution."""
        return cls(**mail.named, resolution=_solution(mail), rate_url=f"{mail.url}/rate", enclosed=mail.enclosed)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=self.subject(t),
            opening=(t("letter.resolved.opening", title=self.title),),
            said=self.resolution,
            enclosed=self.enclosed,
            closing=(t("letter.resolved.reopen"),),
            button=Link(label=t("letter.resolved.rate"), url=self.rate_url) if self.rate_url else None,
            footer=self.footer(t),
            footer_link=Link(label=t("letter.reply.whole"), url=self.url),
        )


def _said(mail: TicketMail, message: Mailed) -> RichText:
    """An agent's words with the links of whoever reads them."""
    typed = mail.own(message.body)
    if message.formatted:
        return RichText.of_mail(typed, mail.own(message.formatted), message.attachments)
    along = {file.content_id for file in mail.files}
    return RichText.of(typed, message.body_format).with_pictures(
        file for file in message.attachments if file.id in along
    )


def _solution(mail: TicketMail) -> RichText | None:
    if mail.reply:
        return _said(mail, mail.reply) if mail.reply.body else None
    return RichText.of(mail.own(mail.ticket.resolution)) if mail.ticket.resolution else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _News(OnTicket):
    """One sentence about the request, and the button that leads there."""

    def news(self, t: Translate, opening: str, said: RichText | None = None) -> Layout:
        return Layout(
            subject=self.subject(t),
            opening=(opening,),
            said=said,
            button=Link(label=t("letter.follow"), url=self.url),
            closing=(t("letter.add"),),
            footer=self.footer(t),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedByAgent(_News):
    """To the customer for whom an agent opened a ticket."""

    description: RichText | None = None
    enclosed: tuple[Enclosure, ...] = ()

    @classmethod
    def of(cls, mail: TicketMail) -> CreatedByAgent:
        ticket = mail.ticket
        description = RichText.of(mail.own(ticket.description), ticket.body_format) if ticket.description else None
        return cls(**mail.named, description=description, enclosed=mail.enclosed)

    def layout(self, t: Translate) -> Layout:
        opening = t("letter.created.opening", desk=self.desk_name, title=self.title)
        return replace(self.news(t, opening, self.description), enclosed=self.enclosed)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(_News):
    """To the customer, whose request is in another state now."""

    status: str

    @classmethod
    def of(cls, mail: TicketMail) -> StatusChanged:
        return cls(**mail.named, status=mail.about.status or str(mail.ticket.status))

    def layout(self, t: Translate) -> Layout:
        return self.news(t, t("letter.status.opening", title=self.title, status=word(t, "status", self.status)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(_News):
    """To the customer whose request goes on together with another one, which may be somebody else's: not named."""

    @classmethod
    def of(cls, mail: TicketMail) -> Merged:
        return cls(**mail.named)

    def layout(self, t: Translate) -> Layout:
        return self.news(t, t("letter.merged.opening", title=self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLink:
    """One request and the link it is followed by. `title` is empty where it may be anybody's words."""

    ref: str
    title: str
    status: str
    url: str

    def link(self, t: Translate) -> Link:
        named = (self.ref, self.title, word(t, "status", self.status))
        return Link(label=" · ".join(part for part in named if part), url=self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequests:
    """To the customer, or somebody in their name, who asked for their links."""

    desk_name: str
    requests: tuple[RequestLink, ...]

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.links.subject", desk=self.desk_name),
            opening=(t("letter.links.opening", desk=self.desk_name),),
            links=tuple(request.link(t) for request in self.requests),
            closing=(t("letter.links.not_you"),),
            footer=self.desk_name,
        )
