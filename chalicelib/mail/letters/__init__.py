"""The mails the desk writes, each as subject, plain text and HTML: pure functions of the words they carry."""

from chalicelib.mail.letters.words import (
    AgentReply,
    Confirmation,
    CreatedByAgent,
    Invitation,
    MemberAssigned,
    MemberCreated,
    MemberSla,
    Merged,
    OwnRequests,
    PasswordReset,
    RequestLink,
    Resolved,
    StatusChanged,
    Text,
    Words,
)
from chalicelib.mail.letters.writing import Letter, letter

__all__ = [
    "AgentReply",
    "Confirmation",
    "CreatedByAgent",
    "Invitation",
    "Letter",
    "MemberAssigned",
    "MemberCreated",
    "MemberSla",
    "Merged",
    "OwnRequests",
    "PasswordReset",
    "RequestLink",
    "Resolved",
    "StatusChanged",
    "Text",
    "Words",
    "letter",
]
