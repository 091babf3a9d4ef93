"""Translations: of the text alone, with nothing that it doesn't have."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.assistant.answers import Translated
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.guard import REMOVED
from chalicelib.assistant.languages import languages, may_be_in
from chalicelib.assistant.model import ModelError
from tests.assistant.scripted import Scripted

GERMAN = "Der Export bricht ab, und wir können die Rechnung https://shop.globex.example/r/7 nicht öffnen."
ENGLISH = "The export stops, and we can't open the invoice https://shop.globex.example/r/7."
OF = {
    "ar": "يتوقف التصدير عند السطر الألف ولا يمكننا فتح الفاتورة.",
    "de": GERMAN,
    "el": "Η εξαγωγή σταματά και δεν μπορούμε να ανοίξουμε το τιμολόγιο.",
    "en": ENGLISH,
    "es": "La exportación se detiene y no podemos abrir la factura de este mes.",
    "fr": "L'export s'arrête et nous ne pouvons pas ouvrir la facture de ce mois.",
    "he": "הייצוא נעצר ואיננו יכולים לפתוח את החשבונית.",
    "hi": "निर्यात रुक जाता है और हम चालान नहीं खोल सकते।",
    "it": "L'esportazione si ferma e non possiamo aprire la fattura.",
    "ja": "エクスポートが途中で止まり、請求書を開くことができません。",
    "ko": "내보내기가 중단되어 청구서를 열 수 없습니다.",
    "pl": "Eksport się zatrzymuje i nie możemy otworzyć faktury.",
    "pt": "A exportação para e não conseguimos abrir a fatura.",
    "th": "การส่งออกหยุดและเราเปิดใบแจ้งหนี้ไม่ได้",
    "tr": "Dışa aktarma duruyor ve faturayı açamıyoruz.",
    "uk": "Експорт зупиняється, і ми не можемо відкрити рахунок.",
    "zh": "导出停止了，我们无法打开这张发票。",
}


def translated(said: Any, text: str = GERMAN, to: str = "en") -> Translated:
    return ByModel(Scripted(said)).translate(text, to)


def test_a_text_is_translated_and_its_language_told() -> None:
    found = translated({"language": "de", "text": ENGLISH})
    assert found == Translated(text=ENGLISH, engine="openai_compatible", language="de")
    for unknown in ("tlh", "", 5, None, "Deutsch"):
        assert translated({"language": unknown, "text": ENGLISH}).language == ""


def test_the_model_is_told_the_text_alone_as_data_without_its_secrets() -> None:
    model = Scripted({"text": ENGLISH})
    ByModel(model).translate(f"{GERMAN} Passwort: hunter22", "en")
    assert "Rechnung" in model.told
    assert "into English" in model.asked[0].system
    assert "hunter22" not in model.told
    assert model.asked[0].tools == ()
    assert set(re.findall(r'"(\w+)":', model.asked[0].messages[0].text)) == {"data", "text"}


@pytest.mark.parametrize("link", ["https://evil.example/login", "evil.example", "thief@evil.example", "tel:+49000"])
def test_links_that_the_original_has_not_go(link: str) -> None:
    found = translated({"text": f"{ENGLISH} Sign in at {link} now."})
    assert REMOVED in found.text
    assert link not in found.text
    assert "https://shop.globex.example/r/7" in found.text


@pytest.mark.parametrize(
    "said",
    [
        {"text": "The export stops. " * 50},
        {"text": "x" * 100_000},
        {"text": ""},
        {"text": "<b></b>"},
        {"text": None},
        {"language": "de"},
        "Here is your translation: The export stops.",
        {"text": OF["ja"]},
        {"text": OF["uk"]},
        {"text": GERMAN},
    ],
    ids=lambda said: str(said)[:30],
)
def test_what_is_no_translation_is_none(said: Any) -> None:
    with pytest.raises(ModelError, match="bad_answer"):
        translated(said)


def test_it_may_be_three_times_as_long_and_a_little_more() -> None:
    assert translated({"text": "x" * 215}, "xxxxx").text == "x" * 215
    with pytest.raises(ModelError, match="bad_answer"):
        translated({"text": "x" * 216}, "xxxxx")


def test_there_are_languages_enough_each_with_a_script_that_letters_have() -> None:
    assert len(languages()) >= 25
    assert {"de", "en", "es", "fr", "ja", "zh", "ar", "pt", "it", "nl", "pl", "uk", "tr"} <= set(languages())
    assert set(OF) <= set(languages())
    assert {row["script"] for row in languages().values()} == {languages()[code]["script"] for code in [*OF, "uk"]}


@pytest.mark.parametrize("code", OF)
def test_a_text_may_be_in_its_own_language_and_in_no_other_script(code: str) -> None:
    assert may_be_in(OF[code], code)
    of_another = [other for other in OF if not set(_scripts(other)) & set(_scripts(code))]
    assert of_another
    assert [other for other in of_another if may_be_in(OF[code], other)] == []
    assert translated({"text": OF[code]}, to=code).text == OF[code]


def _scripts(code: str) -> list[str]:
    return languages()[code]["script"].split()


def test_names_links_and_code_keep_their_script() -> None:
    log = "ERROR ExportJob terminated unexpectedly: MemoryLimitExceeded while writing bookings"
    assert translated({"text": f"エラーが出ます: {log}"}, f"Es kommt ein Fehler: {log}", "ja").text.startswith("エラー")


@pytest.mark.parametrize("text", ["", "OK", "TKT-0042", "https://x.example", "12:30", "👍"])
def test_what_tells_no_language_may_be_in_any(text: str) -> None:
    assert all(may_be_in(text, code) for code in languages())
