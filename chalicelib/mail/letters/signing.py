"""What stands below a member's words in a mail: their own signature, then the mailbox's, or else their name.

Nothing is signed twice: what already stands above isn't said again.
"""

from __future__ import annotations

_MARKUP = " \t*_"
_BETWEEN = " \t,;|·–—-*_"


def below(said: str, *signatures: str) -> str:
    """Return the signatures one below the other, each without what is said above it.

    Where the words `said` end with one of them, what comes after it follows alone. A name in a first line is left out
    if it stands above: below "Ana K.", the signature "Ana K., Acme" is "Acme".
    """
    above = _lines(said)
    wanted = [signature.strip() for signature in signatures if signature.strip()]
    there = [
        at for at, signature in enumerate(wanted) if _keys(above)[-len(_lines(signature)) :] == _keys(_lines(signature))
    ]
    signed: list[str] = []
    for signature in wanted[there[-1] + 1 if there else 0 :]:
        rest = "\n".join(_unsaid(above[-1:], signed, signature.splitlines())).strip("\n").splitlines()
        signed += ["", *rest] if signed and rest else rest
    return "\n".join(signed)


def _unsaid(last_line: list[str], signed: list[str], lines: list[str]) -> list[str]:
    """The signature without the name that stands above it: in the words' last line, or in a signature before it."""
    first = lines[0].strip(_MARKUP)
    if any(_begins(line.strip(_MARKUP), first) for line in signed):
        return lines[1:]
    last = "".join(last_line).strip(_MARKUP).rstrip(",;")
    if not last or not _begins(first, last):
        return lines
    rest = first[len(last) :].strip(_BETWEEN)
    return [rest, *lines[1:]] if rest else lines[1:]


def _begins(line: str, name: str) -> bool:
    """Whether the line begins with this name, and not with a longer one."""
    return line[: len(name)].casefold() == name.casefold() and not line[len(name) : len(name) + 1].isalnum()


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _keys(lines: list[str]) -> list[str]:
    return [line.strip(_MARKUP).casefold() for line in lines]
