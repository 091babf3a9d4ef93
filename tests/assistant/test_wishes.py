"""Tickets from sentences, as people type them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chalicelib.assistant.answers import Wish
from chalicelib.assistant.wishes import understand
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from chalicelib.domain.vocabulary import Priority, TicketType

URGENT, HIGH, MEDIUM, LOW = Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW
BUG, FEATURE = TicketType.BUG_REPORT, TicketType.FEATURE_REQUEST
REQUEST, SUPPORT = TicketType.CUSTOMER_REQUEST, TicketType.SUPPORT_TICKET


@dataclass(frozen=True)
class Row:
    """A sentence, and what was meant: title, priority, type, and `person @ company` or an address."""

    said: str
    title: str
    priority: Priority
    type: TicketType
    who: str = ""


ROWS = [
    Row(
        "Create a support ticket for Maya at Globex: export is broken since Monday, urgent",
        "Export is broken since Monday",
        URGENT,
        SUPPORT,
        "Maya @ Globex",
    ),
    Row(
        "create a ticket for Maya at Globex. Export is broken since Monday.",
        "Export is broken since Monday",
        MEDIUM,
        BUG,
        "Maya @ Globex",
    ),
    Row(
        "Please open an urgent ticket for maya@globex.example: checkout returns 502",
        "Checkout returns 502",
        URGENT,
        BUG,
        "maya@globex.example",
    ),
    Row(
        "Open a bug report for Tom Lindqvist (Lindqvist Cycles): cash register and Acme disagree by a few cents",
        "Cash register and Acme disagree by a few cents",
        MEDIUM,
        BUG,
        "Tom Lindqvist @ Lindqvist Cycles",
    ),
    Row(
        "Maya from Globex says the export is broken, high priority",
        "The export is broken",
        HIGH,
        BUG,
        "Maya @ Globex",
    ),
    Row(
        "new feature request from Sam Whitlock: would be nice to have a role for trainers",
        "Would be nice to have a role for trainers",
        MEDIUM,
        FEATURE,
        "Sam Whitlock",
    ),
    Row("Ticket: newsletter doesn't arrive for Priya Raman", "Newsletter doesn't arrive", MEDIUM, BUG, "Priya Raman"),
    Row(
        "Ticket for Dr. Ana K. at Acme Inc.: invoices are late",
        "Invoices are late",
        MEDIUM,
        BUG,
        "Dr. Ana K. @ Acme Inc.",
    ),
    Row("Printer in the office is on fire", "Printer in the office is on fire", MEDIUM, SUPPORT),
    Row("Create a ticket", "", MEDIUM, SUPPORT),
    Row(
        "Erstelle ein Ticket für Oskar Weiß: Der Export geht seit Montag nicht, dringend",
        "Der Export geht seit Montag nicht",
        URGENT,
        BUG,
        "Oskar Weiß",
    ),
    Row(
        "Bitte lege ein Ticket für Jonas bei Berg Physio an: Kalender ist leer, niedrige Priorität",
        "Kalender ist leer",
        LOW,
        BUG,
        "Jonas @ Berg Physio",
    ),
    Row(
        "Crea un ticket para Elena de Petrova Music: no puede iniciar sesión desde ayer, urgente",
        "No puede iniciar sesión desde ayer",
        URGENT,
        BUG,
        "Elena @ Petrova Music",
    ),
    Row(
        "Crée un ticket pour Paul chez Ateliers Renaud : l'export s'arrête à 1000 lignes",
        "L'export s'arrête à 1000 lignes",
        MEDIUM,
        BUG,
        "Paul @ Ateliers Renaud",
    ),
    Row("创建一个工单：导出从星期一开始坏了", "导出从星期一开始坏了", MEDIUM, SUPPORT),
    Row(
        "Leila Haddad called: invoices are missing the VAT number. Not urgent.",
        "Invoices are missing the VAT number",
        LOW,
        BUG,
        "Leila Haddad",
    ),
    Row(
        "Log a ticket for Grace, her payout has not arrived, she needs it by tomorrow",
        "Her payout has not arrived, she needs it by tomorrow",
        MEDIUM,
        BUG,
        "Grace",
    ),
    Row(
        "Can you create a ticket for Hiro because the app crashes when he opens the camera?",
        "The app crashes when he opens the camera",
        MEDIUM,
        BUG,
        "Hiro",
    ),
    Row(
        "ticket for Nora Finch - change the owner of the account",
        "Change the owner of the account",
        MEDIUM,
        REQUEST,
        "Nora Finch",
    ),
    Row("create a low priority ticket: coffee machine", "Coffee machine", LOW, SUPPORT),
    Row(
        "Customer Yusuf Aydın can't log in since this morning",
        "Can't log in since this morning",
        MEDIUM,
        BUG,
        "Yusuf Aydın",
    ),
    Row("open a ticket about the broken export for Maya at Globex", "The broken export", MEDIUM, BUG, "Maya @ Globex"),
    Row(
        "I need a ticket for Ruth (ruth@littlelanterns.example): mails to hotmail bounce, important",
        "Mails to hotmail bounce",
        HIGH,
        BUG,
        "ruth@littlelanterns.example",
    ),
    Row(
        "Make a ticket for Mei Chen of Lotus Spa regarding gift vouchers",
        "Gift vouchers",
        MEDIUM,
        SUPPORT,
        "Mei Chen @ Lotus Spa",
    ),
    Row(
        "Create a ticket for the whole team: office closed on Friday",
        "For the whole team: office closed on Friday",
        MEDIUM,
        SUPPORT,
    ),
]


def who(wish: Wish) -> str:
    return wish.email or " @ ".join(part for part in (wish.person, wish.company) if part)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.said[:40])
def test_a_plain_sentence_is_understood(row: Row) -> None:
    found = understand(row.said)
    assert (found.title, found.priority, found.type, who(found)) == (row.title, row.priority, row.type, row.who)


def test_what_the_title_leaves_out_is_in_the_description() -> None:
    found = understand("Ticket for Maya: the export is broken. It stops at line 1000. She tried twice.")
    assert found.title == "The export is broken"
    assert found.description == "The export is broken. It stops at line 1000. She tried twice."


HOSTILE = [
    *("", " ", ":", "for", "ticket for", "create a ticket for : ", "\u0000\u202e"),
    *(piece * 4_000 for piece in ("a", "((", "for Maya at ", "Maya ", "@", "urgent, ", "Ä̈", "a ")),
    "Create a ticket for " + "Maya " * 800,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_whatever_is_typed_makes_a_wish_that_fits(text: str) -> None:
    found = understand(text)
    assert len(found.title) <= TITLE_LENGTH
    assert len(found.person) < 400
    assert len(found.company) < 400
