from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import split

WROTE = "On Mon, May 6, 2024 at 3:04 PM Acme <support@acme.example> wrote:"
OLD = "> Hello Maya,\n> please try again."


@pytest.mark.parametrize(
    "text",
    [
        "The counter is\n> 50 pages\nand then it stops.",
        "In your mail of 6 May 2024 you said:\n\n> it is free\n\nThis is wrong.",
        "As I wrote:\n\n> it is free\n\nThis is wrong.",
        "Part one.\n--\nPart two is long: it tells of ink that was bought in the shop at the corner and never fits.",
        "On Monday my colleague wrote:\n\nthe machine is broken.\n\nPlease advise.",
        "On 6 May 2024 at 15:04 the technician wrote:\n\nall good.\n\nBut it is not.",
        "From: Maya\nEmail: maya@example.com\nTo: support\nSubject: Help\n\nIt is broken",
        "Name: Maya\nSubject: Help\nDate: 2024-05-06\nMessage:\nIt is broken",
        "From: Berlin\nTo: Paris\nDate: 6 May\n\nPlease book.",
        "-----\nError: 502\n-----\nWhat now?",
        "Best regards\nMaya",
        "-- \nMaya",
        "Hello,\n\non 6 May 2024 at 15:04 Mrs Keller of your team wrote:\n\nWe come.\n\nNobody came.",
        "Guten Tag,\n\nam 06.05.2024 um 15:04 Uhr schrieb mir Ihre Kollegin:\n\nWir kommen.\n\nNein.",
        "Hej,\n\n06.05.2024 15:04 skrev jag till support@acme.example:\n\nDörren.\n\nInget svar.",
        "Olá,\n\nem 06/05/2024 às 15:04 Rui Pinto escreveu:\n\nVamos.\n\nNada.",
        "Hallo.\n\n06.05.2024 Acme schrieb:\n\nWir kommen.\n\nNein.",
        "This time suits me:\n\nFrom: 6 May 2024, 15:04\nTo: 6 May 2024, 17:00\nSubject: repair\n\nDoes it suit you?",
        "Betreff: Wartung\nDatum: 06.05.2024\nVon: Maya\nAn: alle\n\nBitte zusagen.",
        "The log:\n\nDate: 2024-05-06 15:04\nFrom: s4@plant.example\nTo: hub@plant.example\nSubject: hot\n\nWhy?",
        "Is this yours?\n\nIts source:\n\nFrom: Acme <x@evil.example>\nTo: m@example.com\nSubject: Pay\n"
        "Date: Mon, 6 May 2024 15:04:00 +0200\nX-Mailer: foo\n\nMaya",
        "Refund to:\n_____\nFrom: Sparkasse\nDate: 06.05.2024\n_____\nThanks",
        "Minutes\n\nDate: 6 May 2024, 15:04\nFrom: Maya\nTo: Ines\nSubject: leak\n\n1. The hose is old.",
        "Hola,\n\nDe: Max\nPara: Lea\nFecha: 06/05/2024 9:00\nAsunto: regalo\n\n¿Qué cuesta?",
        'It says:\n\n{\n  "from": "a@b.example",\n  "date": "2024-05-06T15:04:00Z",\n  "to": "c@d.example"\n}',
        "My file:\n\nfrom: a@b.example\nto: c@d.example\ndate: 2024-05-06 15:04\nsubject: x\nretries: 3\n\nWhy?",
        "Hi,\n\nforwarded message:\nmy neighbour asks, too.",
        'Your mails say "reply above this line", so I do.\nMaya',
    ],
)
def test_the_writers_own_words_stay_whatever_they_look_like(text: str) -> None:
    assert split(text) == (text.replace("-- \n", "--\n"), "", "")


def test_a_text_above_its_quote_stands_alone() -> None:
    assert split(f"Yes.\n\n{WROTE}\n{OLD}") == ("Yes.", f"{WROTE}\n{OLD}", "")


def test_a_text_below_its_quote_stands_alone() -> None:
    assert split(f"{WROTE}\n{OLD}\n\nYes.") == ("Yes.", f"{WROTE}\n{OLD}", "")


def test_answers_between_quotes_keep_them_and_lose_what_trails() -> None:
    reply, quoted, signature = split(f"{WROTE}\n> one?\n\nA\n\n> two?\n\nB\n\n-- \nMaya\n\n> rest")
    assert reply == f"{WROTE}\n> one?\n\nA\n\n> two?\n\nB"
    assert (quoted, signature) == ("> rest", "--\nMaya")


def test_a_mail_that_is_all_quote_has_no_reply_and_loses_nothing() -> None:
    assert split(OLD) == ("", OLD, "")


@pytest.mark.parametrize(
    "wrapped",
    [
        "On Mon, 6 May 2024\nat 15:04, Acme Support\n<support@acme.example> wrote:",
        "On Monday, May 6, 2024 at 3:04 PM Acme Support\n<support@acme.example> wrote:",
        "Am Mo., 6. Mai 2024 um 15:04 Uhr schrieb Acme\nSupport <support@acme.example>:",
    ],
)
def test_a_wrapped_attribution_is_cut_whole(wrapped: str) -> None:
    assert split(f"Thanks!\n{wrapped}\n{OLD}")[0] == "Thanks!"


def test_an_attribution_in_an_unknown_language_is_known_by_the_quote_below() -> None:
    assert split(f"Bai.\n\n2024ko maiatzaren 6an 15:04, Acme igorleak hau dio:\n\n{OLD}")[0] == "Bai."


def test_header_lines_in_an_unknown_language_are_known_by_the_rule_above() -> None:
    page = (
        "<p>Bai.</p><div style='border-top:solid #E1E1E1 1.0pt'><p>Igorlea: Acme &lt;a@b.example&gt;<br>Bidalia: x<br>"
        "Hartzailea: Maya</p></div><p>Old words</p>"
    )
    assert split("", page)[0] == "Bai."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMaya Osei\nWorkshop",
        "Sent from my phone",
        "Gesendet mit der GMX Mail App",
        "Envoyé de mon téléphone",
        "Get Outlook for Android<https://aka.ms/x>",
        "This e-mail and any attachments are confidential and meant for the addressee only.",
    ],
)
def test_what_is_marked_as_signature_is_set_apart(signature: str) -> None:
    assert split(f"Yes.\n\n{signature}\n\n{WROTE}\n{OLD}")[::2] == ("Yes.", signature.replace("-- ", "--"))


@pytest.mark.parametrize(
    "text",
    [
        "The photos were\nsent from my phone yesterday.\nDid they arrive?",
        "Le colis a été\nenvoyé par la poste, il manque.",
        "Von meinem Nachbarn gesendet wurde es nicht.\nBitte prüfen Sie das.",
        "Guten Tag,\n\nGesendet mit DHL habe ich das Teil.\n\nMaya",
        "Ok.\n\nSent by courier today.\n\nThe number is 00340434.",
        "Bonjour,\nce message est confidentiel : le destinataire est mon voisin.\nMaya",
        "Hello,\n\nThis message is intended for the accounts team.\nWe paid twice.\nMaya",
        "Hola,\n\nEste mensaje va dirigido al responsable: el destinatario no soy yo. Por error me llegó a mí.",
        "Hi.\n\nDisclaimer: the hose was never intended for hot water, and recipients of it should be told, if you ask "
        "the people who have had one for years.",
        "Needed:\n--\n4 filters\n2 hoses",
        "SELECT *\n--\nWHERE id = 1\n\nWhy is it refused?",
        "The link\n--------------------\nunsubscribe\n--------------------\ndoes nothing.",
    ],
)
def test_words_that_only_resemble_a_signature_stay(text: str) -> None:
    assert split(text) == (text, "", "")


@pytest.mark.parametrize(
    "footer",
    [
        "Confidential notice\n\nThis message is meant for its recipient only. Delete it if it came by mistake, and "
        "tell the sender, who thanks you for it.",
        "This email is confidential. If you received it in error, please delete it.",
        "Please consider the environment before you print this.",
    ],
)
def test_lawyers_words_are_set_apart_with_their_title(footer: str) -> None:
    assert split(f"Yes.\n\nMaya\n\n{footer}") == ("Yes.\n\nMaya", "", footer)


CAUTION = (
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless\n"
    "you recognize the sender."
)


@pytest.mark.parametrize(
    "banner",
    [
        CAUTION,
        "[EXTERNAL]\n\nThis message came from outside your organization. Think before you open attachments.",
        "ACHTUNG: Diese E-Mail kommt von außerhalb. Klicken Sie nicht auf Links, die Sie nicht kennen.",
        "ATTENTION : ce courriel provient de l'extérieur. N'ouvrez pas les pièces jointes.",
        "ATENCIÓN: este correo proviene de fuera de la empresa. No abra enlaces.",
        "Externe afzender. Klik niet op links.",
    ],
)
def test_a_servers_warning_above_a_mail_is_none_of_its_words(banner: str) -> None:
    assert split(f"{banner}\n\nIt is still red.\nMaya") == ("It is still red.\nMaya", "", banner)


@pytest.mark.parametrize(
    "text",
    [
        CAUTION,
        f"My mails to you have this above them:\n\n{CAUTION}\n\nWhy?",
        "The email came from outside of the organization, I think.\n\nMaya",
        "I got an external email that says do not open attachments.\n\nIs it yours?",
        "Is the external email yours that says don't click links?\n\nMaya",
        "Please don't open the attachments of yesterday: they are wrong.\n\nMaya",
    ],
)
def test_who_writes_of_such_a_warning_wrote_it(text: str) -> None:
    assert split(text) == (text, "", "")


def test_a_rule_drawn_above_history_belongs_to_it() -> None:
    old = f"________________________________\n{WROTE}\n\nHello Maya, please try again."
    assert split(f"Yes.\n\n{old}") == ("Yes.", old, "")


def test_a_journey_below_a_drawn_rule_is_no_heading() -> None:
    page = "<p>Please send it:</p><hr><p>From: Lyon<br>To: Paris<br>Date: Monday<br>Pieces: 4</p>"
    assert split("", page)[0] == "Please send it:\n\nFrom: Lyon\nTo: Paris\nDate: Monday\nPieces: 4"


def test_the_first_words_that_notes_puts_above_a_heading_are_history() -> None:
    old = f"Acme ---05/06/2024 03:04:00 PM---Hello Maya, please\n\n{BLOCK}\n\nHello Maya, please try again."
    assert split(f"Yes.\n\n{old}") == ("Yes.", old, "")


def test_words_typed_into_the_signature_are_words() -> None:
    assert split("", "<div class='gmail_signature'>All that I have to say.</div>")[0] == "All that I have to say."


@pytest.mark.parametrize(
    "quote",
    [
        "<div class='gmail_quote'><div class='gmail_attr'>On x wrote:</div><blockquote>old</blockquote></div>",
        "<div id='divRplyFwdMsg'><b>From:</b> Acme</div><div>old</div>",
        "<blockquote type='cite'>old</blockquote>",
        "<div class='moz-cite-prefix'>x:</div><blockquote type=cite>old</blockquote>",
        "<div class='yahoo_quoted'>old</div>",
        "<div class='protonmail_quote'>old</div>",
        "<div name='quote'>old</div>",
    ],
)
def test_structure_alone_shows_the_quote(quote: str) -> None:
    reply, quoted, _ = split("", f"<div>new</div>{quote}")
    assert reply == "new"
    assert "old" in quoted


def test_indented_words_without_a_sign_of_quoting_are_the_writers() -> None:
    page = "<p>See:</p><blockquote style='margin:0 0 0 40px;border:none'>my words</blockquote><p>ok?</p>"
    assert split("", page)[0] == "See:\n\nmy words\n\nok?"


def test_the_html_decides_where_the_text_shows_no_quote() -> None:
    page = "<div>new words</div><div class='yahoo_quoted'>old words of the desk</div>"
    assert split("new words\n\nold words of the desk", page)[0] == "new words"


@given(st.text(max_size=400), st.text(max_size=400))
def test_splitting_never_raises(text: str, html: str) -> None:
    split(text, html)


@given(
    st.lists(st.sampled_from(["> a1", "b2", "", WROTE, "-- ", "From: x", "Sent: y", "Subject: z", "c3:"]), max_size=30)
)
def test_every_word_is_in_exactly_one_share(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert sorted(" ".join(split(text)).split()) == sorted(text.split())


BLOCK = "From: Acme <support@acme.example>\nSent: Sunday, August 10, 2025 4:41 PM\nTo: Maya\nSubject: Printer"


def test_a_heading_on_one_line_ends_the_reply_even_where_nobody_listed_its_language() -> None:
    old = "-------- Ujumbe --------Kutoka: A <a@acme.example> Tarehe: 10/08/2025 16:41 Kwa: b@b.example Mada: X\nHabari"
    reply, quoted, _ = split(f"Asante.\n\n{old}")
    assert (reply, quoted.split()) == ("Asante.", old.replace("--Kutoka", "-- Kutoka").split())


def test_words_below_a_heading_that_has_nothing_above_it_are_the_reply() -> None:
    assert split(f"{BLOCK}\n\nIt is still red.") == ("It is still red.", BLOCK, "")


def test_below_a_rule_such_a_heading_begins_what_was_quoted() -> None:
    assert split(f"-----Original Message-----\n{BLOCK}\n\nIs it red?")[0] == ""


def test_an_address_under_a_label_of_no_mail_makes_no_heading() -> None:
    plan = "From: Berlin\nTo: Oslo\nDate: 10.08.2025 16:41\nPassenger: Maya <maya@example.com>"
    assert split(f"Please book:\n\n{plan}\n\nThanks") == (f"Please book:\n\n{plan}\n\nThanks", "", "")


def test_a_quote_that_the_writer_introduces_is_theirs_and_what_a_program_introduces_is_not() -> None:
    assert split("My provider wrote this to me:\n> no fault here") == (
        "My provider wrote this to me:\n> no fault here",
        "",
        "",
    )
    assert split("Fine.\n\nMaya Osei wrote:\n> is it red?")[0] == "Fine."


def test_many_lines_below_a_colon_are_a_mail_that_a_program_quoted() -> None:
    assert split("My answers are these:\n" + "> line\n" * 13)[0] == "My answers are these:"
