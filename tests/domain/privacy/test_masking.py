"""What a desk masks is found however it is written, and what only looks like it stays."""

from __future__ import annotations

import random
import time

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.privacy.cards import checks_out, is_card
from chalicelib.domain.privacy.html import masked_html
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.settings.masking import NOTHING_MASKED, MaskedKind, Masking, check

CARDS = Masking(kinds=(MaskedKind.CARD,))
ALL = Masking(kinds=tuple(MaskedKind))

NUMBERS = [
    "4242424242424242", "4000 0025 0000 3155", "5555-5555-5555-4444", "2223 0031 2200 3222", "378282246310005",
    "3782 822463 10005", "3714-496353-98431", "30569309025904", "3056 930902 5904", "6011 1111 1111 1117",
    "3566002020360505", "6200000000000005", "4222222222222", "4222 222 222 222", "6304000000000000",
    "4242.4242.4242.4242", "4242\u00a04242\u00a04242\u00a04242", "4242\u202f4242\u202f4242\u202f4242",
    "4242–4242–4242–4242", "4242 - 4242 - 4242 - 4242", "42424242 42424242", "4242 424242424242",
    "４２４２ ４２４２ ４２４２ ４２４２", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "४२४२ ४२४२ ४२४२ ४२४२", "4\ufe0f\u20e3242424242424242",
    "4242\u200b4242\u200b4242\u200b4242", "42\u00ad42 4242 4242 4242", "4242 4242\n4242 4242",
    "4242 4242\r\n> 4242 4242",
    "4242 **4242** 4242 4242", "4242\t4242\t4242\t4242",
]  # fmt: skip

HARMLESS = [
    "+4917612345678", "+49 176 1234 5678", "0049 176 12345678", "(555) 010-4242", "+1 415 555 2671 ext 4242",
    "1Z999AA10123456784", "9400 1118 9922 3197 4285 19", "00340434161094042557", "JJD000390007000000000",
    "RR123456785DE",
    "302-1234567-1234567", "order 1234567890123", "order 100000000000042", "INV-2026-004242", "TKT-0042",
    "ORD4242424242424242", "order_4242424242424242", "2026-11-23T09:12:34.123456Z", "20261123091234", "1763888354",
    "1763888354000", "1763888354000000", "550e8400-e29b-41d4-a716-446655440000", "42424242-4242-4242-4242-424242424242",
    "4006381333931", "978-3-16-148410-0", "490154203237518", "8944500102198304826", "0.4242424242424242",
    "52.4242424242424242", "192.168.100.200", "4242 4242 4242 4241", "4242424242424241", "4242 4242 4242",
    "42424242424242420000",
    "9999 9999 9999 9995", "1234 5678 9012 3456", "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19",
    "5 4 5 5 3 4 5 2 4 4 3 5 5 1 4 4", "4242\n4242\n4242\n4242", "sha 4242424242424242a9f3",
    "01KB7Y4242424242424242424X",
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("said", ["{}", "My card is {}, 12/27.", "卡号{}。", "({})", "**{}**", "Visa:{} CVC 123"])
def test_card_numbers_are_masked_but_for_their_last_four_digits(number: str, said: str) -> None:
    told = masked(said.format(number), CARDS)
    kept = {"4242424242424242": "4242", "4222222222222": "2222"}.get(number)
    assert "••••" in told
    assert number not in told
    assert sum(sign.isdecimal() for sign in told) == 4 + sum(sign.isdecimal() for sign in said)
    assert kept is None or f"•••• {kept}" in told


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("said", ["{}", "My number is {}, thanks.", "https://shop.example/{}?a=1"])
def test_what_is_no_card_number_stays(text: str, said: str) -> None:
    assert masked(said.format(text), CARDS) == said.format(text)


def test_two_numbers_and_what_stands_beside_them() -> None:
    text = "call 555-1234 4242 4242 4242 4242 123, or 5105105105105100 4000002500003155"
    assert masked(text, CARDS) == "call 555-1234 •••• 4242 123, or •••• 5100 •••• 3155"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (MaskedKind.IBAN, "Pay to DE89 3704 0044 0532 0130 00.", "Pay to •••• 3000."),
        (MaskedKind.IBAN, "nl91abna0417164300", "•••• 4300"),
        (MaskedKind.IBAN, "GB29\u00a0NWBK\u00a06016\u00a01331\u00a09268\u00a019", "•••• 6819"),
        (MaskedKind.IBAN, "FR14 2004 1010 0505 0001\n3M02 606 bitte", "•••• 2606 bitte"),
        (MaskedKind.IBAN, "DE89 3704 0044 0532 0130 01", "DE89 3704 0044 0532 0130 01"),
        (MaskedKind.IBAN, "XDE89370400440532013000", "XDE89370400440532013000"),
        (MaskedKind.US_SSN, "SSN 123-45-6789", "SSN ••••"),
        (MaskedKind.US_SSN, "000-12-3456 and 2026-11-2345", "000-12-3456 and 2026-11-2345"),
        (MaskedKind.ES_DNI, "DNI 12345678Z, NIE X1234567L", "DNI ••••, NIE ••••"),
        (MaskedKind.ES_DNI, "12345678A", "12345678A"),
        (MaskedKind.FR_NIR, "2 55 08 14 168 025 38", "••••"),
        (MaskedKind.FR_NIR, "255081416802539", "255081416802539"),
        (MaskedKind.CH_AHV, "756.9217.0769.85", "••••"),
        (MaskedKind.CH_AHV, "756.9217.0769.84", "756.9217.0769.84"),
    ],
)
def test_each_kind_is_masked_only_where_it_is_chosen(kind: MaskedKind, text: str, told: str) -> None:
    assert masked(text, Masking(kinds=(kind,))) == told
    assert masked(text, NOTHING_MASKED) == text
    assert masked(text, CARDS) == text


@pytest.mark.parametrize(
    ("pattern", "text", "told"),
    [
        ("E-####", "I am E-1234, not E-12345 or PE-1234", "I am ••••, not E-12345 or PE-1234"),
        ("ACME @@ ###", "acme\u00a0xy １２３!", "••••!"),
        ("#####", "In 12345 of 123456", "In •••• of 123456"),
        ("a+b.c*d(e", "a+b.c*d(e aab.c", "•••• aab.c"),
        ("Ωmega 12", "ωmega 12", "••••"),
    ],
)
def test_a_desks_own_patterns_stand_for_what_they_say_and_nothing_else(pattern: str, text: str, told: str) -> None:
    assert masked(text, Masking(patterns=(pattern,))) == told


@pytest.mark.parametrize(
    "pattern", ["####", "@@@@@@", "TKT-####", "@@@-####", "@@@-#####", "x" * 41, "  ", "(((((", "#-#-#-", "tkt-0###"]
)
def test_a_pattern_that_takes_too_much_is_refused_at_its_place(pattern: str) -> None:
    with pytest.raises(DeskError) as refused:
        check(Masking(patterns=("E-####", pattern)), "TKT")
    assert [error.field for error in refused.value.errors] == ["patterns.1"]


def test_patterns_are_kept_on_one_line_and_each_once() -> None:
    given = Masking(kinds=(MaskedKind.CARD, MaskedKind.CARD), patterns=(" E-#### ", "E-####"))
    assert check(given, "TKT") == Masking(kinds=(MaskedKind.CARD,), patterns=("E-####",))


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>4242 <b>4242</b> 4242&nbsp;4242, ok</p>", "<p>•••• 4242<b></b>, ok</p>"),
        ("4<i>2</i>42424242424242", "•••• 4242<i></i>"),
        ("&#52;242&#x20;4242 4242 4242", "•••• 4242"),
        ("4242\n      4242 4242 4242", "•••• 4242"),
        ("4242 4242<br>4242 4242 &amp; more", "•••• 4242<br> &amp; more"),
        ("<td>4242</td> <td>4242</td> <td>4242</td> <td>4242</td>", "<td>•••• 4242</td><td></td><td></td><td></td>"),
        ("4242<!-- x > y --> 4242 4242 4242", "4242<!-- x > y --> 4242 4242 4242"),
        ("4242<!-- x --> 4242 4242 4242", "•••• 4242<!-- x -->"),
        ('<a href="tel:4242424242424242" title="4242 4242 4242 4242">', '<a href="tel:•••• 4242" title="•••• 4242">'),
        ('<img src="cid:4242424242424242" width="4242424242424242">',) * 2,
        ("<p>4242</p><p>4242</p><p>4242</p><p>4242</p>", "<p>4242</p><p>4242</p><p>4242</p><p>4242</p>"),
        ("1 < 2 & 3 > 2: 4242424242424242 <", "1 < 2 & 3 > 2: •••• 4242 <"),
        ("&lt;4242424242424242&gt;", "&lt;•••• 4242&gt;"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_is_masked_across_its_tags_and_stays_whole(html: str, told: str) -> None:
    assert masked_html(html, CARDS) == told
    assert masked_html(told, CARDS) == told
    assert masked_html(html, NOTHING_MASKED) == html


def test_what_is_masked_stays_as_it_is() -> None:
    text = " and ".join([*NUMBERS, "DE89 3704 0044 0532 0130 00", "123-45-6789", "12345678Z", "E-1234"])
    what = Masking(kinds=tuple(MaskedKind), patterns=("E-####",))
    once = masked(text, what)
    assert masked(once, what) == once
    assert masked_html(once, what) == once


def test_few_numbers_that_come_by_chance_are_taken_for_a_card() -> None:
    """One in ten has a right check digit, and few begin as an issuer's."""
    drawn = random.Random(7)
    numbers = ["".join(drawn.choices("0123456789", k=drawn.randint(8, 22))) for _ in range(20_000)]
    taken = [one for one in numbers if masked(one, CARDS) != one]
    assert all(is_card(one) and checks_out(one) for one in taken)
    assert len(taken) < len(numbers) * 0.01


@pytest.mark.parametrize(
    "text",
    [
        *("4242 ", "4", "DE12 ", "a ", "4242\n", "<", "&#52;", "<a ", " ", "4 ", "*", "\u200b", "4\u200b", "<!--"),
        *("4242 4242 4242 4242 ", "4242 4242 ", "DE89370400440532013000 ", "4242  "),
    ],
)
def test_whatever_somebody_writes_it_is_read_quickly(text: str) -> None:
    """Each character is looked at a few times, however long it goes on."""
    what = Masking(kinds=tuple(MaskedKind), patterns=tuple(f"{'@ ' * 18}{one:02d}#" for one in range(20)))

    def seconds(length: int) -> float:
        given = text * (length // len(text))
        begun = time.process_time()
        masked(given, what)
        masked_html(given, what)
        return time.process_time() - begun

    assert seconds(24_000) < 20 * seconds(3_000) + 0.5
