"""format=flowed (RFC 3676): lines that end in a space go on in the next."""

from __future__ import annotations


def unflow(text: str, delsp: bool) -> str:
    """Undo soft line breaks within one depth of quoting. Quote marks are written `> ` a level."""
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if depth == open_depth and content != "-- ":
            lines[-1].append(content)
        else:
            lines.append([_mark(depth), content])
        soft = content.endswith(" ") and content != "-- "
        if soft and delsp:
            lines[-1][-1] = content[:-1]
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in lines)


def _mark(depth: int) -> str:
    return ">" * depth + " " if depth else ""
