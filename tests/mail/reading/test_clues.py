from __future__ import annotations

from chalicelib.mail import SmtpEnvelope, clues, parse
from tests.mail.support import mail


def test_tokens_come_from_the_envelope_first_then_from_the_headers() -> None:
    raw = mail(
        delivered_to="reply+two@acme.example",
        to="Acme <REPLY+Three@acme.example>, support@acme.example",
        cc="reply+one@acme.example, other+x@acme.example",
    )
    assert clues(parse(raw, SmtpEnvelope("a@b.example", ("Reply+ONE@acme.example",)))).tokens == ("one", "two", "three")


def test_ids_are_tried_from_the_nearest() -> None:
    raw = mail(in_reply_to="<c@x>", references="<a@x> <b@x> <c@x>")
    assert clues(parse(raw)).message_ids == ("c@x", "b@x", "a@x")


def test_a_reference_counts_only_where_it_stands_free() -> None:
    for subject, numbers in {
        "Re: [TKT-0042] Printer": (42,),
        "[tkt-12345] and [TKT-7]": (12345, 7),
        "TKT-0042 Printer": (),
        "x[TKT-0042]": (),
        "[TKT-0042]x": (),
        "[XTKT-0042]": (),
        "[TKT-99999999999]": (),
        "[TKT-٤٢]": (),
    }.items():
        assert clues(parse(mail(subject=subject))).references == numbers, subject


def test_the_prefix_of_the_workspace_is_taken_literally() -> None:
    assert clues(parse(mail(subject="[A.B-7] [AxB-8]")), prefix="A.B").references == (7,)


def test_a_plain_address_gives_no_token() -> None:
    assert clues(parse(mail(to="reply@acme.example, reply+@acme.example, support+x@acme.example"))).tokens == ()
