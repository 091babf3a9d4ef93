"""The letters that nobody can choose not to get, each with what it says and its layout.

Every admin is told of what gives somebody as much as there is, of keys that are left behind by an admin, and of a day
with much of the unproven; whoever has an account, of many tries to sign in with it, and of every change of how that is
done. They lead to the place in the console where something can be done about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from chalicelib.domain.accounts.changes import AccountChange
from chalicelib.domain.mail.jobs import AboutAccount
from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Layout, Link, moment

_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alarm:
    """`name` is whom or what it is about, `by` who did it."""

    WORDS: ClassVar[str]
    SECTION: ClassVar[str]

    desk_name: str
    name: str
    by: str
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where that is."""
        url = f"{console}/settings/{cls.SECTION}"
        return cls(desk_name=about.sender_name, name=about.name, by=about.invited_by, url=url)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t(f"letter.{self.WORDS}.subject", desk=self.desk_name, name=self.name),
            opening=(t(f"letter.{self.WORDS}.opening", member=self.by, desk=self.desk_name, name=self.name),),
            button=Link(label=t(f"letter.{self.WORDS}.button"), url=self.url),
            closing=(t(f"letter.{self.WORDS}.not_known", member=self.by, name=self.name), t("letter.alarm.why")),
            footer=self.desk_name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdmin(_Alarm):
    """Somebody was made an admin, or invited as one."""

    WORDS: ClassVar = "new_admin"
    SECTION: ClassVar = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class WidestKey(_Alarm):
    """A key may all that keys may."""

    WORDS: ClassVar = "widest_key"
    SECTION: ClassVar = "api-keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysLeft:
    """Somebody is no admin any more, and the `keys` that they made go on working."""

    desk_name: str
    name: str
    by: str
    keys: tuple[str, ...]
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where that is."""
        url = f"{console}/settings/api-keys"
        return cls(desk_name=about.sender_name, name=about.name, by=about.invited_by, keys=about.keys, url=url)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.keys_left.subject", desk=self.desk_name, name=self.name),
            opening=(
                t("letter.keys_left.opening", member=self.by, desk=self.desk_name, name=self.name),
                t("letter.keys_left.keys", keys=", ".join(self.keys)),
            ),
            button=Link(label=t("letter.widest_key.button"), url=self.url),
            closing=(t("letter.keys_left.what_to_do", name=self.name), t("letter.alarm.why")),
            footer=self.desk_name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MuchUnproven:
    """More than `most` of something came on one day from people who proved nothing, as it was known `at` that time."""

    desk_name: str
    what: str
    most: int
    at: datetime
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where that is."""
        at = _known(about.at)
        return cls(desk_name=about.sender_name, what=about.name, most=about.amount, at=at, url=console)

    def layout(self, t: Translate) -> Layout:
        words = f"letter.much_unproven.{self.what}"
        most = self.most // _MB if self.what == "bytes" else self.most
        return Layout(
            subject=t(f"{words}.subject", desk=self.desk_name),
            opening=(t(f"{words}.opening", when=moment(self.at, t), desk=self.desk_name, most=most),),
            button=Link(label=t("letter.much_unproven.button"), url=self.url),
            closing=(t("letter.much_unproven.what_to_do"), t("letter.much_unproven.why"), t("letter.alarm.why")),
            footer=self.desk_name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyTries:
    """To somebody as whom others may be trying to sign in: so `many` tries within the hour, the last of them `at`."""

    product: str
    many: int
    at: datetime
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where that is."""
        return cls(product=about.sender_name, many=about.amount, at=_known(about.at), url=console)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.many_tries.subject"),
            opening=(t("letter.many_tries.opening", when=moment(self.at, t), many=self.many),),
            button=Link(label=t("letter.many_tries.button"), url=self.url),
            closing=(t("letter.many_tries.what_to_do"), t("letter.many_tries.why")),
            footer=self.product,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged:
    """To somebody whose way of proving who they are is another since `at`. What only a later release knows is told
    without saying what it was."""

    product: str
    what: str
    at: datetime
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where that is."""
        what = about.name if about.name in set(AccountChange) else "other"
        return cls(product=about.sender_name, what=what, at=_known(about.at), url=console)

    def layout(self, t: Translate) -> Layout:
        words = f"letter.account_changed.{self.what}"
        return Layout(
            subject=t(f"{words}.subject"),
            opening=(t(f"{words}.opening", when=moment(self.at, t)),),
            button=Link(label=t("letter.many_tries.button"), url=self.url),
            closing=(t("letter.account_changed.what_to_do"), t("letter.account_changed.why")),
            footer=self.product,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsAnswered:
    """To a member who answered a mail about several tickets: nobody reads that."""

    desk_name: str
    url: str

    @classmethod
    def of(cls, about: AboutAccount, console: str) -> Self:
        """Return what the letter says; `console` is where the tickets are."""
        return cls(desk_name=about.sender_name, url=console)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.news_answered.subject"),
            opening=(t("letter.news_answered.opening"),),
            button=Link(label=t("letter.news.console"), url=self.url),
            closing=(t("letter.news_answered.what_to_do"),),
            footer=self.desk_name,
        )


def _known(at: datetime | None) -> datetime:
    if at is None:
        raise ValueError("a letter about how much there was needs to know when")
    return at
