"""What the services need of the table for whoever signs in, or calls by a key, before a workspace is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.domain.accounts.api_keys import ApiKey, UsedKey
from chalicelib.domain.accounts.passwords import PasswordLinks, PasswordToken
from chalicelib.domain.accounts.recovery import RecoveryCodes
from chalicelib.domain.accounts.sign_ins import SignIn
from chalicelib.domain.settings.widgets import Widget


class Accounts(Protocol):
    def memberships(self, user_id: str) -> Mapping[str, str]: ...

    def link(self, user_id: str, workspace: str, member_id: str) -> None:
        """Let a user of the pool be that member of a workspace."""
        ...

    def mailbox_workspaces(self, address: str) -> Sequence[str]:
        """Return whose mailbox this is: one workspace, or, for the reply address of a shared domain, several."""
        ...

    def domain_owner(self, domain: str) -> str | None:
        """Return the workspace that showed this very domain to be its own."""
        ...

    def api_key(self, key_id: str) -> UsedKey | None: ...

    def note_use(self, key_id: str, day: str) -> None:
        """Remember that the key was used on that day, once a day; a key that was revoked meanwhile stays gone."""
        ...

    def used_on(self, key_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the days on which those of the keys that ever were used were so last."""
        ...

    def widget(self, key: str, *, consistent: bool = True) -> Widget | None: ...

    def add_api_key(self, key: ApiKey) -> None: ...

    def add_password_token(self, token: PasswordToken) -> None: ...

    def password_token(self, digest: str) -> PasswordToken | None: ...

    def password_links(self, email: str) -> PasswordLinks:
        """Return which of the links for an address work."""
        ...

    def renew_reset(self, email: str, digest: str) -> None: ...

    def end_password_links(self, email: str) -> None:
        """Let none of the links work any more that there are for an address."""
        ...


class SignIns(Protocol):
    """The sign-ins of people, whatever their workspaces. What ends them in a workspace is called within it."""

    def add(self, sign_in: SignIn) -> None: ...

    def get(self, user_id: str, sign_in_id: str) -> SignIn | None: ...

    def of(self, user_id: str) -> Sequence[SignIn]: ...

    def replace(self, before: SignIn, after: SignIn) -> bool:
        """Store what became of a sign-in; False when it is no longer `before`."""
        ...

    def remove(self, user_id: str, sign_in_ids: Iterable[str]) -> None: ...

    def note_ended(self, workspace: str, member_id: str, sign_in_ids: Iterable[str]) -> None:
        """Let no token of these sign-ins open the workspace any more."""
        ...

    def end_before(self, workspace: str, member_id: str, at: int) -> None:
        """Let no sign-in open the workspace by which somebody proved who they are up to `at` (milliseconds)."""
        ...

    def codes(self, user_id: str) -> RecoveryCodes | None: ...

    def put_codes(self, user_id: str, codes: RecoveryCodes) -> None: ...

    def use_code(self, user_id: str, digest: str) -> bool:
        """Take one code out; False when it isn't there, or somebody else just used it."""
        ...

    def remove_codes(self, user_id: str) -> None: ...
