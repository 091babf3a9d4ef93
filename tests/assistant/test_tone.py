"""Examples of how the desk writes, and drafts made by them."""

from __future__ import annotations

import pytest

from chalicelib.assistant import tone
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.engine import ModelFree
from chalicelib.assistant.fallback import WithFallback
from tests.assistant.making import case_of
from tests.assistant.scripted import Scripted

SIGNATURE = "Ana K.\nAcme Support, Harbour Road"
REPLY = "Hi Maya,\n\nah, that one! Press *Export* again, it's fixed on our side.\n\nCheers\nAna K."


def test_an_example_has_no_greeting_and_no_signature() -> None:
    assert tone.example(REPLY, ()) == "ah, that one! Press Export again, it's fixed on our side."
    for signed in (f"It's fixed.\n\n{SIGNATURE}", f"It's fixed.\n-- \n{SIGNATURE}", "It's fixed.\n--\nAcme GmbH"):
        assert tone.example(signed, (SIGNATURE,)) == "It's fixed."


def test_of_another_customer_s_reply_nothing_of_theirs_is_left() -> None:
    told = "Ah, Tom, your invoice 2210 it is! Try again, it works now. Ask “Heron” or tom@x.example. Tom, take care."
    assert tone.example_of_another(told, "Tom Lindqvist", ()) == "Try again, it works now."


def test_examples_are_short() -> None:
    assert len(tone.example("It is fixed. " * 1_000, ())) <= 600


def test_a_model_is_given_them_as_data_and_their_secrets_are_hidden() -> None:
    model = Scripted({"text": "Hello Maya, it is fixed."})
    ByModel(model).draft(case_of("It stops."), (), "Ana K.", ["Ah, that one! password: hunter22"])
    assert "Ah, that one!" in model.asked[0].messages[0].text.split('"data"')[1]
    assert "hunter22" not in model.told


@pytest.mark.parametrize("end", [SIGNATURE, f"-- \n{SIGNATURE}", "--\nAcme GmbH\nHarbour Road"])
def test_a_signature_stays_out_of_a_draft(end: str) -> None:
    model = ByModel(Scripted({"text": f"Hello Maya, it is fixed.\n\nBest\n{end}"}), signatures=(SIGNATURE,))
    assert model.draft(case_of("It stops."), (), "Ana K.").text == "Hello Maya, it is fixed.\n\nBest"


def test_a_draft_in_another_language_than_its_customer_s_is_none() -> None:
    german = (
        "Hallo Maya, wir haben das Limit erhöht, und der Export läuft jetzt wieder. Bitte versuchen Sie es noch einmal."
    )
    engine = WithFallback(ByModel(Scripted({"text": german})), ModelFree())
    english = case_of("The export stops and we can't work with it. Please help us.")
    assert (engine.draft(english, (), "Ana").engine, engine.draft(english, (), "Ana").fallback) == (
        "model_free",
        "bad_answer",
    )
    of_german = case_of("Der Export geht seit Montag nicht, und wir können nicht arbeiten.")
    assert engine.draft(of_german, (), "Ana").text == german


def test_who_writes_in_letters_that_we_have_no_words_for_is_answered_in_them() -> None:
    asked = case_of("エクスポートが1000行目で止まります。月曜日の更新からです。助けてください。", title="エクスポート")
    answer = "マヤ様、ご連絡ありがとうございます。現在調査しております。分かり次第ご連絡いたします。"
    model = Scripted({"text": answer})
    assert ByModel(model).draft(asked, (), "Ana K.").text == answer
    assert "in the language of the customer's last text" in model.asked[0].system
