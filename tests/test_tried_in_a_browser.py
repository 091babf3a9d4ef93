"""What is tried in a browser is all there is: this takes none, so that it is heard of at once."""

from __future__ import annotations

import re

from chalicelib.assets import ROOT
from tests.browser.console_states import SHOWN_BY, STATES
from tests.browser.console_writes import WRITES
from tests.browser.test_console_trouble import FLOWS
from tests.browser.test_trees import PAGES, TREES

SOURCE = ROOT / "console" / "src"
OVER_THE_PAGE = re.compile(r"<(Form|Reason)?Dialog\b|\b(confirm|choose)\(\{")
READS = {
    *("POST ${at(ref)}/files/links", "POST tickets/${reference}/replies/preview"),
    "POST ${at(ref)}/translate",
}
"""They ask for addresses of pictures, for a look at a mail and for a translation, and change nothing."""
CALL = re.compile(r'"(POST|PUT|PATCH|DELETE)", (`[^`]*`|"[^"]*"|[\w.]+(?:\(\w+\))?)(?![\w:])')


def test_every_call_that_changes_something_is_tried() -> None:
    found = set()
    for path in SOURCE.rglob("*.ts*"):
        for method, at in CALL.findall(path.read_text(encoding="utf-8")):
            plain = re.sub(r"encodeURIComponent\(([\w.]+)\)", r"\1", at.strip('`"').replace("this.", ""))
            found.add(f"{method} {plain}")
    assert found - READS == {write.call for write in WRITES.values()} | set(FLOWS)


def test_every_view_section_and_dialog_has_a_state() -> None:
    sections = dict(re.findall(r'id: "([\w-]+)", load: \(\) => import\("./sections/(\w+)"\)', _read("sectionTable.ts")))
    assert len(sections) == _read("sectionTable.ts").count("./sections/")
    assert [name for name in sections if f"settings-{name}" not in STATES] == []
    files = {path.relative_to(SOURCE).as_posix(): path.read_text() for path in SOURCE.rglob("*.tsx")}
    wanted = {name for name, text in files.items() if name.startswith("views/") and OVER_THE_PAGE.search(text)}
    loaded = {_loaded(name, path) for name, text in files.items() for path in re.findall(r'import\("(\..+?)"\)', text)}
    wanted |= loaded & files.keys()  # words and plain code are loaded, too, and show nothing by themselves
    wanted -= {f"views/settings/sections/{module}.tsx" for module in sections.values()}
    assert wanted == set(SHOWN_BY)
    assert set(SHOWN_BY.values()) <= set(STATES)


def _read(name: str) -> str:
    return next(SOURCE.rglob(name)).read_text()


def _loaded(by: str, path: str) -> str:
    return (SOURCE / by).parent.joinpath(f"{path}.tsx").resolve().relative_to(SOURCE.resolve()).as_posix()


def test_each_tree_is_of_a_page() -> None:
    assert sorted(path.stem for path in TREES.glob("*.yaml")) == sorted(PAGES)
