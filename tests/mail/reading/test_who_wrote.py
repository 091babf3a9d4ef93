"""Who wrote a mail: a table of spellings and of verdicts, with what each must come to."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.people.identity import Standing
from chalicelib.mail import SmtpEnvelope, parse

MAYA, EVE = "maya@example.com", "eve@evil.example"
UNPROVEN, CONTRADICTED = "unproven", "contradicted"
PASS = "dmarc=pass header.from=example.com"
LOOK_ALIKE = "ехample.com"
"""The first two letters are Cyrillic."""

ONE_WRITER = (
    MAYA, f"<{MAYA}>", f"Maya <{MAYA}>", f'"Osei, Maya" <{MAYA}>', MAYA.upper(), "Maya <maya@EXAMPLE.com>",
    f"=?utf-8?q?M=C3=A4ya?= <{MAYA}>", f"=?utf-8?b?TcOkeWE=?= <{MAYA}>", f"Maya\r\n <{MAYA}>", f"\r\n Maya <{MAYA}>",
    f"Maya\n\t<{MAYA}>", f"{MAYA} (Maya)", f"(Maya) {MAYA}", f'"Maya (Sales)" <{MAYA}>', f"Maya M. Osei <{MAYA}>",
    f'"Maya \\"M\\" Osei" <{MAYA}>', f"<{MAYA}> \t", f"Maya<{MAYA}>", f"=?utf-8?q?Maya?= =?utf-8?q?_Osei?= <{MAYA}>",
    f"Maya\u202e <{MAYA}>", f'"{EVE}" <{MAYA}>', f"=?utf-8?q?eve=40evil.example?= <{MAYA}>", f"{MAYA} (@evil.example)",
    "maya(Maya)@example.com", "maya@(evil.example)example.com",
)  # fmt: skip
"""Values of From that have one mailbox, Maya's."""

NOT_ONE_WRITER = (
    f"{MAYA}, {EVE}", f"{EVE}, {MAYA}", f"{MAYA}; {EVE}", f"{MAYA} {EVE}", f"<{MAYA}> <{EVE}>", f"{EVE} <{MAYA}>",
    f"Team: {MAYA};", "Undisclosed recipients:;", f"Team: {MAYA}, {EVE};", f"Team: {EVE};, {MAYA}",
    "maya=40example.com", "=?utf-8?q?maya=40example.com?=", "=?utf-8?q?maya?=@example.com",
    "maya@=?utf-8?q?example.com?=",
    "maya@exam\x00ple.com", "maya\x00@example.com", f"{MAYA}\x00", "maya＠example.com", f"maya@{LOOK_ALIKE}",
    '"maya"@evil.example', '"maya eve"@example.com', f'"{MAYA}"@evil.example', "maya @ example.com",
    f"{MAYA}@evil.example", f"@evil.example:{MAYA}", f"<@evil.example:{MAYA}>", "maya@[192.0.2.1]", "", "Maya", "<>",
    f"{MAYA}\r\n\tFrom: {EVE}", f"{MAYA}\rFrom: {EVE}", f"{MAYA}\r\nFrom: {EVE}", f"{EVE}\r\nFROM: {MAYA}",
    f"{MAYA}\r\nFrom: {MAYA}", f"=?utf-8?q?maya=40example.com=2C?= {EVE}", f"mailto:{MAYA}", f"[{MAYA}]", f"'{MAYA}'",
    "maya@example..com", "maya@sub.example.com", "maya@notexample.com", "maya@example.com.evil.example",
)  # fmt: skip
"""Values that have none, several, none that all read alike, or one of another domain than the verdict is about."""

VERDICTS = {
    "": UNPROVEN,
    "dmarc=pass": UNPROVEN,
    "dmarc=pass header.from=EXAMPLE.COM": MAYA,
    "dmarc=pass header.from=sub.example.com": UNPROVEN,
    "dmarc=pass header.from=example.com.evil.example": UNPROVEN,
    "dmarc=pass header.from=example.com header.from=evil.example": UNPROVEN,
    "dmarc=passed header.from=example.com": UNPROVEN,
    "dmarc=bestguesspass header.from=example.com": UNPROVEN,
    "xdmarc=pass header.from=example.com": UNPROVEN,
    "spf=fail envelope-from=x@evil.example; dkim=fail header.i=@evil.example; " + PASS: MAYA,
    "dmarc=fail header.from=example.com": CONTRADICTED,
    "dmarc=fail": CONTRADICTED,
    "dmarc=fail header.from=evil.example": UNPROVEN,
    "spf=pass envelope-from=a@example.com; dmarc=fail header.from=example.com": CONTRADICTED,
    PASS + "; dmarc=fail header.from=example.com": CONTRADICTED,
    "dmarc=pass header.from=evil.example; dmarc=fail header.from=example.com": CONTRADICTED,
    "dmarc=temperror header.from=example.com; spf=pass envelope-from=a@example.com": UNPROVEN,
    "dmarc=permerror header.from=example.com; dkim=pass header.i=@example.com": UNPROVEN,
    "spf=pass envelope-from=a@example.com": UNPROVEN,
    "dmarc=none header.from=evil.example; spf=pass envelope-from=a@example.com": UNPROVEN,
    "spf=none (dmarc=pass header.from=example.com)": UNPROVEN,
    'spf=none envelope-from="; dmarc=pass header.from=example.com"': UNPROVEN,
}
"""What SES's results come to for a mail From Maya. The first group is about DMARC."""

WITHOUT_POLICY = {
    "spf=pass envelope-from=a@example.com": MAYA,
    "spf=pass envelope-from=a@mail.example.com": MAYA,
    "spf=pass envelope-from=a@com": UNPROVEN,
    "spf=pass envelope-from=a@evil.example": UNPROVEN,
    "spf=pass envelope-from=a@evil.example; helo=example.com": UNPROVEN,
    "spf=pass envelope-from=a@notexample.com": UNPROVEN,
    "spf=softfail envelope-from=a@example.com": UNPROVEN,
    "spf=neutral envelope-from=a@example.com": UNPROVEN,
    "spf=permerror envelope-from=a@example.com": UNPROVEN,
    "dkim=pass header.i=@example.com": MAYA,
    "dkim=pass header.i=@mail.example.com": MAYA,
    "dkim=pass header.i=@evil.example": UNPROVEN,
    "dkim=fail header.i=@example.com": UNPROVEN,
    "dkim=fail header.i=@example.com; dkim=pass header.i=@example.com": MAYA,
    "dkim=pass header.i=@evil.example; dkim=fail header.i=@example.com": UNPROVEN,
}
"""The same where the domain has no DMARC policy."""

SHARED_SUFFIXES = {
    ("m@a.github.io", "b.github.io"): UNPROVEN,
    ("m@a.github.io", "github.io"): UNPROVEN,
    ("m@shop.co.uk", "co.uk"): UNPROVEN,
    ("m@shop.co.uk", "other.co.uk"): UNPROVEN,
    ("m@a.shop.co.uk", "shop.co.uk"): "m@a.shop.co.uk",
    ("m@bücher.example", "xn--bcher-kva.example"): "m@bücher.example",
    ("m@xn--bcher-kva.example", "xn--bcher-kva.example"): "m@xn--bcher-kva.example",
}
"""Addresses in From, and domains that SPF passed for."""

AROUND = {
    f"From: {EVE}\r\nSender: {MAYA}": UNPROVEN,
    f"Sender: {MAYA}": UNPROVEN,
    f"Reply-To: {MAYA}": UNPROVEN,
    f"Resent-From: {MAYA}": UNPROVEN,
    f"X-From: {MAYA}": UNPROVEN,
    f"Subject: x\r\n\r\nFrom: {MAYA}": UNPROVEN,
    f"From : {MAYA}": UNPROVEN,
    f"FROM: {MAYA}": MAYA,
    f"From: {MAYA}\r\nReply-To: {EVE}\r\nSender: {EVE}": MAYA,
}
"""Headers below SES's own, which say that DMARC passed for example.com."""


def block(results: str, authority: str = "amazonses.com") -> str:
    return f"Return-Path: <x@evil.example>\r\nAuthentication-Results: {authority}; {results};\r\n"


def found(headers: str, notice: dict[str, str] | None = None) -> str:
    """The proven writer's address, or the standing of a mail that has none."""
    raw = f"{headers}\r\nSubject: x\r\n\r\nHello".encode("utf-8", "surrogateescape")
    identity = parse(raw, SmtpEnvelope("x@evil.example", ("s@acme.example",), notice) if notice else None).identity
    return identity.address if identity.proven else identity.standing.value


@pytest.mark.parametrize("value", ONE_WRITER)
def test_one_mailbox_however_it_is_written_is_its_owners_if_their_domain_says_so(value: str) -> None:
    assert found(block(PASS) + f"From: {value}") == MAYA
    assert found(block("dmarc=pass header.from=evil.example") + f"From: {value}") == UNPROVEN


@pytest.mark.parametrize("value", NOT_ONE_WRITER)
def test_what_is_not_one_mailbox_of_that_domain_is_nobodys(value: str) -> None:
    assert found(block(PASS) + f"From: {value}") == UNPROVEN


@pytest.mark.parametrize("results", VERDICTS)
def test_dmarc_decides_for_its_own_domain_alone(results: str) -> None:
    assert found(block(results) + f"From: {MAYA}") == VERDICTS[results]


@pytest.mark.parametrize("results", WITHOUT_POLICY)
def test_without_a_policy_spf_or_a_signature_of_the_same_domain_does(results: str) -> None:
    none = "dmarc=none header.from=example.com"
    assert found(block(f"{results}; {none}") + f"From: {MAYA}") == WITHOUT_POLICY[results]


@pytest.mark.parametrize(("writer", "passed"), SHARED_SUFFIXES)
def test_a_suffix_that_strangers_share_vouches_for_nobody(writer: str, passed: str) -> None:
    domain = writer.partition("@")[2].encode("idna").decode()
    results = f"spf=pass envelope-from=x@{passed}; dmarc=none header.from={domain}"
    assert found(block(results) + f"From: {writer}") == SHARED_SUFFIXES[writer, passed]


@pytest.mark.parametrize("headers", AROUND)
def test_from_alone_says_who_writes(headers: str) -> None:
    assert found(block(PASS) + headers) == AROUND[headers]


def test_only_what_ses_wrote_above_all_else_counts() -> None:
    mail = f"From: {MAYA}"
    assert found(block(PASS, "evil.example") + mail) == UNPROVEN
    assert found(block(PASS, "amazonses.com.evil.example") + mail) == UNPROVEN
    assert found(block(PASS, "amazonses.com 1") + mail) == MAYA
    assert found(f"Subject: x\r\n{block(PASS)}{mail}") == UNPROVEN
    assert found(f"{block('dmarc=none')}Authentication-Results: amazonses.com; {PASS}\r\n{mail}") == UNPROVEN
    assert found(block(PASS) + mail, {"dmarc": "fail"}) == CONTRADICTED


def test_there_are_a_hundred_cases() -> None:
    groups = (ONE_WRITER, NOT_ONE_WRITER, VERDICTS, WITHOUT_POLICY, SHARED_SUFFIXES, AROUND)
    assert sum(map(len, groups)) >= 100
    assert all(len(set(group)) == len(group) for group in groups)


LOCALS = st.sampled_from(["maya", "eve", '"maya"', '"ma ya"', "ma\x00ya", "maya\u200b", "=?utf-8?q?maya?=", "m(x)aya"])
SIGNS = st.sampled_from(["@", "@", "@", "=40", "＠", " @ ", "(@)@", "@@"])
DOMAINS = st.sampled_from(
    ["example.com", "evil.example", "EXAMPLE.com", "example.com.", "example。com", LOOK_ALIKE, "[192.0.2.1]",
     "bücher.example", "xn--bcher-kva.example", "=?utf-8?q?example.com?=", "exa\x00mple.com",
     "example.com(evil.example)"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["", "Maya ", f'"{MAYA}" ', f"{MAYA} ", '"x\\" ', "=?utf-8?q?maya=40example.com?= ", "(", "M, "]
)
FORMS = st.sampled_from(
    ["<{}>", "{}", "<{}", "<{}> (x)", "Team: {};", "({})", '"{}"', "<@evil.example:{}>", "<{}>\x00"]
)
BOXES = st.builds("{}{}{}".format, LOCALS, SIGNS, DOMAINS)
MAILBOXES = st.builds(lambda name, form, box: name + form.format(box), NAMES, FORMS, BOXES)
VALUES = st.builds(
    str.join, st.sampled_from([", ", " ", "; ", "\r\n ", "\n\t", "\r"]), st.lists(MAILBOXES, min_size=1, max_size=3)
)
FIELDS = st.sampled_from(
    ["From: {}", "From: {}", "FROM: {}", "From : {}", "Sender: {}", "Reply-To: {}", "From:\r\n {}"]
)
HEADERS = st.builds(
    "\r\n".join, st.lists(st.builds(lambda field, value: field.format(value), FIELDS, VALUES), min_size=1, max_size=2)
)
RESULTS = st.builds(
    str.format,
    st.sampled_from([
        "dmarc=pass header.from={0}", "spf=pass envelope-from=x@{0}; dmarc=none header.from={0}",
        "dkim=pass header.i=@{0}; dmarc=none header.from={0}", "dmarc=fail header.from={0}", "dmarc=pass",
    ]),
    st.sampled_from(["example.com", "evil.example", "xn--bcher-kva.example", LOOK_ALIKE.encode("idna").decode()]),
)  # fmt: skip


@given(HEADERS, RESULTS)
@example(f"From: {MAYA}", PASS)
@example("From: maya@example。com", PASS)
@example("From: <maya@example.com>, <maya=40example.com>", PASS)
@example("From: Osei, Maya <maya@example.com>", PASS)
def test_whoever_is_proven_is_the_one_mailbox_that_the_library_reads(headers: str, results: str) -> None:
    raw = f"{headers}\r\nSubject: x\r\n\r\nHello".encode()
    identity = parse(block(results).encode() + raw).identity
    if not identity.proven:
        return
    (field,) = message_from_bytes(raw, policy=default).get_all("from", [])
    assert {group.display_name for group in field.groups} == {None}
    assert [_as_utf8(one.addr_spec).lower() for one in field.addresses if one.domain] == [identity.address]
    if str(field).count("<") > 1:
        assert all(one.domain for one in field.addresses)


def _as_utf8(text: str) -> str:
    """The library keeps bytes that aren't ASCII as halves of pairs."""
    return text.encode("ascii", "surrogateescape").decode()


def test_a_failure_for_the_writers_domain_contradicts_every_writer() -> None:
    for value, more in product(ONE_WRITER, ("", "; " + PASS)):
        headers = block("dmarc=fail header.from=example.com" + more) + f"From: {value}"
        assert found(headers) == Standing.CONTRADICTED, value
