"""What the services need of the world besides the table, as Protocols. The adapters fulfil them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.accounts.second_factor import FactorSetup
from chalicelib.domain.accounts.sign_ins import Challenge
from chalicelib.domain.accounts.sso import Attempt, Client, Identified
from chalicelib.domain.files import Beginning, Form
from chalicelib.domain.mail.domain_checks import DomainIdentity
from chalicelib.domain.mail.jobs import JobKey
from chalicelib.domain.notices.push import PushAnswer, PushMessage, PushSubscription
from chalicelib.domain.settings.ai_engine import AiEngine, EngineUsage

if TYPE_CHECKING:  # what only the assistant needs, only its routes load
    from chalicelib.assistant.model import Model


class Identity(Protocol):
    """The user pool. Refusals are DeskErrors that don't tell a wrong password from an unknown person."""

    def sign_in(self, email: str, password: str) -> str | Challenge:
        """Return the user id of whoever has this password, or what the pool asks besides."""
        ...

    def answer(self, challenge: str, session: str, email: str, answer: str) -> str | Challenge: ...

    def find(self, email: str) -> str | None: ...

    def knows_anybody(self) -> bool: ...

    def create(self, email: str) -> str:
        """The user id of this address, made if there is none yet. They can't sign in before a password is set."""
        ...

    def set_password(self, email: str, password: str) -> None:
        """Set it; a second factor stays on."""
        ...

    def begin_factor(self, email: str, password: str) -> FactorSetup:
        """Return what an authenticator app needs. Raises DeskError `bad_credentials`, and `second_factor_on` when one
        has to be removed first."""
        ...

    def confirm_factor(self, session: str, email: str, code: str) -> None:
        """Switch the second factor on, by the app's first code. Raises at `code` for one that isn't right, at `session`
        for one that is old or another's, and `rate_limited` for a guesser."""
        ...

    def remove_factor(self, email: str) -> None:
        """Let the password be enough again. Removing none is no error."""
        ...


class Post(Protocol):
    @property
    def region(self) -> str: ...

    def identity(self, domain: str) -> DomainIdentity | None:
        """Return what the carrier knows of a domain, or of one above it; None when it knows nothing."""
        ...

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """Hand a mail over; returns the id it has from then on. Raises MailRefusedError or MailBusyError."""
        ...

    def forgive(self, address: str) -> None:
        """Have the carrier send to an address again that it keeps a list of not to. Raises MailBusyError."""
        ...

    @property
    def id_domain(self) -> str:
        """Return the part behind the @ in the Message-ID that the carrier puts on the wire."""
        ...


class Dns(Protocol):
    """None is: no answer. Nothing there is an empty sequence."""

    def texts(self, name: str) -> Sequence[str] | None: ...

    def mail_servers(self, name: str) -> Sequence[str] | None: ...


class MailQueue(Protocol):
    def put(self, keys: Sequence[JobKey], delay: int = 0) -> None:
        """Queue mail jobs, to be looked at after `delay` seconds. Raises when any of them was not taken."""
        ...


class RetryQueue(Protocol):
    def put(self, body: str, delay: int = 0, waited: int = 0) -> None:
        """Queue a reaction, to be tried after `delay` seconds, when it has been put off for `waited` in all."""
        ...


class Queues(Protocol):
    def put_back(self, arn: str, body: str, delay: int, waited: int) -> None:
        """Queue a message anew where it came from: it comes again after `delay` seconds, as one that has `waited` for
        so many in all, with all of the queue's tries before it."""
        ...


class PushQueue(Protocol):
    def put(self, body: str, delay: int = 0) -> None:
        """Queue a notice for one browser, to be sent after `delay` seconds, at most 900."""
        ...


class Push(Protocol):
    """The push services. `secret` is what the desk's own key for them grows from."""

    def public_key(self, secret: str) -> str:
        """Return the public part of that key, as browsers want it to subscribe."""
        ...

    def send(self, to: PushSubscription, secret: str, message: PushMessage) -> PushAnswer: ...


class Files(Protocol):
    def put(self, key: str, content: bytes, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...

    def form(self, key: str, size: int) -> Form:
        """Return a form by which somebody outside may put exactly `size` bytes under `key`, for a few minutes."""
        ...

    def open_form(self, folder: str, most: int, back: str) -> Form:
        """Return a form to put one file of up to `most` bytes into `folder`, under its own name; the browser is then
        sent `back`, with the file's key in the query."""
        ...

    def size(self, key: str) -> int | None: ...

    def beginning(self, key: str, length: int) -> Beginning | None: ...

    def part(self, key: str, start: int, length: int) -> bytes:
        """Read so many bytes of the file from a place in it on, or what is left of it: nothing behind its end."""
        ...

    def copy(self, key: str, to: str, etag: str) -> bool:
        """Copy the file; False when it isn't the one of this `etag` any more, and nothing was copied."""
        ...

    def names(self, prefix: str, until: float | None = None) -> list[str]:
        """Return the keys of the files whose keys begin so, of those alone that were written `until` a second since
        1970."""
        ...

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin a file that is put there in parts, and return what it is called until it is finished. One that never
        is goes by itself after a while."""
        ...

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> str:
        """Put a part there, counted from 1, in the place of the same one; return what it is called. All but the last
        have at least 5 MB."""
        ...

    def finish_parts(self, key: str, upload: str, parts: Sequence[str]) -> None:
        """Make the file of its parts: from then on it is there."""
        ...

    def erase(self, key: str) -> int:
        """Delete the file in all its versions; return how many there were, 0 for what isn't there."""
        ...

    def erase_former(self, key: str) -> int:
        """Delete what the file was before, and keep what it is; return how many versions that were."""
        ...

    def erase_folder(self, folder: str) -> int:
        """Do the same to every file whose key begins with `folder`, which ends in a slash."""
        ...

    def link(self, key: str, name: str, content_type: str, *, shown: bool = False) -> str:
        """A URL that gives the file for a few minutes: as a download, or, when it may be `shown`, as what it is."""
        ...

    @property
    def link_seconds(self) -> int:
        """Return how long a link is good for."""
        ...


class RawMail(Protocol):
    def find(self, key: str) -> bytes | None:
        """Return the mail as it came; None for one that isn't there."""
        ...

    def put(self, key: str, content: bytes, content_type: str) -> None: ...

    def erase(self, key: str) -> int:
        """Delete the mail in all its versions; return how many there were, 0 for what isn't there."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The desk's time, aware. Only what the product's rules are about goes by it."""
        ...


class Secrets(Protocol):
    def is_origin(self, given: str) -> bool:
        """Return whether this is the secret that CloudFront shows with every request that came through it."""
        ...

    def sign(self, purpose: str, message: bytes) -> str:
        """A signature of letters, digits, `-` and `.` that `verify` knows, whichever key is current by then."""
        ...

    def verify(self, purpose: str, message: bytes, signature: str) -> bool: ...

    def seed(self, random: bytes) -> str:
        """Something to keep in the open, from which `grown` makes a secret."""
        ...

    def seal(self, purpose: str, secret: str) -> str:
        """A secret in a form that only `unseal`, for the same purpose, can read."""
        ...

    def unseal(self, purpose: str, sealed: str) -> str | None:
        """None for what was sealed for another purpose, by a key that was taken out, or not at all."""
        ...

    def grown(self, purpose: str, seed: str) -> str | None:
        """The secret of that seed, always the same; None when the key that it grew from was taken out."""
        ...


class Issuers(Protocol):
    """The servers of companies that say who somebody is (OpenID Connect)."""

    def may_ask(self, issuer: str) -> bool:
        """Return whether this is the address of a server that the desk would ask."""
        ...

    def sign_in_url(self, client: Client, attempt: Attempt) -> str:
        """Return where somebody signs in. Raises SsoError for an issuer that can't be reached, or is another one."""
        ...

    def person(self, client: Client, attempt: Attempt, code: str) -> Identified:
        """Return who came back with this code. Raises SsoError for all that isn't as it has to be."""
        ...


class Models(Protocol):
    @property
    def trusted(self) -> Collection[str]:
        """Hosts that may be near, and spoken to without TLS."""
        ...

    def of(self, workspace: str, chosen: AiEngine) -> Model | None:
        """The model that a workspace chose, within its budget; None when it chose to do without."""
        ...

    def used_today(self, workspace: str) -> Sequence[EngineUsage]:
        """Return what each engine that asks a model was asked on this day (UTC); nothing for one that wasn't."""
        ...
