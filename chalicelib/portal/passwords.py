"""The page that sets a member's password, after an invitation or a forgotten one, and signs them in by it."""

from __future__ import annotations

from chalicelib.colors import first_of
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.accounts.sign_ins import Device, Tokens
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.observability import security_event
from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import PageDesk, Problem
from chalicelib.portal.looks import logo_of
from chalicelib.portal.visits import PageResponse, Visitor
from chalicelib.services.accounts import passwords, sign_in
from chalicelib.web import refresh_cookie


def password_form(visitor: Visitor) -> PageResponse:
    return _password(visitor, ())


def set_password(visitor: Visitor) -> PageResponse:
    password = visitor.form.get("password", "")
    problems = checks.password_problems(password)
    if problems:
        return _password(visitor, problems, 422)
    permitted = passwords.password_token(visitor.desk, visitor.path["token"])
    try:
        user_id = passwords.set_password(visitor.desk, visitor.path["token"], password, visitor.client)
    except DeskError as refusal:
        if refusal.code != "validation_failed":
            raise
        return _password(visitor, (Problem("password", refusal.data.get("fault", "too_weak")),), 422)
    security_event("account_changed", user=user_id, what="password")
    return _signed_in(visitor, permitted.email, password) or _done(visitor)


def logo(visitor: Visitor) -> PageResponse:
    """The logo of the desk that somebody is invited to: the portal, which has it, is on another host."""
    workspace = _inviting(visitor, passwords.password_token(visitor.desk, visitor.path["token"]))
    if workspace is None:
        raise not_found("file")
    return logo_of(visitor, workspace)


def _password(visitor: Visitor, problems: content.Problems, status: int = 200) -> PageResponse:
    token = visitor.path["token"]
    permitted = passwords.password_token(visitor.desk, token)
    workspace = _inviting(visitor, permitted)
    form = content.PasswordForm(
        action=f"/account/password/{token}",
        token=token,
        email=permitted.email,
        purpose="invitation" if workspace else "reset",
        invited_by=permitted.invited_by,
    )
    shown = _page_desk(visitor, workspace) if workspace else None
    return PageResponse(pages.password_page(shown, form, problems, language=visitor.language()), status)


def _signed_in(visitor: Visitor, email: str, password: str) -> PageResponse | None:
    """Sign them in by what they just typed, as the console does: the token goes into the cookie that no script reads.
    None where there is more to ask, or where another site sent the form, which might be one that lets them in as
    somebody else."""
    if not visitor.from_here:
        return None
    try:
        outcome = sign_in.sign_in(visitor.desk, email, password, Device(visitor.client, visitor.agent))
    except DeskError:
        return None
    if not isinstance(outcome, Tokens) or outcome.refresh is None:
        return None
    security_event("sign_in", user=outcome.user_id)
    kept = {"Location": f"{visitor.desk.base_url}/console/", "Set-Cookie": refresh_cookie(outcome.refresh)}
    return PageResponse("", 303, headers=kept)


def _done(visitor: Visitor) -> PageResponse:
    return PageResponse(pages.password_done_page(None, f"{visitor.desk.base_url}/console", language=visitor.language()))


def _inviting(visitor: Visitor, permitted: PasswordToken) -> Workspace | None:
    """Return the workspace that they are invited to; None for a forgotten password, or when it is no more."""
    if not permitted.workspace:
        return None
    try:
        with visitor.desk.open(permitted.workspace) as room:
            return room.workspace
    except DeskError:
        return None


def _page_desk(visitor: Visitor, workspace: Workspace) -> PageDesk:
    return PageDesk(
        slug=workspace.id,
        name=workspace.name,
        color=first_of(workspace.portal_color, workspace.color),
        logo=workspace.portal_logo,
        takes=False,
        language=visitor.language(workspace.language),
        chosen=visitor.chosen,
        account=f"/account/password/{visitor.path['token']}",
    )
