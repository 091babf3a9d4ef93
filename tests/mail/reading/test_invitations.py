from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import parse
from chalicelib.mail.reading.invitations import read_invitations
from tests.mail.support import html_mail, mail

ZONE = ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:16010101T030000", "END:STANDARD",
        "END:VTIMEZONE"]  # fmt: skip
ALARM = ["BEGIN:VALARM", "DESCRIPTION:Wake up", "TRIGGER:-PT15M", "END:VALARM"]
EVENT = [
    "UID:1@x",
    "SUMMARY:Ofenprüfung\\, Teil 2",
    "DTSTART;TZID=Europe/Berlin:20261201T100000",
    "DTEND;TZID=Europe/Berlin:20261201T113000",
    "LOCATION:Werkstatt 4",
    'ORGANIZER;CN="Osei, Maya":mailto:maya@example.com',
    "DESCRIPTION:Bitte Schlüssel mitbringen.\\nLink: https://meet.example/a",
    " bc?d=1",
]


def calendar(*lines: str, method: str = "REQUEST") -> str:
    above = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *ZONE, "BEGIN:VEVENT"]
    return "\r\n".join([*above, *(lines or EVENT), *ALARM, "END:VEVENT", "END:VCALENDAR", ""])


def parts(*bodies: str, kind: str = "multipart/mixed") -> bytes:
    return mail("".join(f"--q\r\n{body}\r\n" for body in bodies) + "--q--\r\n", content_type=f"{kind}; boundary=q")


def when(*lines: str) -> str:
    return read_invitations(calendar(*lines))[0].when


def test_an_invitation_without_a_text_is_one() -> None:
    parsed = parse(mail(calendar(), content_type="text/calendar; charset=utf-8; method=REQUEST"))
    assert parsed.text.splitlines() == [
        "Ofenprüfung, Teil 2",
        "2026-12-01 10:00–11:30 (Europe/Berlin)",
        "Werkstatt 4",
        "Osei, Maya <maya@example.com>",
        "",
        "Bitte Schlüssel mitbringen.",
        "Link: https://meet.example/abc?d=1",
    ]
    assert [file.name for file in parsed.attachments] == ["invite.ics"]


def test_beside_words_that_do_not_tell_of_it_an_invitation_is_text_too() -> None:
    body = f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{calendar()}"
    parsed = parse(parts("Content-Type: text/plain\r\n\r\nCould you come?", body, kind="multipart/alternative"))
    assert parsed.text.splitlines()[0] == "Could you come?"
    assert "2026-12-01 10:00–11:30 (Europe/Berlin)" in parsed.text
    assert "https://meet.example/abc?d=1" in parsed.text
    assert "mitbringen" not in parsed.text


def test_beside_words_that_tell_of_it_nothing_is_said_twice() -> None:
    words = "Content-Type: text/plain; charset=utf-8\r\n\r\nOfenprüfung, Teil 2\r\nWo: Werkstatt 4"
    parsed = parse(parts(words, f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{calendar()}"))
    assert parsed.text.split() == ["Ofenprüfung,", "Teil", "2", "Wo:", "Werkstatt", "4"]


def test_an_answer_to_an_invitation_says_so_where_nobody_wrote_a_word() -> None:
    reply = calendar("SUMMARY:Call", "DTSTART:20261201T100000Z", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.example",
                     method="REPLY")  # fmt: skip
    body = f"Content-Type: text/calendar\r\n\r\n{reply}"
    assert parse(parts(body)).text == "Call (DECLINED)\n2026-12-01 10:00 (UTC)"
    assert parse(parts("Content-Type: text/plain\r\n\r\nI am on the train.", body)).text == "I am on the train."


def test_of_a_meeting_that_was_called_off_it_is_said() -> None:
    cancelled = calendar("SUMMARY:Call", "DTSTART:20261201T100000Z", method="CANCEL")
    assert read_invitations(cancelled)[0].title == "Call (CANCELLED)"


def test_beside_a_page_the_invitation_is_in_both_forms() -> None:
    raw = html_mail("<p>Could you <b>come</b>?</p>").partition(b"\r\n\r\n")[2].decode()
    body = f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{calendar()}"
    parsed = parse(parts(f"Content-Type: text/html\r\n\r\n{raw}", body))
    assert "Werkstatt 4" in parsed.text
    assert "Werkstatt 4" in parsed.html


@pytest.mark.parametrize(
    "second",
    [
        f'Content-Type: application/ics; name="invite.ics"\r\n\r\n{calendar()}',
        f'Content-Type: text/calendar; charset=utf-8; name="invite.ics"\r\n\r\n{calendar()}\r\n',
        f'Content-Type: application/octet-stream; name="invite.ics"\r\n\r\n{calendar()}',
    ],
)
def test_the_same_invitation_twice_is_one_file(second: str) -> None:
    first = f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{calendar()}"
    parsed = parse(parts("Content-Type: text/plain\r\n\r\nHi", first, second))
    assert [file.name for file in parsed.attachments] == ["invite.ics"]


def test_two_invitations_are_two() -> None:
    other = calendar("UID:2@x", "SUMMARY:Other", "DTSTART:20261202T100000Z")
    bodies = [f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{text}" for text in (calendar(), other)]
    parsed = parse(parts(*bodies))
    assert len(parsed.attachments) == 2
    assert "Ofenprüfung" in parsed.text
    assert "Other" in parsed.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261201T100000Z", "DTEND:20261201T110000Z"], "2026-12-01 10:00–11:00 (UTC)"),
        (["DTSTART:20261201T100000Z", "DURATION:PT1H30M"], "2026-12-01 10:00–11:30 (UTC)"),
        (["DTSTART:20261201T220000", "DTEND:20261202T010000"], "2026-12-01 22:00 – 2026-12-02 01:00"),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"], "2026-12-01"),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"], "2026-12-01 – 2026-12-03"),
        (['DTSTART;TZID="W. Europe Standard Time":20261201T100000'], "2026-12-01 10:00 (W. Europe Standard Time)"),
        (["dtstart;tzid=/x.example/Europe/Rome:20261201T100000"], "2026-12-01 10:00 (Europe/Rome)"),
        (["DTSTART:tomorrow"], "tomorrow"),
        (["DTSTART:99991231T230000", "DURATION:P9999W"], "9999-12-31 23:00"),
        (["DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:00010101"], "0001-01-01"),
    ],
)
def test_when_it_is_has_its_zone_and_its_end(lines: list[str], expected: str) -> None:
    assert when(*lines) == expected


def test_how_often_it_recurs_is_said_as_written() -> None:
    assert "FREQ=WEEKLY;BYDAY=MO" in read_invitations(calendar(*EVENT, "RRULE:FREQ=WEEKLY;BYDAY=MO"))[0].as_text(
        with_description=False
    )


@pytest.mark.parametrize("name", ["URL", "CONFERENCE;VALUE=URI", "X-GOOGLE-CONFERENCE",
                                  "X-MICROSOFT-SKYPETEAMSMEETINGURL"])  # fmt: skip
def test_the_link_to_the_meeting_is_found(name: str) -> None:
    (found,) = read_invitations(calendar("SUMMARY:Call", f"{name}:https://meet.example/x"))
    assert found.as_text(with_description=True) == "Call\nhttps://meet.example/x"


@given(st.lists(st.sampled_from([*EVENT, "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "DTEND:0", ";", ":", 'A;B="'])))
def test_calendars_put_together_from_any_lines_are_read(lines: list[str]) -> None:
    for found in read_invitations("\r\n".join(lines)):
        assert len(found.as_text(with_description=False).splitlines()) <= 6


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_invitations(f"BEGIN:VEVENT\nDTSTART:{text}\nDTEND:{text}\nDURATION:{text}\nORGANIZER{text}")
