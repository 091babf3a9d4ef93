"""A directory → a zip that is the same, byte for byte, whenever it is made of the same files."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from infra.package.errors import UnfitError
from infra.package.runtime import chosen

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name."""

READABLE = 0o644
MOST_BYTES = 25 * 1024 * 1024
AARCH64 = 0xB7
"""e_machine of the ELF header: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"""


def make_zip(directory: Path, archive: Path) -> None:
    """Zip all files of `directory`, in order of their names, without times or owners."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for file in sorted(path for path in directory.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(directory).as_posix(), LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = READABLE << 16
            target.writestr(entry, file.read_bytes())


def refuse_large(archive: Path, most: int = MOST_BYTES) -> None:
    """Lambda takes 50 MB, but every start loads the zip: half of that is our own bound."""
    size = archive.stat().st_size
    if size > most:
        raise UnfitError(f"the zip has {size / 1048576:.1f} MB, more than {most / 1048576:.0f}")


def refuse_foreign_binaries(directory: Path) -> None:
    """Every shared library must be for Lambda's processor."""
    foreign = [str(file.relative_to(directory)) for file in directory.rglob("*.so*") if not is_for_arm64(file)]
    if foreign:
        raise UnfitError(f"not built for arm64: {', '.join(sorted(foreign))}")


def is_for_arm64(library: Path) -> bool:
    with library.open("rb") as file:
        header = file.read(20)
    return header[:4] == b"\x7fELF" and struct.unpack_from("<H", header, 18)[0] == AARCH64


def refuse_without_byte_code(directory: Path) -> None:
    """A source without byte code would be compiled at every cold start."""
    tag = f"*.{chosen().runtime.cache_tag}.pyc"
    compiled = {(file.parent.parent, file.name.split(".")[0]) for file in directory.rglob(tag)}
    bare = [file for file in directory.rglob("*.py") if (file.parent, file.stem) not in compiled]
    if bare:
        raise UnfitError(f"without byte code: {', '.join(sorted(str(file.relative_to(directory)) for file in bare))}")
