"""What is wrong with a form, told as problems its page has words for, before any service is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.domain.accounts.passwords import fault_of_length
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import ADDRESS_LENGTH, NAME_LENGTH, address
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.lifecycle import COMMENT_LENGTH
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH
from chalicelib.portal.content import TICKET_TYPES, FindForm, Problem, RatingForm, ReplyForm, SubmitForm

_REFERENCE = re.compile(r"[A-Za-z0-9]{1,20}-[0-9]{1,10}")


def submit_problems(form: SubmitForm) -> tuple[Problem, ...]:
    """The problems of the submit form, at most one a field, in the order of the page."""
    return (
        *_text("name", form.name, NAME_LENGTH),
        *_email(form.email),
        *([] if form.type in TICKET_TYPES else [Problem("type", "invalid")]),
        *_text("title", form.title, TITLE_LENGTH),
        *_text("description", form.description, DESCRIPTION_LENGTH),
    )


def find_problems(form: FindForm) -> tuple[Problem, ...]:
    """The problems of the form that asks for links. What can't be a reference is told before it is looked up."""
    odd = bool(form.ref.strip()) and not _REFERENCE.fullmatch(form.ref.strip())
    return (*_email(form.email), *([Problem("ref", "invalid")] if odd else []))


def reply_problems(form: ReplyForm) -> tuple[Problem, ...]:
    """The problems of an answer. With files it may do without words."""
    return tuple(one for one in _text("body", form.body, BODY_LENGTH) if one.code != "required" or not form.files)


def rating_problems(form: RatingForm) -> tuple[Problem, ...]:
    """The problems of a rating."""
    score = () if form.score in ("1", "2", "3", "4", "5") else (Problem("score", "required"),)
    comment = (Problem("comment", "too_long"),) if len(form.comment.strip()) > COMMENT_LENGTH else ()
    return (*score, *comment)


def password_problems(password: str) -> tuple[Problem, ...]:
    """The problems of a new password. Spaces count: a password is never trimmed."""
    if not password:
        return (Problem("password", "required"),)
    fault = fault_of_length(password)
    return (Problem("password", fault.value),) if fault else ()


def _text(field: str, text: str, longest: int) -> Iterator[Problem]:
    if not has_something(text):
        yield Problem(field, "required")
    elif len(text.strip()) > longest:
        yield Problem(field, "too_long")


def _email(text: str) -> tuple[Problem, ...]:
    if found := tuple(_text("email", text, ADDRESS_LENGTH)):
        return found
    try:
        address(text)
    except DeskError:
        return (Problem("email", "invalid"),)
    return ()
