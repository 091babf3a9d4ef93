"""What members ask for in the first lines of a mail, as people and their mail programs write it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.tickets.mail_commands import MailWish, read
from chalicelib.domain.vocabulary import Status
from tests.domain.making import ANA, BO, CY, TEAM

ANA_TWO = replace(BO, id="m_other", name="Ana Other", email="other@acme.example")


def wish(text: str, *more: object) -> MailWish:
    return read(text, BO, [*TEAM.values(), *more])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "text",
    [
        "#note they were rude on the phone",
        "#note\nthey were rude on the phone",
        "#Note: they were rude on the phone",
        "#NOTE - they were rude on the phone",
        "\n\n  #note\n\nthey were rude on the phone\n",
        "\ufeff\u200b#note they were rude on the phone",
        "\u00a0#note\u00a0they were rude on the phone",
        "*#note*\nthey were rude on the phone",
        "\\#note they were rude on the phone",
        "＃note they were rude on the phone",
        "#note\r\nthey were rude on the phone",
    ],
)
def test_a_note_is_a_note_however_the_first_line_is_written(text: str) -> None:
    read_as = wish(text)
    assert (read_as.note, read_as.text.strip(), read_as.unclear) == (True, "they were rude on the phone", None)


@pytest.mark.parametrize("greeting", ["Hi,", "Hello team,", "Hallo zusammen", "Bonjour Maya,", "Hola"])
def test_a_command_may_follow_a_greeting(greeting: str) -> None:
    assert wish(f"{greeting}\n\n#note they were rude").note
    closes = wish(f"{greeting}\n#close\nIt works again.")
    assert (closes.status, closes.text) == (Status.CLOSED, f"{greeting}\nIt works again.")


@pytest.mark.parametrize(
    ("line", "status"), [("#close", Status.CLOSED), ("#Resolve.", Status.RESOLVED), ("#waiting:", Status.WAITING)]
)
def test_a_status_is_set_with_or_without_words(line: str, status: Status) -> None:
    assert wish(line) == MailWish("", status=status)
    assert wish(f"{line}\n\nIt works again.") == MailWish("It works again.", status=status)


@pytest.mark.parametrize(("name", "who"), [("ana", ANA), ("@Ana", ANA), ("ana k.", ANA), (CY.email, CY), ("me", BO)])
def test_a_ticket_is_handed_to_whoever_is_named_without_doubt(name: str, who: object) -> None:
    assert wish(f"#assign {name}").assignee == who


@pytest.mark.parametrize("line", ["#assign nobody-known", "#assign", "#assign ana please", "#assign m"])
def test_who_is_not_known_is_not_guessed(line: str) -> None:
    text = f"{line}\nThank you for waiting."
    assert wish(text) == MailWish(text, unclear=line)


def test_a_first_name_of_two_is_nobodys_and_the_whole_name_is_somebodys() -> None:
    assert wish("#assign ana", ANA_TWO).unclear == "#assign ana"
    assert wish("#assign Ana Other", ANA_TWO).assignee == ANA_TWO


def test_whoever_left_or_may_only_read_is_handed_nothing() -> None:
    gone = replace(ANA_TWO, name="Zoe", email="zoe@acme.example", active=False)
    assert wish("#assign zoe", gone).unclear == "#assign zoe"


def test_several_commands_are_given_in_several_lines() -> None:
    assert wish("#assign ana\n#close\n\nDone, thank you.") == MailWish(
        "Done, thank you.", status=Status.CLOSED, assignee=ANA
    )
    assert wish("#assign me\n#note\nI know her.") == MailWish("I know her.", note=True, assignee=BO)


@pytest.mark.parametrize(
    "text",
    [
        "#escalate\nplease",
        "#notes they are rude",
        "#close this one please",
        "#closed\nthanks",
        "# note they are rude",
        "He is right.\n#note but rude",
        "Done.\n\n#close",
        "#close\n#close",
        "#assign ana\n#assign bo",
        "#close\nIt works.\n#note they are rude",
    ],
)
def test_what_looks_like_a_command_and_is_not_understood_leaves_all_of_it_as_it_was(text: str) -> None:
    read_as = wish(text)
    assert read_as.unclear
    assert read_as == MailWish(text, unclear=read_as.unclear)


@pytest.mark.parametrize(
    "text",
    [
        "It works again.",
        "# Title\n\nIt works again.",
        "#4711 is on its way.",
        "Use C# for that.",
        "Look at issue #close-to-you, or at a #note in the text.",
        "## What happened\nIt broke.",
        "#!/bin/sh\necho",
    ],
)
def test_a_sign_in_a_text_is_text(text: str) -> None:
    assert wish(text) == MailWish(text)


@pytest.mark.parametrize("name", ["Bo L.", "Bo", "-- Bo L."])
def test_a_name_below_a_command_is_no_reply(name: str) -> None:
    assert wish(f"#close\n\n{name}") == MailWish("", status=Status.CLOSED)
