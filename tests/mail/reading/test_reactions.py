from __future__ import annotations

import pytest

from chalicelib.mail import parse
from tests.mail.support import mail

GMAIL = "text/vnd.google.email-reaction+json"


def _mixed(
    kind: str, content: str, words: str = "Maya reacted via Gmail", outer: str = "multipart/alternative"
) -> bytes:
    body = f"--r\r\n\r\n{words}\r\n--r\r\nContent-Type: {kind}\r\n\r\n{content}\r\n--r--"
    return mail(body, content_type=f"{outer}; boundary=r")


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩🏽‍🚀", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_an_emoji_under_a_mail_is_a_reaction_and_no_file(emoji: str) -> None:
    parsed = parse(_mixed(GMAIL, f'{{"version": 1, "emoji": "{emoji}"}}'))
    assert (parsed.kind, parsed.reaction, parsed.attachments) == ("reaction", emoji, ())


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"emoji": 7}', '{"emoji": "pay now"}', '{"emoji": "👍 x"}', "[" * 60_000]
)
def test_what_is_no_emoji_is_no_reaction(content: str) -> None:
    assert parse(_mixed(GMAIL, content, "Hello")).kind == "human"


@pytest.mark.parametrize(
    ("words", "reaction"),
    [
        ("👍 Maya Osei reacted to your message:", "👍"),
        (
            "Maya Osei reacted to your message:\n\nOn Mon, 6 May 2024 at 15:04, Acme <a@acme.example> wrote:\n> Hi",
            "some",
        ),
        ("Maya Osei hat auf Ihre Nachricht reagiert: 🎉".replace(": 🎉", ""), "some"),
        ("❤️ Maya Osei a réagi à votre message :", "❤️"),
        ("😀 Maya reacted via Gmail", "😀"),
        ("Maya Osei hat mit 👍 auf Ihre Nachricht reagiert.", "👍"),
        ("Maya Osei reacted 🎉 to your message", "🎉"),
        ("Liked “Hello Maya, please try again.”", "👍"),
        ("Laughed at an image", "😂"),
        ("Reacted 🔥 to “please try again”", "🔥"),
    ],
)
def test_a_line_that_stands_for_a_click_is_a_reaction(words: str, reaction: str) -> None:
    parsed = parse(mail(words))
    assert (parsed.kind, parsed.reaction) == ("reaction", reaction)


@pytest.mark.parametrize(
    "words",
    [
        "👍",
        "Liked it, thanks!",
        "My colleague reacted to your message: she wants it back.",
        "Nobody reacted to your message:\nplease write to us again.",
        'He said "no"',
        "Loved your help. “Restart it” did the trick",
    ],
)
def test_what_somebody_wrote_is_no_reaction(words: str) -> None:
    assert parse(mail(words)).kind == "human"


@pytest.mark.parametrize("answer", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_the_answer_to_an_invitation_is_a_reaction(answer: str) -> None:
    event = f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nATTENDEE;CN=Maya;PART\r\n STAT={answer}:mailto:maya@example.com\r\n"
    parsed = parse(_mixed("text/calendar; charset=utf-8", event, "I will be late."))
    assert (parsed.kind, parsed.reaction, parsed.reply_text) == ("reaction", answer.lower(), "I will be late.")


def test_an_invitation_is_none() -> None:
    event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:maya@example.com\r\n"
    assert parse(_mixed("text/calendar", event)).reaction != "accepted"


@pytest.mark.parametrize(("said", "reaction"), [("displayed", "read"), ("deleted", "deleted")])
def test_a_receipt_is_an_automatic_answer_that_says_what_was_clicked(said: str, reaction: str) -> None:
    notice = f"Final-Recipient: rfc822; maya@example.com\r\nDisposition: manual-action/MDN-sent-manually; {said}\r\n"
    outer = "multipart/report; report-type=disposition-notification"
    parsed = parse(_mixed("message/disposition-notification", notice, "It was read.", outer))
    assert (parsed.kind, parsed.reaction) == ("auto_reply", reaction)
