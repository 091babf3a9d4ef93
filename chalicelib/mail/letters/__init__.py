"""The mails the desk writes, each as subject, plain text and HTML: pure functions of the words they carry."""

from chalicelib.mail.letters.kinds import (
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
    RichText,
    StatusChanged,
    Words,
)
from chalicelib.mail.letters.render import Letter, letter

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
    "RichText",
    "StatusChanged",
    "Words",
    "letter",
]
