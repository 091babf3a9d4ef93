"""The shapes of sentences that ask for a ticket, as regular expressions over the cues of all languages."""

from __future__ import annotations

import re
from functools import cache

from chalicelib.assistant.cues import alternatives
from chalicelib.domain.vocabulary import Priority

ADDRESS = re.compile(r"<?\b([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\b>?")
PIECES = re.compile(r"\s*[,;.!–—]+\s+|\s*[,;.!]+$|\s+-\s+")
JOINTS = re.compile(
    r"^(?:\W|(?:because|that|saying|about|regarding|weil|dass|wegen|porque|que|sobre|parce que|au sujet de)\s)+",
    re.IGNORECASE,
)
LEVELS = (
    (Priority.URGENT, r"urgent\w*|critical|dringend|kritisch|cr[ií]tic[oa]|critique|h[öo]chste"),
    (Priority.HIGH, r"high|hohe?[rn]?|hoch|alta|haute|[ée]lev[ée]e"),
    (Priority.LOW, r"low|niedrig\w*|baja|basse|faible"),
    (Priority.MEDIUM, r"medium|normal\w*|mittel|mittlere|media|moyenne"),
)
_PRIORITY = r"(?:priority|prio|priorit[äa]t|prioridad|priorit[ée])"
_SHORT = r"(?:Dr|Mr|Mrs|Ms|Hr|Fr|St|Inc|Ltd|Corp|Co|(?-i:[^\W\d_a-zà-öø-ÿ]))\."
_REST = r"(?:[\w&'’-]|\.(?=\w)){0,40}"
"""Of a word of a name. A full stop inside belongs to it, at its end only to what is known to be short for something."""
_WORD = rf"(?:{_SHORT}|[^\W\d_]{_REST})"
_CAPITAL = rf"(?:{_SHORT}|(?-i:[^\W\d_a-zà-öø-ÿ]){_REST})"
SPACELESS = re.compile(r"^[^：:]{0,40}(?:工单|工單|客服单|チケット|票)[^：:]{0,20}[：:]\s*")
"""The beginning of a wish in Chinese and Japanese: "创建一个工单：…"."""
SHORT_END = re.compile(rf"(?:^|\s){_SHORT}$")
COURTEOUS = re.compile(r"\b(?:can|could|would|kannst|könnten|können|puedes|podrías|peux|pourriez)\b", re.IGNORECASE)
CALLING = re.compile(r"^(?i:(?:the\s+)?(?:customer|client)|kunde|kundin|kunden|cliente)\s+(?=[^\W\d_a-zà-öø-ÿ])")


@cache
def level(pattern: str) -> re.Pattern[str]:
    """A priority called by its name: "priority: high", "with low priority"."""
    return re.compile(
        rf"[\s,;(]{{0,4}}(?:\b(?:with|mit|con|avec)\s+)?"
        rf"(?:{_PRIORITY}\s*[:=]?\s*(?:{pattern})\b|\b(?:{pattern})\s+{_PRIORITY}\b)\)?",
        re.IGNORECASE,
    )


@cache
def asking() -> re.Pattern[str]:
    """ "Please create an urgent bug report", "Neues Ticket", "Lege bitte ein Ticket …" """
    verb, noun = alternatives("verb"), alternatives("noun")
    polite, article = alternatives("polite"), alternatives("article")
    how = r"new|urgent|support|high[ -]priority|low[ -]priority|dringendes|neues|urgente|nuevo|nouveau"
    return re.compile(
        rf"^\W*(?:(?:{polite})\W+)*(?:(?:{verb})\s+)?(?:(?:{polite}|me|mir)\s+)?(?:(?:{article})\s+)?"
        rf"(?P<kind>(?:(?:{how})\s+)*(?:{noun}))\b(?:\s+(?:anlegen|erstellen))?(?=\W|$)",
        re.IGNORECASE,
    )


@cache
def for_whom() -> re.Pattern[str]:
    """ "for Maya at Globex" in front of the matter, up to a colon, a comma, or a word that begins the matter."""
    matter = f"{alternatives('since')}|{alternatives('says')}|{alternatives('does')}"
    ends = rf"\s*[:,;.–—]|\s+-\s|\s*$|\s+an\s*:|\s+(?:{matter})\b"
    return re.compile(
        rf"\s*(?:{alternatives('for')})\s+{_people(_WORD, ends)}(?:\s+an(?=\s*:))?"
        rf"(?:\s+(?:{alternatives('says')})(?=\s*[:,]))?[\s:,;.–—-]*",
        re.IGNORECASE,
    )


@cache
def somebody_says() -> re.Pattern[str]:
    """ "Maya at Globex says …": with a capital, since all sentences begin with something."""
    says, does = alternatives("says"), alternatives("does")
    ends = rf"(?i:\s+(?:{says}|{does})\b)"
    return re.compile(rf"{_people(_CAPITAL, ends)}(?:\s+(?i:{says})\b)?[\s:,]*")


@cache
def for_whom_at_end() -> re.Pattern[str]:
    """ "… for Maya at Globex" behind the matter, with capitals: much else follows a "for"."""
    ends = r"[\s.,;!]*(?:$|,)"
    return re.compile(rf"[\s,]+(?i:{alternatives('for')})\s+{_people(_CAPITAL, ends)}")


def _people(word: str, ends: str) -> str:
    """A person, with a company if one is named; `ends` is what has to follow."""
    names = rf"{word}(?:\s+(?:&\s+)?{word}){{0,3}}?"
    return (
        rf"(?P<person>(?!(?i:{alternatives('article')})\s){names})"
        rf"(?:\s+(?i:{alternatives('at')})\s+(?P<company>{names})|\s*\((?P<inside>[^)]{{1,80}})\))?(?={ends})"
    )
