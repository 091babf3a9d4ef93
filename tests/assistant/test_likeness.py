"""Stems, telling words and the ranking of tickets by them."""

from __future__ import annotations

import pytest

from chalicelib.assistant.likeness import LEAST, Likeness, likest, rank, stem, worth_showing
from chalicelib.assistant.pages import PAGES, read_pages
from chalicelib.assistant.telling import WORDS, Telling, telling_words
from chalicelib.domain.search_terms import Hits, Posting
from tests.assistant.judged import JUDGED
from tests.assistant.memory_index import MemoryIndex
from tests.bench.similar import LEAST_RECALL, SHOWN, recall


@pytest.mark.parametrize(
    "forms",
    [
        ("export", "exports", "exported", "exporting"),
        ("cancel", "cancelled", "cancels"),
        ("invoice", "invoices"),
        ("rechnung", "rechnungen"),
        ("reminder", "reminders"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", [("class", "clause"), ("posting", "poster0"), ("2210", "2211"), ("导出", "导入")])
def test_other_words_have_other_stems(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


def words(title: str, *texts: str, language: str = "en") -> dict[str, Telling]:
    return {one.term: one for one in telling_words(title, texts, language)}


def test_words_of_the_title_tell_most_and_little_ones_nothing() -> None:
    found = telling_words("Export is broken", ["Since Monday the export of bookings stops, please help me."], "en", 3)
    assert {one.term for one in found[:2]} == {"export", "broken"}
    assert telling_words("It is the", ["and so on"], "en") == []
    assert len(telling_words("", [" ".join(f"word{number}" for number in range(400))], "en")) == WORDS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, I have a problem with my account, please help as soon as possible.\n\nKind regards\nMaya Osei"),
        ("de", "Guten Tag, ich habe ein Problem mit meinem Konto, bitte helfen Sie mir so schnell wie möglich."),
        ("es", "Hola, tengo un problema con mi cuenta, por favor ayúdenme lo antes posible."),
        ("fr", "Bonjour, j'ai un problème avec mon compte, merci de m'aider le plus vite possible."),
    ],
)
def test_what_is_said_out_of_courtesy_tells_nothing(language: str, text: str) -> None:
    assert telling_words("", [text], language) == []
    assert set(words("", f"Quartz. {text}", language=language)) == {"quartz"}


def test_a_code_is_looked_for_by_its_longest_number_else_with_its_letters_beside_it() -> None:
    code = words("Error VF-2203")["2203"]
    assert (code.written, code.whole, code.others) == ("VF-2203", True, ())
    short = words("The LP-40 is off")["40"]
    assert (short.written, short.others) == ("LP-40", ("lp",))
    assert words("Since 7.4.0 it fails")["7"].others == ("4", "0")
    assert "2026" not in words("On 12.11.2026 and at 10:30") or not words("12.11.2026")["2026"].others


def test_both_parts_of_a_short_code_must_be_there() -> None:
    index = MemoryIndex([(1, "t", "LP-40 shifted"), (2, "t", "40 boxes"), (3, "t", "An lp record")])
    assert [one.number for one in likest("LP-40", [], "en", index.hits, {9})] == [1]


@pytest.mark.parametrize(
    ("language", "asked", "past"),
    [
        ("en", "Refund for the bill", "Money back for an invoice"),
        ("de", "Faktura doppelt abgebucht", "Rechnung zweimal belastet"),
        ("es", "Cobro duplicado", "Pago doble"),
        ("fr", "Prélèvement en double", "Débit en doublon"),
    ],
)
def test_what_means_the_same_is_found(language: str, asked: str, past: str) -> None:
    index = MemoryIndex([(1, "t", past), (2, "t", "Quartz")])
    assert [one.number for one in likest(asked, [], language, index.hits, {9})] == [1]


def test_words_that_mean_the_same_in_one_ticket_count_once() -> None:
    one = MemoryIndex([(1, "d", "parcel")])
    four = MemoryIndex([(1, "d", "parcel, shipping, courier, delivery")])
    asked = ("", ["The parcel that the courier had for delivery, shipping paid"], "en")
    scores = [likest(*asked, index.hits, {9})[0].score for index in (one, four)]
    assert scores[1] == pytest.approx(scores[0], rel=0.1)


def test_a_compound_is_found_by_its_parts() -> None:
    index = MemoryIndex([(1, "t", "Rechnungen"), (2, "t", "Quartz")])
    assert [one.number for one in likest("Rechnungsvorschau", [], "de", index.hits, {9})] == [1]


def page(term: str, *numbers: int, kind: str = "t", whole: bool = True) -> Hits:
    return Hits([Posting(term, number, kind) for number in numbers], whole)


def telling(term: str) -> Telling:
    return Telling(term, term, 1.0, term)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    pages = [page("quartz", 3), page("login", *range(1, 90))]
    found = rank([telling("quartz"), telling("login")], pages, but=[100])
    assert [one.number for one in found][:1] == [3]
    assert found[0].shared == ("quartz", "login")
    assert found[0].score > LEAST > found[1].score


def test_of_a_word_with_more_than_a_page_its_reach_tells_how_rare_it_is() -> None:
    pages = [page("aaaa", *range(9_901, 10_001), whole=False), page("bbbb", *range(1, 10_000, 100), whole=False)]
    scores = {one.number: one.score for one in rank([telling("aaaa"), telling("bbbb")], pages, but=[])}
    assert scores[1] > scores[9_905]


def test_the_ticket_itself_is_left_out_and_where_a_word_stands_counts() -> None:
    asked = [telling("aa"), telling("bb")]
    pages = [Hits([Posting(one, 5, "t"), Posting(one, 6, "m")], True) for one in ("aa", "bb")]
    assert [one.number for one in rank(asked, pages, but=[9])] == [5, 6]
    assert [one.number for one in rank(asked, pages, but=[5])] == [6]


def test_a_page_read_by_a_beginning_counts_forms_of_the_word_alone() -> None:
    word = Telling("export", "exports", 1.0, "exports")
    postings = [Posting("exporting", 1, "t"), Posting("expo7", 2, "t")]
    assert [one.number for one in rank([word], [Hits(postings, True)], but=[10])] == [1]


def test_nothing_is_like_what_says_nothing() -> None:
    assert rank([], [], but=[10]) == []
    assert rank([telling("x")], [Hits([], True)], but=[10]) == []
    assert worth_showing([], [], 3) == []


def test_what_is_shown_is_like_enough_and_nearly_as_like_as_the_likest_the_solved_first() -> None:
    scores = {1: 0.8, 2: 0.75, 3: 0.79, 4: 0.6, 5: 0.3}
    ranked = [Likeness(number, score, ()) for number, score in scores.items()]
    assert [one.number for one in worth_showing(ranked, [2], 3)] == [2, 1, 3]
    assert [one.number for one in worth_showing(ranked, [4], 5)] == [1, 3, 2, 4]
    assert worth_showing([Likeness(1, LEAST - 0.01, ())], [1], 3) == []


def test_no_more_pages_are_read_than_one_ticket_may_take() -> None:
    common = Hits([Posting("word", number, "d") for number in range(64)], whole=False, pages=2)
    asked: list[str] = []

    def look(stem: str, term: str) -> Hits:
        asked.append(stem)
        return common

    read_pages(telling_words("", [" ".join(f"quartz{letter}x" for letter in "abcdefghijklmnopqrst")], "en"), look)
    assert len(asked) == PAGES // 2
    asked.clear()
    read_pages(telling_words("Invoice", [], "en"), look)
    assert asked == ["invoic"]  # what means the same as a common word tells little


def test_of_the_judged_requests_most_find_what_a_person_would_show() -> None:
    assert len(JUDGED) >= 30
    assert recall(SHOWN) >= LEAST_RECALL
