"""The letters about people's own accounts, each with what it says, what that is made from, and its layout.

The link in them lets its holder set a password, as long as it is `VALID`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from chalicelib.domain.mail.jobs import AboutAccount
from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Layout, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """To a new member."""

    VALID: ClassVar = timedelta(days=7)

    desk_name: str
    url: str
    invited_by: str

    @classmethod
    def of(cls, about: AboutAccount, _address: str, url: str) -> Invitation:
        return cls(desk_name=about.sender_name, url=url, invited_by=about.invited_by)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.invitation.subject", desk=self.desk_name),
            opening=(t("letter.invitation.opening", member=self.invited_by, desk=self.desk_name),),
            button=Link(label=t("letter.invitation.button"), url=self.url),
            closing=(t("letter.invitation.valid"), t("letter.invitation.not_you")),
            footer=self.desk_name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset:
    """To a member who forgot the password. The account at `address` is of no desk: whoever has one may be a member of
    several."""

    VALID: ClassVar = timedelta(hours=1)

    product: str
    address: str
    url: str

    @classmethod
    def of(cls, about: AboutAccount, address: str, url: str) -> PasswordReset:
        return cls(product=about.sender_name, address=address, url=url)

    def layout(self, t: Translate) -> Layout:
        return Layout(
            subject=t("letter.reset.subject"),
            opening=(t("letter.reset.opening", address=self.address),),
            button=Link(label=t("letter.reset.button"), url=self.url),
            closing=(t("letter.reset.valid"), t("letter.reset.not_you")),
            footer=self.product,
        )
