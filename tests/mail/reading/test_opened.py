"""Signed and encrypted mail: the words and files come out as far as that needs no key, and signatures are no files."""

from __future__ import annotations

import random
from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import parse
from chalicelib.mail.reading.cms import read_cms
from tests.mail.reading import cms_made as made
from tests.mail.reading import tnef_made
from tests.mail.support import mail

HEAD = b"From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\nMIME-Version: 1.0\r\n"
INNER = (
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    + "Grüße, anbei.\r\n".encode()
    + b"--i\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--i--\r\n"
)
OPAQUE = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
PGP = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA5vJ\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n"


def smime(cms: bytes, kind: str = OPAQUE) -> bytes:
    return HEAD + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(cms)


def parts(kind: str, *bodies: str) -> bytes:
    return mail("".join(f"--q\r\n{body}\r\n" for body in bodies) + "--q--\r\n", content_type=f"{kind}; boundary=q")


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize(
    "kind", [OPAQUE, "application/x-pkcs7-mime; name=smime.p7m", "application/octet-stream; name=smime.p7m",
             "application/pkcs7-mime"],
)  # fmt: skip
def test_what_a_signature_is_wrapped_around_is_the_mail(kind: str, is_open: bool) -> None:
    parsed = parse(smime(made.signed(INNER, is_open=is_open), kind))
    assert parsed.text == "Grüße, anbei."
    assert [(file.name, file.content) for file in parsed.attachments][:1] == [("a.pdf", b"%PDF")]
    assert [file.name for file in parsed.attachments][1:] in (["smime.p7m"], ["attachment.p7m"])
    assert (parsed.signed, parsed.encrypted) == ("smime", None)


def test_a_signature_may_stand_among_other_parts_and_hold_another_and_a_winmail_dat() -> None:
    tnef = tnef_made.tnef(tnef_made.file("a.txt", b"hi"))
    packed = b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    wrapped = smime(made.signed(packed + encodebytes(tnef)))[len(HEAD) :]
    twice = smime(made.signed(wrapped))[len(HEAD) :].decode()
    parsed = parse(parts("multipart/mixed", "Content-Type: text/plain\r\n\r\nHello", twice))
    assert parsed.text == "Hello"
    assert [file.name for file in parsed.attachments] == ["a.txt", "winmail.dat", "smime.p7m", "smime.p7m"]


def test_signed_words_without_a_header_are_words() -> None:
    assert parse(smime(made.signed(b"\r\nJust words\r\n"))).text == "Just words"


def test_what_was_signed_may_be_a_whole_mail() -> None:
    whole = b"Content-Type: message/rfc822; forwarded=no\r\n\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nHello"
    parsed = parse(smime(made.signed(whole)))
    assert (parsed.text, [file.name for file in parsed.attachments]) == ("Hello", ["smime.p7m"])


@pytest.mark.parametrize("around", [b"%s", b"-----BEGIN PKCS7-----\r\n%s-----END PKCS7-----\r\n"])
def test_a_signature_may_be_base64_without_saying_so(around: bytes) -> None:
    raw = HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n" + around % encodebytes(made.signed(INNER))
    assert parse(raw).text == "Grüße, anbei."


def test_a_signed_document_among_the_files_stays_a_file() -> None:
    document = smime(made.signed(b"%PDF-1.7"), "application/pkcs7-mime; name=contratto.pdf.p7m")[len(HEAD) :].decode()
    parsed = parse(parts("multipart/mixed", "Content-Type: text/plain\r\n\r\nEcco", document))
    assert [file.name for file in parsed.attachments] == ["contratto.pdf.p7m"]
    assert (parsed.text, parsed.signed) == ("Ecco", None)


def test_a_thousand_certificates_are_not_in_the_way() -> None:
    assert parse(smime(made.signed(INNER, certificates=1_000))).text == "Grüße, anbei."


@pytest.mark.parametrize("is_open", [False, True])
def test_of_what_is_cut_off_there_is_what_there_is(is_open: bool) -> None:
    whole = made.signed(INNER, is_open=is_open)
    for length in range(len(whole)):
        _, content = read_cms(whole[:length])
        assert INNER.startswith(content)
    assert read_cms(whole) == ("signed", INNER)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read_cms(data)
    read_cms(made.der(0x30, made.der(6, bytes.fromhex(made.SIGNED)), data))


def test_any_byte_may_be_any_other() -> None:
    chance = random.Random(7)
    for is_open in (False, True):
        whole = made.signed(INNER, is_open=is_open)
        for place in range(len(whole)):
            spoilt = bytearray(whole)
            spoilt[place] = chance.choice((0, 1, 0x7F, 0x80, 0x84, 0xFF))
            assert "unreadable" not in parse(smime(bytes(spoilt))).defects


@pytest.mark.parametrize(
    ("kind", "name", "by"),
    [
        ('application/pkcs7-signature; name="smime.p7s"', "multipart/signed", "smime"),
        ("application/x-pkcs7-signature", "multipart/signed", "smime"),
        ('application/pgp-signature; name="signature.asc"', "multipart/signed", "pgp"),
        ('application/octet-stream; name="smime.p7s"', "multipart/mixed", "smime"),
        ('application/pgp-signature; name="OpenPGP_signature.asc"', "multipart/mixed", "pgp"),
        ("application/pkcs7-signature", "multipart/signed; protocol=application/pkcs7-signature", "smime"),
        ("application/pgp-signature", "multipart/signed; protocol=application/pkcs7-signature", "pgp"),
    ],
)
def test_a_signature_beside_what_is_signed_is_no_file(kind: str, name: str, by: str) -> None:
    parsed = parse(parts(name, "Content-Type: text/plain\r\n\r\nHello", f"Content-Type: {kind}\r\n\r\nMII="))
    assert (parsed.text, parsed.attachments, parsed.signed) == ("Hello", (), by)


def test_what_is_said_to_be_signed_without_a_signature_is_not_signed() -> None:
    kind = "multipart/signed; protocol=application/pkcs7-signature"
    parsed = parse(parts(kind, "Content-Type: text/plain\r\n\r\nHello"))
    assert (parsed.text, parsed.attachments, parsed.signed) == ("Hello", (), None)


def test_a_signature_that_somebody_attached_is_a_file() -> None:
    signature = "Content-Type: application/pgp-signature; name=release.tar.gz.asc\r\n\r\nx"
    parsed = parse(parts("multipart/mixed", "Content-Type: text/plain\r\n\r\nHello", signature))
    assert [file.name for file in parsed.attachments] == ["release.tar.gz.asc"]


@pytest.mark.parametrize("kind", [made.ENVELOPED, made.AUTHENTICATED])
@pytest.mark.parametrize("declared", ["application/pkcs7-mime", "application/x-pkcs7-mime; smime-type=enveloped-data"])
def test_a_mail_encrypted_by_smime_says_so(kind: str, declared: str) -> None:
    parsed = parse(smime(made.enveloped(kind), f"{declared}; name=smime.p7m"))
    assert (parsed.encrypted, [file.name for file in parsed.attachments]) == ("smime", ["encrypted.p7m"])


@pytest.mark.parametrize("kind", ["multipart/encrypted; protocol=application/pgp-encrypted", "multipart/mixed"])
def test_a_mail_encrypted_by_openpgp_says_so(kind: str) -> None:
    version = "Content-Type: application/pgp-encrypted; name=a.pgp\r\n\r\nVersion: 1"
    parsed = parse(parts(kind, version, f"Content-Type: application/octet-stream; name=msg.asc\r\n\r\n{PGP}"))
    assert (parsed.encrypted, parsed.text) == ("pgp", "")
    assert [(file.name, file.content.strip()[:10]) for file in parsed.attachments] == [("encrypted.asc", b"-----BEGIN")]


def test_what_is_encrypted_in_the_text_is_cut_out_of_it_and_the_words_around_it_stay() -> None:
    parsed = parse(mail(f"Hello,\r\n\r\n{PGP}\r\nMaya"))
    assert parsed.encrypted == "pgp"
    assert parsed.text.split() == ["Hello,", "Maya"]
    assert [(file.name, file.content) for file in parsed.attachments] == [("encrypted.asc", PGP.strip().encode())]


def test_what_is_signed_in_the_text_is_laid_bare() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----\r\n"
    parsed = parse(
        mail(f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHello\r\n- -- \r\nMe\r\n{signature}")
    )
    assert (parsed.text.split(), parsed.signed) == (["Hello", "--", "Me"], "pgp")


def test_talk_of_encrypted_mail_is_not_encrypted() -> None:
    parsed = parse(mail("I got a mail that begins\r\n> -----BEGIN PGP MESSAGE-----\r\nWhat is it?"))
    assert (parsed.encrypted, parsed.attachments) == (None, ())
