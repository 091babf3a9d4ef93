"""Archives in pieces, as the standard library reads them: also beyond 4 GB, and with more files than 65,535."""

from __future__ import annotations

import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.privacy import zips
from chalicelib.domain.privacy.zips import ZipEntry

AT = datetime(2026, 11, 23, 12, 30, 8, tzinfo=UTC)
GB = 1024**3


def written(path: Path, files: list[tuple[str, bytes]], holes: int = 0) -> None:
    """Write an archive, each file so many bytes behind the one before it."""
    entries = []
    with path.open("wb") as out:
        for name, content in files:
            out.seek(out.tell() + holes)
            entry = ZipEntry(name, len(content), zlib.crc32(content), out.tell())
            out.write(zips.header(entry, AT) + content)
            entries.append(entry)
        begins = out.tell()
        directory = b"".join(zips.directory_record(entry, AT) for entry in entries)
        out.write(directory + zips.end(len(entries), begins, len(directory)))


def read(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert all(one.date_time == (2026, 11, 23, 12, 30, 8) for one in archive.infolist())
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_files_are_read_as_they_were_written(tmp_path: Path) -> None:
    files = [("index.html", b"<p>"), ("files/1-مرحبا 🦄.txt", b"\0" * 1000), ("empty", b"")]
    written(tmp_path / "a.zip", files)
    assert read(tmp_path / "a.zip") == files


def test_none_is_an_archive_too(tmp_path: Path) -> None:
    written(tmp_path / "a.zip", [])
    assert read(tmp_path / "a.zip") == []


def test_what_begins_beyond_4_gb_is_found(tmp_path: Path) -> None:
    files = [("a", b"one"), ("b", b"two"), ("c", b"three")]
    written(tmp_path / "a.zip", files, holes=2 * GB)
    assert (tmp_path / "a.zip").stat().st_size > 6 * GB
    assert read(tmp_path / "a.zip") == files
    (tmp_path / "a.zip").unlink()


def test_more_files_than_16_bits_count_are_found(tmp_path: Path) -> None:
    written(tmp_path / "a.zip", [(str(number), b"") for number in range(70_000)])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert len(archive.namelist()) == 70_000


def test_a_file_beyond_4_gb_says_its_size_in_64_bits() -> None:
    header = zips.header(ZipEntry("a", 5 * GB, 0, 0), AT)
    assert header[-16:] == (5 * GB).to_bytes(8, "little") * 2


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20).filter(lambda one: _is_plain(one)), st.binary())))
def test_whatever_is_in_it_is_read_as_it_was(tmp_path_factory: object, files: list[tuple[str, bytes]]) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"  # type: ignore[attr-defined]
    written(path, list(dict(files).items()))
    assert read(path) == list(dict(files).items())


def _is_plain(name: str) -> bool:
    return not set(name) & {"\0", "/", "\\"} and not any("\ud800" <= letter <= "\udfff" for letter in name)
