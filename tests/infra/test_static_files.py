"""Static files: served under names of their content, kept for ever, and nothing else is served."""

from __future__ import annotations

import json
import re
from pathlib import Path

import boto3
import pytest

from chalicelib import assets
from infra.deploy import static as uploading
from infra.local import static
from infra.package import static_files
from infra.package.caching import ASK_AGAIN, FIVE_MINUTES, FOR_EVER
from infra.package.errors import UnfitError

SOURCES = {
    "portal/portal.css": "a{}",
    "portal/notes.py": "secret",
    "widget/widget.js": "w()",
    "widget/README.md": "secret",
    "console/package.json": "{}",
    "console/src/app.ts": "secret",
    "console/dist/index.html": "<p>",
    "console/dist/app-AB12CD34.js": "c()",
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    root = tmp_path / "portal_static"
    for name, content in SOURCES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    (tmp_path / "outside.css").write_text("secret", encoding="utf-8")
    (root / "portal" / "link.css").symlink_to(tmp_path / "outside.css")
    return root


def test_a_file_s_name_holds_a_digest_of_its_content(files: Path) -> None:
    before = assets.served_names(files)["portal/portal.css"]
    assert re.fullmatch(r"portal/portal\.[0-9a-f]{12}\.css", before)
    (files / "portal/portal.css").write_text("b{}  ", encoding="utf-8")
    assert assets.served_names(files)["portal/portal.css"] != before


@pytest.mark.parametrize(
    ("name", "source", "served"),
    [
        ("a.js", b"/* Why\n   it is so. */\na(); // the page's own\n  // alone\nb();\n", b"a();\nb();\n"),
        ("a.js", b'a("https://x.example"); // there\n', b'a("https://x.example");\n'),
        ("a.js", b'a = "b // c";\nd = `/* e */`;\n', b'a = "b // c";\nd = `/* e */`;\n'),
        ("a.css", b'/* All. */\na { b: c; /* so */\n}\nd { e: "/* f */" }\n', b'a { b: c;\n}\nd { e: "/* f */" }\n'),
        ("a.html", b"<p>\n// typed\n</p>", b"<p>\n// typed\n</p>"),
    ],
)
def test_our_own_scripts_and_styles_are_served_without_their_comments(
    tmp_path: Path, name: str, source: bytes, served: bytes
) -> None:
    (tmp_path / name).write_bytes(source)
    assert assets.delivered(f"widget/{name}", tmp_path / name) == served


def test_what_a_bundler_made_is_served_as_it_is(files: Path) -> None:
    built = files / "console/dist/app-AB12CD34.js"
    built.write_bytes(b"// kept\n")
    assert assets.delivered("console/dist/app-AB12CD34.js", built) == b"// kept\n"


def test_only_what_others_name_keeps_its_name(files: Path) -> None:
    assert set(assets.served_names(files).values()) == {
        assets.served_names(files)["portal/portal.css"],
        "widget/widget.js",
        "console/index.html",
        "console/app-AB12CD34.js",
    }


@pytest.mark.parametrize(
    ("path", "content", "caching", "kind"),
    [
        ("portal/portal.css", b"a{}", FOR_EVER, "text/css; charset=utf-8"),
        ("widget/widget.js", b"w()", FIVE_MINUTES, "text/javascript; charset=utf-8"),
        ("console/dist/app-AB12CD34.js", b"c()", FOR_EVER, "text/javascript; charset=utf-8"),
    ],
)
def test_a_file_is_served_with_its_type_and_how_long_to_keep_it(
    files: Path, path: str, content: bytes, caching: str, kind: str
) -> None:
    reply = static.serve("GET", "/static/" + assets.served_names(files)[path], files)
    assert (reply.status, reply.body) == (200, content)
    assert dict(reply.headers)["Content-Type"] == kind
    assert dict(reply.headers)["Cache-Control"] == caching


@pytest.mark.parametrize(
    "path",
    [
        "/static/portal/portal.css",
        "/static/portal/portal.000000000000.css",
        "/static/portal/../../outside.css",
        "/static/portal/%2e%2e/%2e%2e/outside.css",
        "/static/portal/..%2f..%2foutside.css",
        "/static//etc/passwd",
        "/static/portal/link.css",
        "/static/portal/notes.py",
        "/static/portal",
        "/static/portal/%00.css",
        "/static/portal/%ED%A0%80.css",
        "/static/console/dist/index.html",
        "/static/console/package.json",
        "/static/console/src/app.ts",
        "/static/widget/README.md",
    ],
)
def test_nothing_but_static_files_is_served(files: Path, path: str) -> None:
    assert static.serve("GET", path, files).status == 404


@pytest.mark.parametrize("around", ["portal/../widget/", "widget//", "./widget/", "widget/./", "console/dist/../"])
def test_a_file_has_one_name_alone(files: Path, around: str) -> None:
    assert static.serve("GET", "/static/widget/widget.js", files).status == 200
    assert static.serve("GET", f"/static/{around}widget.js", files).status == 404


def test_a_name_as_long_as_an_address_may_be_is_not_there(files: Path) -> None:
    assert static.serve("GET", f"/static/portal/{'a' * 4000}.css", files).status == 404


def test_every_file_is_found_by_the_name_it_is_served_under() -> None:
    names = assets.served_names(assets.ROOT)
    assert {"portal/portal.css", "widget/widget.js"} <= names.keys()
    assert {assets.file_of(served, assets.ROOT): served for served in names.values()} == names
    assert {assets.address(file): file for file in names} == {assets.PREFIX + names[file]: file for file in names}


def test_every_address_of_the_console_is_its_page_with_its_policy(files: Path) -> None:
    assert static.is_console("/console")
    assert static.is_console("/console/tickets/TKT-0042")
    assert not static.is_console("/consoles")
    reply = static.console("GET", "http://localhost:8000", files)
    assert (reply.status, reply.body) == (200, b"<p>")
    assert "script-src 'self';" in dict(reply.headers)["Content-Security-Policy"]
    assert dict(reply.headers)["Cache-Control"] == ASK_AGAIN


def test_a_console_that_was_not_built_says_what_to_do(files: Path) -> None:
    (files / "console/dist/index.html").unlink()
    reply = static.console("GET", "http://localhost:8000", files)
    assert (reply.status, json.loads(reply.body)["code"]) == (404, "not_built")
    with pytest.raises(UnfitError, match="make console"):
        static_files.collect(files, files.parent / "build")


def test_the_package_knows_the_names_that_the_bucket_has(files: Path, aws: None) -> None:
    built, site = files.parent / "build", files.parent / "site"
    (site / "chalicelib").mkdir(parents=True)
    static_files.collect(files, built)
    static_files.add_manifest(files, site)
    s3 = boto3.Session(region_name="us-east-1").client("s3")
    s3.create_bucket(Bucket="static-files")
    uploading.upload_named_by_content(s3, "static-files", built)
    assert "static/widget/widget.js" not in _keys(s3), "the old launcher stays until all it needs is there"
    kept = uploading.stable(built)
    s3.create_bucket(Bucket="releases")
    for served, content in kept.items():
        s3.put_object(Bucket="releases", Key=served, Body=content)
    uploading.put_back(s3, "releases", "static-files", {served: served for served in kept})
    names = json.loads((site / "chalicelib/assets.json").read_text("utf-8"))
    assert _keys(s3) == {f"static/{name}" for name in names.values()}
    launcher = s3.head_object(Bucket="static-files", Key="static/widget/widget.js")
    assert (launcher["ContentType"], launcher["CacheControl"]) == ("text/javascript; charset=utf-8", FIVE_MINUTES)


def test_an_older_version_stays_for_pages_that_are_still_open(files: Path, aws: None) -> None:
    s3 = boto3.Session(region_name="us-east-1").client("s3")
    s3.create_bucket(Bucket="static-kept")
    for content in ("a{}", "b{}  "):
        (files / "portal/portal.css").write_text(content, encoding="utf-8")
        static_files.collect(files, files.parent / "build")
        uploading.upload_named_by_content(s3, "static-kept", files.parent / "build")
    assert len([key for key in _keys(s3, "static-kept") if key.startswith("static/portal/")]) == 2


def _keys(s3: object, bucket: str = "static-files") -> set[str]:
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]}  # type: ignore[attr-defined]
