"""Asking for links that set a password, reading them out of mails, and using them."""

from __future__ import annotations

import re

from infra.local.sent_mail import SentMail
from tests.support.desk import Answer, Desk

NEW = "a brand new password 9"
LINK = re.compile(r"http://desk\.test(/account/password/[A-Za-z0-9._-]+)")


def forget(desk: Desk, email: str) -> Answer:
    answer = desk.http("POST", "/v1/auth/forgot-password", json={"email": email})
    desk.settle()
    return answer


def link(mail: SentMail) -> str:
    """The path of the one link in a mail about an account, which is the same in both its parts."""
    (path,) = set(LINK.findall(mail.text)) | set(LINK.findall(mail.html))
    return str(path)


def set_password(desk: Desk, token: str, password: str = NEW) -> Answer:
    return desk.http("POST", "/v1/auth/reset-password", json={"token": token, "password": password})


def ask(desk: Desk, email: str, number: int) -> Answer:
    """Each from a network of its own, as somebody with many of them asks."""
    body, address = {"email": email}, f"198.51.{100 + number // 200}.{number % 200}"
    return desk.http("POST", "/v1/auth/forgot-password", json=body, address=address)
