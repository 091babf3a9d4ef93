"""The page that sets a member's password, after an invitation or a forgotten one."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.portal import checks, content, pages
from chalicelib.portal.content import Problem
from chalicelib.portal.visits import PageResponse, Visitor
from chalicelib.services import sign_in


def password_form(visitor: Visitor) -> PageResponse:
    return _password(visitor, ())


def set_password(visitor: Visitor) -> PageResponse:
    password = visitor.form.get("password", "")
    problems = checks.password_problems(password)
    if problems:
        return _password(visitor, problems, 422)
    try:
        sign_in.set_password(visitor.desk, visitor.path["token"], password, visitor.client)
    except DeskError as refusal:
        if refusal.code != "validation_failed":
            raise
        return _password(visitor, (Problem("password", "too_weak"),), 422)
    return PageResponse(pages.password_done_page(None, f"{visitor.desk.base_url}/console", language=visitor.language()))


def _password(visitor: Visitor, problems: content.Problems, status: int = 200) -> PageResponse:
    token = visitor.path["token"]
    permitted = sign_in.password_token(visitor.desk, token)
    form = content.PasswordForm(
        action=f"/account/password/{token}", token=token, email=permitted.email, purpose="reset"
    )
    return PageResponse(pages.password_page(None, form, problems, language=visitor.language()), status)
