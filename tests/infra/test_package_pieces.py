"""The pieces of packaging that make the zip."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from infra.package import archive, bill, botocore_data, needs, parts, shipped, site
from infra.package.errors import UnfitError
from infra.package.parts import combine
from infra.package.revision import Revision
from infra.package.runtime import chosen

UNCHECKED_HASH = 1
"""The flags word of byte code that is used without a look at its source: PEP 552."""


def write(folder: Path, name: str, content: str | bytes = "") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def library(machine: int) -> bytes:
    return b"\x7fELF" + bytes(14) + struct.pack("<H", machine) + bytes(40)


def test_the_same_files_give_the_same_zip_whenever_and_in_whatever_order_they_were_made(tmp_path: Path) -> None:
    for folder, names in (("one", ["a.py", "b/c.py"]), ("two", ["b/c.py", "a.py"])):
        for age, name in enumerate(names):
            os.utime(write(tmp_path / folder, name, name), (age * 1e9, age * 1e9))
        archive.make_zip(tmp_path / folder, tmp_path / f"{folder}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_in_the_zip_can_be_read_by_lambda(tmp_path: Path) -> None:
    file = write(tmp_path / "site", "app.py", "x = 1\n")
    file.chmod(0o600)
    archive.make_zip(tmp_path / "site", tmp_path / "site.zip")
    with zipfile.ZipFile(tmp_path / "site.zip") as zipped:
        [entry] = zipped.infolist()
        assert entry.external_attr >> 16 == 0o644
        assert zipped.read(entry) == b"x = 1\n"


def test_commands_of_what_is_installed_and_their_manuals_do_not_ship(tmp_path: Path) -> None:
    write(tmp_path, "bin/segno")
    write(tmp_path, "share/man/man1/segno.1")
    write(tmp_path, "segno/__init__.py")
    site.remove_commands(tmp_path)
    site.remove_commands(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["segno"]


def test_a_zip_over_the_bound_is_refused(tmp_path: Path) -> None:
    zipped = write(tmp_path, "large.zip", bytes(101))
    archive.refuse_large(zipped, most=101)
    with pytest.raises(UnfitError, match="more than"):
        archive.refuse_large(zipped, most=100)


def test_a_library_for_another_processor_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "good.abi3.so", library(archive.AARCH64))
    archive.refuse_foreign_binaries(tmp_path)
    write(tmp_path, "package/bad.so", library(0x3E))
    with pytest.raises(UnfitError, match=r"not built for arm64: package/bad\.so"):
        archive.refuse_foreign_binaries(tmp_path)


def test_byte_code_is_used_unchecked_and_names_files_as_lambda_has_them(tmp_path: Path) -> None:
    source = write(tmp_path, "package/module.py", "def where():\n    return where.__code__.co_filename\n")
    site.compile_sources(tmp_path)
    compiled = source.parent / "__pycache__" / f"module.{chosen().runtime.cache_tag}.pyc"
    assert struct.unpack_from("<I", compiled.read_bytes(), 4)[0] == UNCHECKED_HASH
    assert b"/var/task/package/module.py" in compiled.read_bytes()
    assert str(tmp_path).encode() not in compiled.read_bytes()


def test_a_source_without_byte_code_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "good.py")
    site.compile_sources(tmp_path)
    archive.refuse_without_byte_code(tmp_path)
    write(tmp_path, "package/late.py")
    with pytest.raises(UnfitError, match=r"package/late\.py"):
        archive.refuse_without_byte_code(tmp_path)


def test_chalice_itself_is_not_installed_with_its_command_line() -> None:
    assert site.without_chalice(["# chalice", "chalice==1.0", "boto3>=1"]) == ["# chalice", "boto3>=1"]


def test_the_app_ships_without_the_byte_code_of_this_python(tmp_path: Path) -> None:
    site.add_app(tmp_path)
    assert (tmp_path / "app.py").is_file()
    assert (tmp_path / "chalicelib" / "config.py").is_file()
    assert not list(tmp_path.rglob("__pycache__"))


def test_botocore_keeps_what_the_desk_uses_and_its_general_data(tmp_path: Path) -> None:
    data = tmp_path / "botocore" / "data"
    for name in ("endpoints.json", "s3/2006/service-2.json", "s3/2006/examples-1.json", "braket/2019/service-2.json"):
        write(data, name)
    for service in botocore_data.KEPT:
        (data / service).mkdir(exist_ok=True)
    write(tmp_path / "boto3" / "data", "ec2/resources.json")
    botocore_data.trim(tmp_path)
    assert (data / "endpoints.json").is_file()
    assert (data / "s3/2006/service-2.json").is_file()
    assert not (data / "s3/2006/examples-1.json").exists()
    assert not (data / "braket").exists()
    assert not (tmp_path / "boto3" / "data" / "ec2").exists()


def test_a_service_the_code_asks_for_but_the_package_lacks_is_named(tmp_path: Path) -> None:
    source = 'import boto3\nboto3.client("sqs")\nclient("braket", region_name="x")\nother("s3")\n'
    file = write(tmp_path / "chalicelib", "adapters/quantum.py", source)
    assert list(needs.services_asked_for(file)) == ["sqs", "braket"]
    with pytest.raises(UnfitError, match="braket"):
        botocore_data.refuse_missing_services(tmp_path)


def test_a_module_the_code_imports_but_the_package_lacks_is_named(tmp_path: Path) -> None:
    write(tmp_path, "app.py", "import json\nfrom chalicelib import config\n")
    write(
        tmp_path, "chalicelib/config.py", "import single\nfrom . import other\n\ndef late():\n    import absent.deep\n"
    )
    write(tmp_path, "single.py")
    with pytest.raises(UnfitError, match="imports absent, which"):
        needs.refuse_missing_modules(tmp_path)
    write(tmp_path, "absent.cpython-313-aarch64-linux-gnu.so")
    needs.refuse_missing_modules(tmp_path)


def test_two_parts_that_set_the_same_thing_are_refused() -> None:
    assert combine({"a": {"b": 1}}, {"a": {"c": 2}}) == {"a": {"b": 1, "c": 2}}
    with pytest.raises(ValueError, match="a/b is set twice"):
        combine({"a": {"b": 1}}, {"a": {"b": 1}})


LOCK = (parts.ROOT / "requirements-dev.lock").read_text("utf-8")
REQUIREMENTS = (parts.ROOT / "requirements.txt").read_text("utf-8").splitlines()


def test_whatever_is_locked_has_hashes_and_comes_from_no_place_but_the_index() -> None:
    known = shipped.entries(LOCK)
    assert len(known) > 100
    assert [name for name, entry in known.items() if "--hash=sha256:" not in entry] == []
    assert not any(word in LOCK for word in ("://", "--index", "--find-links", " @ "))


def test_what_ships_is_locked_with_all_that_it_needs_and_no_tool_is_among_it() -> None:
    names = shipped.entries(shipped.locked(site.without_chalice(REQUIREMENTS), LOCK, "3.13")).keys()
    assert {"boto3", "botocore", "jmespath", "cryptography", "cffi", "pydantic-core", "markupsafe"} <= names
    assert not names & {"pytest", "moto", "chalice", "pip", "pip-tools", "colorama"}


def test_a_wheel_that_is_not_the_one_that_was_locked_is_never_installed(tmp_path: Path) -> None:
    command = site._pip_install(tmp_path, tmp_path / "requirements.txt", site.here())
    assert {"--require-hashes", "--no-deps"} <= set(command)


def _site_with(folder: Path, name: str, version: str, *files: str) -> None:
    about = f"{name.replace('-', '_')}-{version}.dist-info"
    write(folder, f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    write(folder, f"{about}/RECORD", "".join(f"{file},,\n" for file in (*files, f"{about}/METADATA")))
    for file in files:
        write(folder, file)


def test_the_bill_names_all_that_ships_with_version_and_origin(tmp_path: Path) -> None:
    ships = tmp_path / "site"
    _site_with(ships, "Some-Thing", "1.2", "some_thing/__init__.py", "_compiled.abi3.so")
    for name in ("app.py", "chalicelib/web.py", "chalice/app.py"):
        write(ships, name)
    zipped = write(tmp_path, "deployment.zip", b"zipped")
    built = Revision("abc123", "v1.2-3-gabc123")
    bom = bill.bill(ships, zipped, built)
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    purls = {one["purl"] for one in bom["components"]}
    assert {"pkg:pypi/some-thing@1.2", f"pkg:pypi/chalice@{version('chalice')}"} < purls
    assert any(purl.startswith("pkg:npm/%40preact/signals@") for purl in purls)
    assert not any("esbuild" in purl for purl in purls)
    assert bom["metadata"]["component"]["hashes"][0]["content"] == hashlib.sha256(b"zipped").hexdigest()
    own = bom["metadata"]["component"]
    assert (own["version"], own["properties"][0]["value"]) == ("v1.2-3-gabc123", "abc123")
    assert bom == bill.bill(ships, zipped, built)
    bill.refuse_unnamed(ships, bom)


@pytest.mark.parametrize("stranger", ["stranger/__init__.py", "stranger.py", "stranger-1.0.dist-info/METADATA"])
def test_what_the_bill_does_not_name_does_not_ship(tmp_path: Path, stranger: str) -> None:
    _site_with(tmp_path / "site", "thing", "1.2", "thing.py")
    bom = bill.bill(tmp_path / "site", write(tmp_path, "deployment.zip"), Revision())
    write(tmp_path / "site", stranger, "Name: stranger\nVersion: 1.0\n")
    with pytest.raises(UnfitError, match="whose stranger"):
        bill.refuse_unnamed(tmp_path / "site", bom)
    bom["components"] = []
    with pytest.raises(UnfitError, match="thing"):
        bill.refuse_unnamed(tmp_path / "site", bom)
