"""Refusals as RFC 9457 problem documents: `{type, title, status, detail, code, errors}`, and what a code adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.api.serving.json_text import to_json
from chalicelib.domain.errors import RETRY_AFTER, DeskError, FieldError
from chalicelib.services.limits import Allowance

CONTENT_TYPE = "application/problem+json"

_STATUS: Mapping[str, tuple[int, str]] = {
    "malformed_json": (400, "Malformed JSON"),
    "bad_cursor": (400, "Bad cursor"),
    "bad_request": (400, "Bad request"),
    "unauthenticated": (401, "Not signed in"),
    "bad_credentials": (401, "Not signed in"),
    "sign_in_reused": (401, "Not signed in"),
    "second_factor_required": (403, "Second factor required"),
    "sso_required": (403, "Single sign-on required"),
    "sign_in_again": (403, "Sign in again"),
    "forbidden": (403, "Not permitted"),
    "workspace_suspended": (403, "Suspended"),
    "signed_in_admin_only": (403, "Not permitted"),
    "beyond_own_rights": (403, "Not permitted"),
    "blocked": (403, "Not permitted"),
    "file_withheld": (403, "File withheld"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "conflict": (409, "Conflict"),
    "stale_conversation": (409, "Newer messages"),
    "merged": (409, "Merged"),
    "unknown_place": (409, "Unknown place"),
    "is_member": (409, "A member of the desk"),
    "in_trash": (409, "In the trash"),
    "held": (409, "On hold"),
    "is_spam": (409, "Marked as spam"),
    "not_merged": (409, "Not merged"),
    "different_contacts": (409, "Different customers"),
    "family_too_large": (409, "Too many merged tickets"),
    "already_split": (409, "Already split"),
    "nothing_to_split": (409, "Nothing to split"),
    "already_sent": (409, "Already sent"),
    "nothing_to_undo": (409, "Nothing to undo"),
    "too_late": (409, "Too late"),
    "changed_since": (409, "Changed since"),
    "nothing_to_send": (409, "Nothing to send"),
    "not_reachable": (409, "Not reachable"),
    "already_resolved": (409, "Already resolved"),
    "not_snoozable": (409, "Not to be snoozed"),
    "already_urgent": (409, "Already urgent"),
    "not_releasable": (409, "Not to be taken in"),
    "not_resolved": (409, "Not resolved yet"),
    "rating_closed": (409, "Too late to rate"),
    "already_assigned": (409, "Already assigned"),
    "address_taken": (409, "Address taken"),
    "taken": (409, "Taken"),
    "domain_of_another": (409, "Another's domain"),
    "second_factor_on": (409, "Second factor is on"),
    "second_factor_off": (409, "No second factor"),
    "last_admin": (409, "Last admin"),
    "break_glass": (409, "Needed to sign in without SSO"),
    "last_mailbox": (409, "Last address"),
    "too_many": (409, "Too many"),
    "stale_version": (412, "Stale version"),
    "too_large": (413, "Too large"),
    "unsupported_media_type": (415, "Unsupported media type"),
    "validation_failed": (422, "Invalid input"),
    "upload_differs": (422, "Not the file announced"),
    "idempotency_mismatch": (422, "Idempotency key used before"),
    "no_model": (422, "No language model"),
    "unsupported_challenge": (422, "Unsupported challenge"),
    "engine_failed": (502, "The AI engine failed"),
    "mail_service_failed": (502, "The mail service failed"),
    "rate_limited": (429, "Too many requests"),
    "internal_error": (500, "Internal error"),
    "unavailable": (503, "Busy"),
}

_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": 'Bearer realm="workestra"'},
    503: {"Retry-After": str(RETRY_AFTER)},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, before it meets a framework. `cookies` are for where there are several to set."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


def problem(
    code: str, detail: str, errors: Sequence[FieldError] = (), extra: Mapping[str, Any] | None = None
) -> Answer:
    status, title = _STATUS[code]
    document = {
        "type": f"about:blank#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": error.field, "message": error.message} for error in errors],
        **(extra or {}),
    }
    return Answer(status, to_json(document), CONTENT_TYPE, _HEADERS.get(status, {}))


def status_of(code: str) -> int:
    return _STATUS[code][0]


def of_refusal(refusal: DeskError) -> Answer:
    """A DeskError as an answer; of its data only what JSON can say is told."""
    allowance = refusal.data.get("allowance")
    if isinstance(allowance, Allowance):
        answer = problem(refusal.code, refusal.detail)
        return Answer(
            answer.status,
            answer.body,
            answer.content_type,
            {**rate_headers(allowance), "Retry-After": str(allowance.reset)},
        )
    return problem(refusal.code, refusal.detail, refusal.errors, refusal.data)


def rate_headers(allowance: Allowance) -> dict[str, str]:
    """As in draft-ietf-httpapi-ratelimit-headers-03: seconds until the window ends, not a date."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(allowance.reset),
    }
