from __future__ import annotations

import pytest

from chalicelib.domain.mail.failures import address_is_dead


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", ""),
        ("5.1.10", "RESOLVER.ADR.RecipientNotFound"),
        ("5.1.2", "Host unknown"),
        ("", "550 5.1.1 The email account that you tried to reach does not exist"),
        ("5.0.0", "550 User unknown"),
        ("", "550 No such user here"),
        ("5.4.4", "Host or domain name not found. Name service error"),
        ("5.5.0", "Requested action not taken: mailbox not found"),
        ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.example account"),
        ("5.4.310", "DNS domain firm.example does not exist"),
    ],
)
def test_an_address_without_user_or_host_is_dead(status: str, reason: str) -> None:
    assert address_is_dead(status, reason)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.2.2", "552 5.2.2 The mailbox is over quota"),
        ("5.3.4", "Message too big for system"),
        ("5.7.1", "550 5.7.1 refused as spam"),
        ("5.7.26", "Unauthenticated mail is not accepted"),
        ("4.4.7", "Message expired <421 4.4.1 Unable to connect to remote host>"),
        ("4.1.1", "User unknown, try later"),
        ("5.1.7", "The sender's mailbox address is invalid"),
        ("5.1.8", "Sender domain not found"),
        ("5.0.0", "550 Sender address unknown"),
        ("5.0.0", "554 Transaction failed"),
        ("", ""),
        ("5.2.1", "Mailbox disabled, not accepting messages"),
    ],
)
def test_a_mail_that_was_refused_says_nothing_of_the_address(status: str, reason: str) -> None:
    assert not address_is_dead(status, reason)
