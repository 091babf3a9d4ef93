"""Amounts of money, shares, codes, versions and numbers of orders and invoices that a ticket names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts.fact import FactLine, Voice

_CURRENCY = r"(?:[€$£¥]|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|euros?|Euro|dollars?|pounds?|Franken|円)"
_NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY = rf"{_CURRENCY}\s?(?:{_NUMBER})(?![\d.,]*\d)|(?<![A-Za-z0-9.,-])(?:{_NUMBER})\s?{_CURRENCY}(?![A-Za-z])"
_SHARE = r"(?<![\w.,])\d+(?:[.,]\d+)?[\s\u00a0\u202f]?%"
_APART = r"(?<![A-Za-z0-9@/.-])"
_CODE = (
    rf"{_APART}(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+(?![A-Za-z0-9@-])"
    rf"|{_APART}[A-Z]{{1,6}}\d{{2,}}\w*(?![A-Za-z0-9@-])"
)
_HEX = r"\b0x[0-9A-Fa-f]{2,}\b"
_VERSION = r"(?<![\w.,@/-])v?\d+\.\d+(?:\.\d+){1,3}(?![\w@]|\.\d|[.,]?\d)"
_CALLED = (
    r"(?i:\b(?:versions?|versión|versiones|release|firefox|chrome|safari|android|ios|windows|v)\s?)(?P<version>\d+(?:[.-]\d+)+)"
    r"|(?i:\b(?:error|errors|code|status|with|same|a|an|mit|con|avec|fehler|http|fehlercode|erreur|código|codigo)\s(?:code\s)?)(?P<error>[45]\d\d)\b(?![.,]?\d|\s?%|\s[a-z])"
    r"|(?i:(?:\b(?:number|no|nr|nummer|mandantennummer|kundennummer|bestellnummer|auftragsnummer|rechnungsnummer"
    r"|vertragsnummer|order|invoice|account|contract|booking|pedido|factura|commande|facture|bestellung|rechnung|auftrag)"
    r"\b[.:]?\s(?:is\s|ist\s|es\s|est\s|nr\.?\s|no\.?\s|number\s|n[º°]\s)?|#)(?P<number>\d[\d-]{2,}\d)(?![\d.,]*\d))"
)
_SHAPES = re.compile("|".join((_MONEY, _SHARE, _HEX, _CODE, _VERSION, _CALLED)))


def find(inside: Inside, _: Voice) -> Iterator[FactLine]:
    """Yield each once, as it is written where it is named first."""
    known: set[str] = set()
    for text in inside.texts():
        for match in _SHAPES.finditer(text.body):
            value = match["version"] or match["error"] or match["number"] or match[0]
            value = value.strip()
            if value not in known:
                known.add(value)
                yield FactLine(value, text.source, quoted=True)
