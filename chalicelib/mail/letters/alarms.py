"""The letters to every admin about what gives somebody as much as there is, each with what it says and its layout.

They lead to the page of the console where it is taken back. Nobody can choose not to get them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from chalicelib.domain.mail.jobs import AboutAccount
from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Layout, Link


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
    def of(cls, about: AboutAccount, settings: str) -> Self:
        """Return what the letter says; `settings` is where the console's are."""
        url = f"{settings}/{cls.SECTION}"
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
