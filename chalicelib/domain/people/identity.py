"""Who wrote something from outside, how surely, and why: the one answer that everything asks that trusts anybody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.vocabulary import word


class Standing(StrEnum):
    """`PROVEN`: it can't well be somebody else. `CONTRADICTED`: their own domain says that it isn't them."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


class Grounds(StrEnum):
    """The reason for an identity. People are shown a sentence for each."""

    DMARC = "dmarc"
    SPF = "spf"
    DKIM = "dkim"
    LINK = "link"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    VOUCHED = "vouched"
    FORM = "form"
    UNCLEAR = "unclear"
    UNCHECKED = "unchecked"
    ANOTHERS = "anothers"
    OTHER_LINK = "other_link"
    RELAYED = "relayed"
    DMARC_FAIL = "dmarc_fail"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class SenderIdentity:
    """`address` is the writer's, in lower case, empty when nobody can be taken for the writer.

    `holder` is the name of whoever a link was made for that somebody else came by; `name` what they call themselves.
    `sent_by` is the address that a mail came from which names them as its writer, as a website's form does.
    """

    address: str
    standing: Standing
    why: Grounds
    holder: str = ""
    name: str = ""
    sent_by: str = ""

    @property
    def proven(self) -> bool:
        return self.standing is Standing.PROVEN

    @property
    def contradicted(self) -> bool:
        return self.standing is Standing.CONTRADICTED

    def stored(self) -> list[str]:
        """Return it as it is kept beside what they wrote, without the empty end."""
        values = [self.standing.value, self.why.value, self.holder, self.name, self.address, self.sent_by]
        while not values[-1]:
            values.pop()
        return values


NOBODY = SenderIdentity("", Standing.UNPROVEN, Grounds.UNCLEAR)


def read_stored(stored: list[str]) -> SenderIdentity:
    """Return what `stored` made a list of, whichever release did."""
    standing, why, holder, name, address, sent_by = (stored + [""] * 4)[:6]
    return SenderIdentity(address, word(Standing, standing), word(Grounds, why), holder, name, sent_by)
