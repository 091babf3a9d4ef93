"""How the desk writes: replies that it sent before, as examples for a model, without what is anybody's own in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.assistant.drafting import telling_nobody
from chalicelib.assistant.sentences import sentences

MOST = 3
"""Examples that a draft is given."""
_LENGTH = 600
_DELIMITER = re.compile(r"^--[ ]?$", re.MULTILINE)
"""Behind it stands a signature (RFC 3676, 4.3)."""


def example(body: str, signatures: Sequence[str]) -> str:
    """Return a reply on the very ticket, without greeting and signature."""
    return " ".join(sentences(without_signature(body, signatures)))[:_LENGTH]


def example_of_another(body: str, customer: str, signatures: Sequence[str]) -> str:
    """Return of a reply on another ticket the sentences that tell nothing of its customer."""
    return " ".join(telling_nobody(sentences(without_signature(body, signatures)), customer))[:_LENGTH]


def without_signature(text: str, signatures: Sequence[str]) -> str:
    """Return the text without what stands behind a delimiter, and without any of these signatures at its end."""
    text = _DELIMITER.split(text)[0].rstrip()
    for signature in signatures:
        if signature.strip() and text.endswith(signature.strip()):
            text = text.removesuffix(signature.strip()).rstrip()
    return text
