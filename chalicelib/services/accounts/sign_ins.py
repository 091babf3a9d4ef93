"""Signing in becomes a sign-in: it goes on by its cookie, is listed, and ends at once wherever it is ended."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.domain.accounts.browsers import named
from chalicelib.domain.accounts.sign_ins import (
    ACCESS_SECONDS,
    MOST_SIGN_INS,
    AccessToken,
    Device,
    Method,
    Refresh,
    SignIn,
    Tokens,
    read_refresh,
    signed_access,
    signed_refresh,
)
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.idempotency import ConflictError
from chalicelib.services import limits
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.notices import push
from chalicelib.services.people import callers
from chalicelib.services.ports import Desk


def begin(
    desk: Desk, user_id: str, method: Method, device: Device, workspace: str = "", *, enrols: bool = False
) -> Tokens:
    """Sign a person in who proved who they are. Of more than MOST_SIGN_INS those end that were not seen for longest."""
    now = _now()
    sign_in = SignIn(
        id=desk.new_id(datetime.fromtimestamp(now / 1000, UTC)),
        user_id=user_id,
        method=method,
        created_at=now,
        proved_at=now,
        seen_at=now,
        network=_network(device),
        device=named(device.agent),
        workspace=workspace,
        enrols=enrols,
    )
    before = sorted(desk.sign_ins.of(user_id), key=lambda one: one.seen_at)
    desk.sign_ins.add(sign_in)
    end(desk, user_id, [one.id for one in before[: 1 - MOST_SIGN_INS]] if len(before) >= MOST_SIGN_INS else [])
    return _tokens(desk, sign_in)


def refresh(desk: Desk, token: str, device: Device) -> Tokens:
    """Return new tokens. Raises DeskError `unauthenticated` for a sign-in that is over, and `sign_in_reused` for one
    that ends because its token was used before: two hold it, of whom one stole it."""
    shown = _shown(desk, token)

    def attempt() -> Tokens:
        now = _now()
        before = desk.sign_ins.get(shown.user_id, shown.sign_in_id)
        if before is None or before.is_over(now):
            raise _over()
        after = before.went_on(shown.generation, now, _network(device))
        if after is None:
            end(desk, before.user_id, [before.id])
            raise _over("sign_in_reused")
        if after is not before and not desk.sign_ins.replace(before, after):
            raise ConflictError
        return _tokens(desk, after) if after is not before else replace(_tokens(desk, after), refresh=None)

    return retry_on_conflict(attempt)


def end_held(desk: Desk, token: str, of: str = "") -> str | None:
    """End the sign-in that a browser's cookie is of, `of` that person alone if it isn't empty, and return whose it was;
    None where there is none to end."""
    shown = read_refresh(token, desk.secrets.verify)
    held = desk.sign_ins.get(shown.user_id, shown.sign_in_id) if shown else None
    if held is None or of not in ("", held.user_id):
        return None
    end(desk, held.user_id, [held.id])
    return held.user_id


def check_fresh(token: AccessToken) -> None:
    """Raise DeskError `sign_in_again` for whoever proved who they are some time ago: somebody else may sit there."""
    if not token.is_fresh(_now()):
        raise DeskError("sign_in_again", "This takes a sign-in of the last 15 minutes. Please sign in again.")


def listed(desk: Desk, token: AccessToken) -> list[SignIn]:
    """Return the sign-ins that the holder of a token may see and end, the latest seen first: all of their own, or, when
    a company vouches for them, those it vouched for."""
    now = _now()
    seen = [
        one
        for one in desk.sign_ins.of(token.user_id)
        if not one.is_over(now) and token.workspace in ("", one.workspace)
    ]
    return sorted(seen, key=lambda one: one.seen_at, reverse=True)


def end_one(desk: Desk, token: AccessToken, sign_in_id: str) -> None:
    """End one of the sign-ins that the holder of a token sees. Raises DeskError `not_found`."""
    if sign_in_id not in {one.id for one in listed(desk, token)}:
        raise not_found("session")
    end(desk, token.user_id, [sign_in_id])


def end_others(desk: Desk, token: AccessToken) -> None:
    """End all that the holder of a token sees but their own."""
    end(desk, token.user_id, [one.id for one in listed(desk, token) if one.id != token.sign_in_id])


def end(desk: Desk, user_id: str, sign_in_ids: Collection[str]) -> None:
    """End sign-ins: no token of theirs opens anything from the next request on, and no browser shows notices any more
    that was told to in one. Cut off anywhere, it is called again: the sign-in itself goes last."""
    if not sign_in_ids:
        return
    for workspace, member_id in desk.accounts.memberships(user_id).items():
        with desk.enter(workspace):
            desk.sign_ins.note_ended(workspace, member_id, sign_in_ids)
    push.forget_those_of(desk, callers.member_id(user_id), sign_in_ids)
    desk.sign_ins.remove(user_id, sign_in_ids)


def end_all(desk: Desk, user_id: str) -> None:
    """End every sign-in of a person, also those that begin at this moment."""
    _end_before(desk, user_id, _now(), keep="")


def end_others_for_good(desk: Desk, token: AccessToken) -> Tokens:
    """End every sign-in of a person but that of a token, whose holder just proved who they are; what they go on by is
    returned. Those that begin at this moment end, too: they may be by the password of before."""
    now = _now()
    _end_before(desk, token.user_id, now, keep=token.sign_in_id)
    return renew(desk, token, proved_at=now + 1)


def _end_before(desk: Desk, user_id: str, at: int, keep: str) -> None:
    for workspace, member_id in desk.accounts.memberships(user_id).items():
        with desk.enter(workspace):
            desk.sign_ins.end_before(workspace, member_id, at)
    push.forget_all(desk, callers.member_id(user_id))
    desk.sign_ins.remove(user_id, [one.id for one in desk.sign_ins.of(user_id) if one.id != keep])


def renew(desk: Desk, token: AccessToken, **changes: object) -> Tokens:
    """Store changes of the sign-in that a token is of, and return what it goes on by from then on."""

    def attempt() -> Tokens:
        before = desk.sign_ins.get(token.user_id, token.sign_in_id)
        if before is None:
            raise _over()
        after = replace(before, **changes)  # type: ignore[arg-type]
        if not desk.sign_ins.replace(before, after):
            raise ConflictError
        return _tokens(desk, after)

    return retry_on_conflict(attempt)


def _tokens(desk: Desk, sign_in: SignIn) -> Tokens:
    sign = desk.secrets.sign
    access = signed_access(AccessToken.of(sign_in, _now()), sign)
    return Tokens(sign_in.user_id, access, ACCESS_SECONDS, signed_refresh(Refresh.of(sign_in), sign), sign_in.method)


def _shown(desk: Desk, token: str) -> Refresh:
    shown = read_refresh(token, desk.secrets.verify)
    if shown is None:
        raise _over()
    return shown


def _network(device: Device) -> str:
    return next(limits.networks(device.client))[0]


def _over(code: str = "unauthenticated") -> DeskError:
    return DeskError(code, "Please sign in again.")


def _now() -> int:
    return int(time.time() * 1000)
