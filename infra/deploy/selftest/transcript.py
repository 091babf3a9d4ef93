"""What a self-test did and saw, printed and kept in a file as it happens: whoever cuts it off keeps what there is.

It can be shown to others: what opens something is struck out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

STRUCK = "[secret]"
_SHORTEST = 6
"""Letters of what is struck out wherever it stands; anything shorter would strike out words."""
_OPENS = re.compile(
    r"(?:(?<=/t/)[\w.~-]{12,})"  # the link to a ticket
    r"|(?:(?<=[?&;])(?:X-Amz-[\w-]+|AWSAccessKeyId|Signature|x-amz-[\w-]+)=[^&\s\"'<>]+)"  # a presigned address
    r"|(?:\b(?:AKIA|ASIA)[A-Z0-9]{12,})"
    r"|(?:\beyJ[\w-]+\.[\w-]+\.[\w-]+)"  # a token of the user pool
)


@dataclass(slots=True)
class Transcript:
    """A text file. `secrets` are what must never stand in it."""

    path: Path
    secrets: set[str] = field(default_factory=set, repr=False)

    def begin(self, title: str) -> None:
        """Start the file, in place of one of that name."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("", encoding="utf-8")
        self.line(f"{title}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")

    def hide(self, *secrets: str) -> None:
        """Have these struck out from now on."""
        self.secrets |= {each for each in secrets if len(each) >= _SHORTEST}

    def clean(self, text: str) -> str:
        """Return a text without what opens something."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, STRUCK)
        return _OPENS.sub(STRUCK, text)

    def line(self, text: str) -> None:
        """Print a line, and keep it."""
        said = self.clean(text)
        print(said, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{said}\n")
