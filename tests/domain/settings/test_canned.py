"""Canned responses: which texts are taken, and what becomes of them."""

from __future__ import annotations

import time
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.settings import canned
from chalicelib.domain.settings.canned import CANNED_LENGTH, MOST_VARIABLES, VARIABLES

VALUES = {"customer_name": "Maya Osei", "ticket_id": "TKT-0042", "ticket_title": "Checkout returns 502"}


@pytest.mark.parametrize(
    ("body", "text", "empty"),
    [
        ("Good morning.", "Good morning.", ()),
        ("Hello {{customer_name}}, {{ticket_id}}", "Hello Maya Osei, TKT-0042", ()),
        ("Hello {{ customer_name }}", "Hello Maya Osei", ()),
        ("Hello {{customer_name|there}}", "Hello Maya Osei", ()),
        ("Hello {{customer_email|you}}", "Hello you", ()),
        ("Hello {{customer_email| dear customer }}", "Hello dear customer", ()),
        ("Hello {{customer_email}}", "Hello ", ("customer_email",)),
        ("{{customer_email|}}{{agent_name}}{{customer_email}}", "", ("customer_email", "agent_name")),
        ('Send {"a": {"b": 1}} and {customer_name}', 'Send {"a": {"b": 1}} and {customer_name}', ()),
        ("{{customer_name}}}", "Maya Osei}", ()),
        ("In Jinja \\{{ name }} is one, {{customer_name}}", "In Jinja {{ name }} is one, Maya Osei", ()),
        ("\\{{customer_name}} and \\{{", "{{customer_name}} and {{", ()),
    ],
)
def test_variables_are_filled_and_empty_ones_named(body: str, text: str, empty: tuple[str, ...]) -> None:
    canned.check(body)
    assert canned.render(body, VALUES) == canned.Rendered(text, empty)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{customer_nam}}", "customer_nam"),
        ("{{}}", "“”"),
        ("{{CUSTOMER_NAME}}", "CUSTOMER_NAME"),
        ("{{customer_name.__class__}}", "__class__"),
        ("{{" + "x" * 5000 + "}}", "x" * 40 + "…"),
        ("{{customer_name|{{agent_name}}}}", "{{name|instead}}"),
        ("{{customer_name", "{{name}}"),
        ("{{customer_name|a|b", "{{name}}"),
        ("{{" * 5000, "{{name}}"),
        ("{{customer_name}}" * (MOST_VARIABLES + 1), str(MOST_VARIABLES)),
        ("{{customer_name|" + "x" * 201 + "}}", "200"),
    ],
)
def test_what_could_not_be_meant_so_is_refused_at_its_field(body: str, said: str) -> None:
    with pytest.raises(DeskError) as refusal:
        canned.check(body)
    (error,) = refusal.value.errors
    assert error.field == "body"
    assert said in error.message


def test_every_variable_of_the_list_is_taken() -> None:
    canned.check(" ".join(f"{{{{{name}}}}} {{{{{name}|instead}}}}" for name in VARIABLES))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Hiro Tanabe", "Hiro"),
        ("Tanabe, Hiro", "Hiro"),
        ("Dr. Maya Osei-Bonsu", "Maya"),
        ("Herr Dr. Weiß", "Weiß"),
        ("Anne-Marie Dupont", "Anne-Marie"),
        ("山田 太郎", "山田 太郎"),
        ("Acme,", "Acme"),
        ("Prof.", "Prof."),
        ("", ""),
    ],
)
def test_a_customer_is_called_by_their_first_name(name: str, first: str) -> None:
    assert canned.first_name(name) == first


def test_what_a_customer_wrote_is_text_and_never_a_variable_again() -> None:
    hostile = {"customer_name": "{{agent_name}}", "agent_name": "Ana K.", "ticket_title": r"\g<0> {0} %s"}
    assert canned.render("{{customer_name}}: {{ticket_title}}", hostile).text == r"{{agent_name}}: \g<0> {0} %s"


def test_what_a_customer_wrote_makes_no_line_and_no_link() -> None:
    rendered = canned.render("Hello {{customer_name}}!", {"customer_name": "[me](https://evil.example)\n\n# Big"})
    assert rendered.text == "Hello [me] (https://evil.example) # Big!"


@pytest.mark.parametrize("unit", ["{{", "}}", "{", "{{customer_name|", "{{ ", "{{a|b", "|", "{{customer_name}}", "{ {"])
def test_no_text_takes_long(unit: str) -> None:
    bomb = unit * (50 * CANNED_LENGTH // len(unit))
    started = time.process_time()
    with pytest.raises(DeskError) if "{{" in bomb else nullcontext():
        canned.check(bomb)
    canned.render(bomb, VALUES)
    assert time.process_time() - started < 10, "what is not linear takes minutes"


@given(st.text(alphabet="{}| ab\n", max_size=60), st.dictionaries(st.sampled_from(VARIABLES), st.text()))
def test_what_is_taken_can_be_rendered_and_leaves_nothing_to_fill(body: str, values: dict[str, str]) -> None:
    named = body.replace("a", "customer_name").replace("b", "ticket_id")
    try:
        canned.check(named)
    except DeskError:
        return
    harmless = {name: value.replace("{", "").replace("}", "") for name, value in values.items()}
    rendered = canned.render(named, harmless)
    assert "{{" not in rendered.text or "\\{{" in named
    assert set(rendered.empty) <= set(VARIABLES)
