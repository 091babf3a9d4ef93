"""What each answer of SES means for a mail: whose fault it is that it wasn't taken.

The codes are SendEmail's in API v2, and those that every service of AWS's has; texts are from the SES developer guide,
"Amazon SES email sending errors" and "Errors related to the sending quotas for your Amazon SES account". The same codes
say different things: only their text tells a fault of our account from one of the mail's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import MailBusyError, MailRefusedError, MailSenderError

FINAL: Final = "final"
"""The mail's own fault, or its recipient's: it is not tried again."""
_BY_TEXT: Final = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})

TEXTS: tuple[tuple[re.Pattern[str], Fault | str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), meaning)
    for pattern, meaning in (
        (r"not verified", Fault.IDENTITY),
        (r"quota", Fault.QUOTA),
        (r"sending rate", Fault.RATE),
        (r"suspended|shut down", Fault.SUSPENDED),
        (r"paused|sending .{0,30}disabled", Fault.PAUSED),
        (r"configuration set", Fault.CONFIGURATION),
        (r"virus", FINAL),
        (r"\b(?:illegal|invalid|malformed) (?:address|domain|local|user name|email)", FINAL),
        (r"\b(?:local address|domain(?: name)?|user name|address(?: length)?) (?:contains|starts|ends|is (?:missing|em"
         r"pty|more than|longer|too long))", FINAL),
        (r"\bmissing (?:final|start|end|'|\"|domain|user)|\bempty address|nested group|extended character", FINAL),
        (r"\bheader\b.{0,60}\b(?:too long|invalid|illegal|duplicate)|\b(?:duplicate|invalid|illegal) header", FINAL),
        (r"\bmessage (?:length|size|is too)|\btoo large|\bexceeds? .{0,40}\b(?:size|length|bytes)|\bmalformed mime",
         FINAL),
    )
)  # fmt: skip
"""For a code that may say anything, the first of these that its text has. What has none is held: nobody's fault yet."""

CODES: Mapping[str, Fault] = {
    "MailFromDomainNotVerifiedException": Fault.IDENTITY,
    "AccountSuspendedException": Fault.SUSPENDED,
    "SendingPausedException": Fault.PAUSED,
    "AccountSendingPausedException": Fault.PAUSED,
    "ConfigurationSetSendingPausedException": Fault.PAUSED,
    "LimitExceededException": Fault.QUOTA,
    "TooManyRequestsException": Fault.RATE,
    "ThrottlingException": Fault.RATE,
    "Throttling": Fault.RATE,
    "NotFoundException": Fault.CONFIGURATION,
    "ConfigurationSetDoesNotExist": Fault.CONFIGURATION,
    "ConfigurationSetDoesNotExistException": Fault.CONFIGURATION,
    **dict.fromkeys(
        (
            "AccessDenied",
            "AccessDeniedException",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        ),
        Fault.RIGHTS,
    ),
}


def meaning_of(code: str, text: str, status: int) -> Fault | str:
    """Return whose fault an answer says it is, or FINAL. What we have never heard of is held, and not final."""
    if status >= 500:
        return Fault.CARRIER
    known = CODES.get(code)
    if known is Fault.RATE and "quota" in text.lower():
        return Fault.QUOTA
    if known is None and code in _BY_TEXT:
        return next((meaning for pattern, meaning in TEXTS if pattern.search(text)), Fault.UNKNOWN)
    return known or Fault.UNKNOWN


def refusal_of(answer: Mapping[str, Any]) -> MailRefusedError | MailBusyError:
    """Return what an error that SES answered with is to the mail."""
    code, text = answer["Error"]["Code"], answer["Error"].get("Message", "")
    meaning = meaning_of(code, text, answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 400))
    if not isinstance(meaning, Fault):
        return MailRefusedError(text or code)
    busy = MailSenderError if meaning is Fault.IDENTITY else MailBusyError
    return busy(f"{code}: {text}", meaning)
