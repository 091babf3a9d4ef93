"""What a member passes on: whose it was, what it said, and what they wrote above it, in the ways of many programs."""

from __future__ import annotations

import pytest

from chalicelib.mail import Address, parse, read_forward

SAID = "The kiln stops at 600 degrees.\n\nTom"
TEXTS = {
    "gmail": (
        "Fwd: Kiln",
        "Please take this.\n\n---------- Forwarded message ---------\n"
        "From: Tom Berg <tom.berg@example.com>\nDate: Tue, Nov 24, 2026 at 3:04 PM\n"
        "Subject: Kiln\nTo: <ana@acme.example>\n\n\n",
        False,
    ),
    "outlook": (
        "FW: Kiln",
        "Please take this.\n\nFrom: Tom Berg <tom.berg@example.com>\n"
        "Sent: Tuesday, November 24, 2026 3:04 PM\nTo: Ana K.\nSubject: Kiln\n\n",
        False,
    ),
    "outlook-de": (
        "WG: Kiln",
        "Bitte übernehmen.\n\nVon: Tom Berg <tom.berg@example.com>\n"
        "Gesendet: Dienstag, 24. November 2026 15:04\nAn: Ana K.\nBetreff: Kiln\n\n",
        False,
    ),
    "apple": (
        "Fwd: Kiln",
        "Please take this.\n\nBegin forwarded message:\n\nFrom: Tom Berg <tom.berg@example.com>\n"
        "Subject: Kiln\nDate: 24 November 2026 at 15:04:05 GMT\nTo: Ana K. <ana@acme.example>\n\n",
        False,
    ),
    "apple-quoted": (
        "Fwd: Kiln",
        "Please take this.\n\n> Begin forwarded message:\n> \n"
        "> From: Tom Berg <tom.berg@example.com>\n> Subject: Kiln\n"
        "> Date: 24 November 2026 at 15:04:05 GMT\n> To: Ana K.\n> \n",
        True,
    ),
    "tb": (
        "Fwd: Kiln",
        "Please take this.\n\n\n-------- Forwarded Message --------\nSubject: \tKiln\n"
        "Date: \tTue, 24 Nov 2026 15:04:05 +0100\nFrom: \tTom Berg <tom.berg@example.com>\n"
        "To: \tana@acme.example\n\n\n\n",
        False,
    ),
    "proton": (
        "Fw: Kiln",
        "Please take this.\n\n------- Forwarded Message -------\n"
        "From: Tom Berg <tom.berg@example.com>\nDate: On Tuesday, 24 November 2026 at 15:04\n"
        "Subject: Kiln\nTo: ana@acme.example <ana@acme.example>\n\n\n",
        True,
    ),
    "yahoo2": (
        "Fw: Kiln",
        "Please take this.\n\n----- Forwarded message -----\n"
        'From: "Tom Berg" <tom.berg@example.com>\nTo: "ana@acme.example" <ana@acme.example>\n'
        "Sent: Tuesday, November 24, 2026 at 03:04:05 PM GMT+1\nSubject: Kiln\n\n",
        False,
    ),
    "mutt": (
        "Fwd: Kiln",
        "Please take this.\n\n----- Forwarded message from Tom Berg <tom.berg@example.com> -----\n"
        "\nDate: Tue, 24 Nov 2026 15:04:05 +0100\nFrom: Tom Berg <tom.berg@example.com>\n"
        "To: ana@acme.example\nSubject: Kiln\nUser-Agent: Mutt\n\n",
        False,
    ),
    "zoho": (
        "Fwd: Kiln",
        "Please take this.\n\n============ Forwarded message ============\n"
        "From: Tom Berg <tom.berg@example.com>\nTo: <ana@acme.example>\n"
        "Date: Tue, 24 Nov 2026 15:04:05 +0100\nSubject: Kiln\n"
        "============ Forwarded message ============\n\n",
        False,
    ),
    "fastmail": (
        "Fwd: Kiln",
        "Please take this.\n\n----- Original message -----\nFrom: Tom Berg <tom.berg@example.com>\n"
        "To: ana@acme.example\nSubject: Kiln\nDate: Tuesday, November 24, 2026 3:04 PM\n\n",
        False,
    ),
    "qq": (
        "转发：Kiln",
        "请处理。\n\n------------------ 原始邮件 ------------------\n"
        '发件人: "Tom Berg" <tom.berg@example.com>;\n发送时间: 2026年11月24日(星期二) 下午3:04\n'
        '收件人: "ana"<ana@acme.example>;\n主题: Kiln\n\n',
        False,
    ),
    "ja": (
        "FW: Kiln",
        "お願いします。\n\n---------- Forwarded message ---------\nFrom: Tom Berg <tom.berg@example.com>\n"
        "Date: 2026年11月24日(火) 15:04\nSubject: Kiln\nTo: <ana@acme.example>\n\n\n",
        False,
    ),
    "fr": (
        "TR: Kiln",
        "Merci de traiter.\n\nDe : Tom Berg <tom.berg@example.com>\n"
        "Envoyé : mardi 24 novembre 2026 15:04\nÀ : Ana K.\nObjet : Kiln\n\n",
        False,
    ),
    "es-gmail": (
        "Fwd: Kiln",
        "Por favor.\n\n---------- Forwarded message ---------\n"
        "De: Tom Berg <tom.berg@example.com>\nDate: mar, 24 nov 2026 a las 15:04\nSubject: Kiln\n"
        "To: <ana@acme.example>\n\n\n",
        False,
    ),
    "samsung": (
        "Fwd: Kiln",
        "Please take this.\n\nSent from my Galaxy\n\n-------- Original message --------\n"
        "From: Tom Berg <tom.berg@example.com>\nDate: 24/11/2026 15:04 (GMT+01:00)\n"
        "To: ana@acme.example\nSubject: Kiln\n\n",
        False,
    ),
    "nonote": (
        "Fwd: Kiln",
        "---------- Forwarded message ---------\nFrom: Tom Berg <tom.berg@example.com>\n"
        "Date: Tue, Nov 24, 2026 at 3:04 PM\nSubject: Kiln\nTo: <ana@acme.example>\n\n\n",
        False,
    ),
    "no-prefix": (
        "Kiln",
        "Please take this.\n\n---------- Forwarded message ---------\n"
        "From: Tom Berg <tom.berg@example.com>\nDate: Tue, Nov 24, 2026 at 3:04 PM\n"
        "Subject: Kiln\nTo: <ana@acme.example>\n\n\n",
        False,
    ),
    "outlook-mailto": (
        "FW: Kiln",
        "Please take this.\n\nFrom: Tom Berg [mailto:tom.berg@example.com]\n"
        "Sent: Tuesday, November 24, 2026 3:04 PM\nTo: Ana K.\nSubject: Kiln\n\n",
        False,
    ),
}
PAGES = {
    "gmail": (
        "Fwd: Kiln",
        '<div dir="ltr">Please take this.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">-'
        '--------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Tom Berg<'
        '/strong> <span dir="auto">&lt;<a href="mailto:tom.berg@example.com">tom.berg@example.com</a>&gt;</sp'
        'an><br>Date: Tue, Nov 24, 2026 at 3:04 PM<br>Subject: Kiln<br>To:  &lt;<a href="mailto:ana@acme.exam'
        'ple">ana@acme.example</a>&gt;<br></div><br><br><div dir="ltr">The kiln stops at 600 degrees.<br><br>'
        "Tom</div></div></div>",
    ),
    "outlook": (
        "FW: Kiln",
        '<p class=MsoNormal>Please take this.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;paddi'
        'ng:3.0pt 0in 0in 0in"><p class=MsoNormal><b>From:</b> Tom Berg &lt;tom.berg@example.com&gt; <br><b>S'
        "ent:</b> Tuesday, November 24, 2026 3:04 PM<br><b>To:</b> Ana K.<br><b>Subject:</b> Kiln</p></div><p"
        " class=MsoNormal>The kiln stops at 600 degrees.</p><p class=MsoNormal>Tom</p>",
    ),
    "apple": (
        "Fwd: Kiln",
        '<div>Please take this.<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><d'
        'iv><span><b>From: </b></span><span>Tom Berg &lt;<a href="mailto:tom.berg@example.com">tom.berg@examp'
        "le.com</a>&gt;<br></span></div><div><span><b>Subject: </b></span><span><b>Kiln</b><br></span></div><"
        "div><b>Date: </b>24 November 2026 at 15:04:05 GMT<br></div><div><b>To: </b>Ana K.<br></div><br><div>"
        "The kiln stops at 600 degrees.<br><br>Tom</div></blockquote></div></div>",
    ),
    "yahoo": (
        "Fw: Kiln",
        '<div>Please take this.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>----- Forwarded '
        "Message -----</div><div><b>From:</b> Tom Berg &lt;tom.berg@example.com&gt;</div><div><b>To:</b> ana@"
        "acme.example</div><div><b>Sent:</b> Tuesday, 24 November 2026 at 15:04:05 GMT+1</div><div><b>Subject"
        ":</b> Kiln</div><div><br></div><div>The kiln stops at 600 degrees.<br><br>Tom</div></div></div>",
    ),
    "proton": (
        "Fw: Kiln",
        '<div>Please take this.</div><div class="protonmail_quote">------- Forwarded Message -------<br>From:'
        " Tom Berg &lt;tom.berg@example.com&gt;<br>Date: On Tuesday, 24 November 2026 at 15:04<br>Subject: Ki"
        'ln<br>To: ana@acme.example<br><br><blockquote class="protonmail_quote" type="cite"><p>The kiln stops'
        " at 600 degrees.</p><p>Tom</p></blockquote></div>",
    ),
}


def _mail(subject: str, body: str, kind: str) -> bytes:
    head = (
        f"From: Ana K. <ana@acme.example>\nTo: support@acme.example\nSubject: {subject}\nMessage-ID: <1@acme.example>\n"
    )
    return f"{head}MIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\n\n{body}".encode()


def _check(raw: bytes, note: str) -> None:
    found = read_forward(parse(raw))
    assert found
    assert found.sender == Address("Tom Berg", "tom.berg@example.com")
    assert found.subject == "Kiln"
    assert found.text.split() == SAID.split()
    assert found.note == note


@pytest.mark.parametrize("program", TEXTS)
def test_a_text_that_was_passed_on_is_told_from_the_note_above_it(program: str) -> None:
    subject, above, marked = TEXTS[program]
    said = "> " + SAID.replace("\n", "\n> ") if marked else SAID
    note = "" if above.startswith("-") else above.partition("\n")[0]
    _check(_mail(subject, above + said, "plain"), note)


@pytest.mark.parametrize("program", PAGES)
def test_a_page_that_was_passed_on_is_told_from_the_note_above_it(program: str) -> None:
    subject, page = PAGES[program]
    _check(_mail(subject, page, "html"), "Please take this.")


def test_the_line_below_a_forwarded_mail_is_no_part_of_it() -> None:
    subject, above, _ = TEXTS["mutt"]
    _check(_mail(subject, f"{above}{SAID}\n\n----- End forwarded message -----\n", "plain"), "Please take this.")


def test_a_mail_that_passes_on_nothing_is_no_forward() -> None:
    assert read_forward(parse(_mail("Kiln", "From: now on it works.\nTom", "plain"))) is None
