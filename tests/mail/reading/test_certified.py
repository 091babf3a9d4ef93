"""Italian certified mail: the mail in the envelope is the mail, and nobody is proven to have written it."""

from __future__ import annotations

import pytest

from chalicelib.mail import Address, SmtpEnvelope, parse
from tests.mail.reading import cms_made
from tests.mail.reading.test_opened import smime

INNER = (
    b"From: Mario Rossi <mario.rossi@pec.example>\r\nTo: support@acme.example\r\nSubject: Richiesta fattura\r\n"
    b"Message-ID: <orig@pec.example>\r\nIn-Reply-To: <ours@acme.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Buongiorno, vi chiedo copia della fattura.\r\n--i\r\nContent-Type: application/pdf; name=ordine.pdf\r\n\r\n%PDF"
    b"\r\n--i--\r\n"
)
DMARC = b"Authentication-Results: amazonses.com; dmarc=pass header.from=gestore.example\r\n"


def envelope(inner: bytes = INNER, subject: str = "POSTA CERTIFICATA: Richiesta fattura", more: str = "",
             results: bytes = DMARC, name: str = "postacert.eml") -> bytes:  # fmt: skip
    head = (
        '"Per conto di: mario.rossi@pec.example" <posta-certificata@gestore.example>\r\n'
        f"To: support@acme.example\r\nSubject: {subject}\r\nMessage-ID: <opec1@gestore.example>\r\n{more}"
        "Content-Type: multipart/signed; protocol=application/x-pkcs7-signature; boundary=s\r\n\r\n"
        "--s\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\n"
        f"Messaggio di posta certificata\r\n--m\r\nContent-Type: message/rfc822; name={name}\r\n\r\n"
    )
    tail = (
        b"\r\n--m\r\nContent-Type: application/xml; name=daticert.xml\r\n\r\n<postacert/>\r\n--m--\r\n"
        b"--s\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\n\r\nMII=\r\n--s--\r\n"
    )
    return b"Return-Path: <x@gestore.example>\r\n" + results + b"From: " + head.encode() + inner + tail


TRANSPORT = "X-Trasporto: posta-certificata\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        envelope(more=TRANSPORT),
        envelope(),
        envelope(subject="ANOMALIA MESSAGGIO: Richiesta fattura", more="X-Trasporto: errore\r\n", name="messaggio.eml"),
    ],
)
def test_sender_subject_text_and_files_are_those_of_the_mail_in_the_envelope(raw: bytes) -> None:
    parsed = parse(raw)
    assert parsed.from_ == Address("Mario Rossi", "mario.rossi@pec.example")
    assert (parsed.subject, parsed.text) == ("Richiesta fattura", "Buongiorno, vi chiedo copia della fattura.")
    assert parsed.reply_text == parsed.text
    assert (parsed.in_reply_to, parsed.message_id) == ("ours@acme.example", "opec1@gestore.example")
    assert parsed.attachments[0].name == "ordine.pdf"
    assert [file.name for file in parsed.attachments][2:] == ["daticert.xml"]
    assert (parsed.kind, parsed.signed) == ("human", None)


def test_what_vouches_for_the_provider_proves_nobody_in_the_envelope() -> None:
    assert parse(envelope(b"no mail", subject="x")).identity.proven
    forged = b"Return-Path: <a@pec.example>\r\n" + DMARC.replace(b"gestore", b"pec") + INNER
    for inner in (INNER, forged):
        found = parse(
            envelope(inner, more=TRANSPORT), SmtpEnvelope("x@gestore.example", (), {"dmarc": "PASS"})
        ).identity
        assert (found.address, found.standing) == ("mario.rossi@pec.example", "unproven")


def test_an_envelope_that_its_provider_disowns_is_disowned_with_what_is_in_it() -> None:
    found = parse(envelope(more=TRANSPORT, results=DMARC.replace(b"pass", b"fail"))).identity
    assert (found.address, found.standing) == ("mario.rossi@pec.example", "contradicted")


def test_an_envelope_in_an_envelope_is_opened_and_there_is_an_end_to_it() -> None:
    twice = envelope(envelope(more=TRANSPORT).replace(b"=s", b"=t").replace(b"--s", b"--t").replace(b"=m", b"=n")
                     .replace(b"--m", b"--n"), more=TRANSPORT)  # fmt: skip
    assert parse(twice).subject == "Richiesta fattura"
    raw = INNER
    for _ in range(40):
        raw = b"X-Trasporto: posta-certificata\r\nContent-Type: message/rfc822; name=postacert.eml\r\n\r\n" + raw
    assert parse(raw).message_id


def test_a_mail_in_the_envelope_may_be_signed_itself() -> None:
    inner = smime(cms_made.signed(b"\r\nFirmato\r\n"))
    parsed = parse(envelope(inner, more=TRANSPORT))
    assert (parsed.text, parsed.signed) == ("Firmato", "smime")


@pytest.mark.parametrize(
    ("receipt", "subject", "kind"),
    [
        ("accettazione", "ACCETTAZIONE: Re: Fattura", "auto_reply"),
        ("avvenuta-consegna", "CONSEGNA: Re: Fattura", "auto_reply"),
        ("presa-in-carico", "PRESA IN CARICO: Re: Fattura", "auto_reply"),
        ("errore-consegna", "AVVISO DI MANCATA CONSEGNA: Re: Fattura", "bounce"),
        ("non-accettazione", "AVVISO DI NON ACCETTAZIONE: Re: Fattura", "bounce"),
        ("", "ACCETTAZIONE: Re: Fattura", "auto_reply"),
        ("", "AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO: Re: Fattura", "bounce"),
    ],
)
def test_a_providers_receipt_is_no_message_even_with_the_mail_in_it(receipt: str, subject: str, kind: str) -> None:
    raw = envelope(subject=subject, more=f"X-Ricevuta: {receipt}\r\n" if receipt else "")
    parsed = parse(raw)
    assert (parsed.kind, parsed.subject) == (kind, subject)


def test_a_receipt_that_a_mail_did_not_arrive_names_the_mail() -> None:
    raw = (
        b"From: posta-certificata@gestore.example\r\nSubject: AVVISO DI MANCATA CONSEGNA: Re: Fattura\r\n"
        b"X-Ricevuta: errore-consegna\r\nX-Riferimento-Message-ID: <ours@acme.example>\r\n\r\n"
        b'destinato all\'utente "mario.rossi@pec.example": 5.1.1 - indirizzo non valido'
    )
    bounce = parse(raw).bounce
    assert bounce is not None
    assert (bounce.message_id, bounce.recipients) == ("ours@acme.example", ("mario.rossi@pec.example",))
    assert (bounce.status, bounce.permanent) == ("5.1.1", True)


def test_who_writes_about_certified_mail_writes_it_themselves() -> None:
    raw = b"From: a@b.example\r\nSubject: CONSEGNA: quando?\r\n\r\nQuando arriva?"
    assert (parse(raw).kind, parse(raw).subject) == ("human", "CONSEGNA: quando?")
