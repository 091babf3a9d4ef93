"""`python -m infra.local`: the whole desk on one machine, until Ctrl+C."""

from __future__ import annotations

import argparse
import contextlib
import gc
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

FOLDER = Path(__file__).parents[2] / ".local"
TERMINAL = sys.stdout
LOG = "desk.log"


def main() -> None:
    """Start, say where everything is, and wait to be ended."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        _run(arguments)
    _tell("The desk is closed.")


def _run(arguments: argparse.Namespace) -> None:
    for port in (arguments.port, arguments.smtp_port):
        _check_free(port)
    _tell("Starting the desk …")
    gc.disable()  # what is made at the start stays: looking through it time and again takes a tenth of the start
    # cold start: behind the first words on the terminal, with the collector off
    from botocore.exceptions import EndpointConnectionError

    from infra.local.desk import LocalDesk, LostSecretsError, Wanted
    from infra.local.state import write_atomically

    wanted = Wanted(**vars(arguments))
    about = wanted.folder / "desk.json"
    about.unlink(missing_ok=True)
    with _app_output_in(wanted.folder / LOG):
        desk = LocalDesk(wanted, _tell)
        try:
            desk.start()
        except EndpointConnectionError:
            _give_up(f"No DynamoDB answers at {arguments.dynamodb}.")
        except LostSecretsError:
            _give_up(f"The table at {arguments.dynamodb} has a desk, but its secrets are no longer in {wanted.folder}.")
        gc.freeze()
        gc.enable()
        write_atomically(about, desk.about)
        try:
            _welcome(desk.about, wanted.folder)
            threading.Event().wait()
        finally:
            about.unlink(missing_ok=True)
            desk.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("--port", type=_port, default=8000, help="of the web server (default 8000)")
    parser.add_argument("--smtp-port", type=_port, default=2525, help="of the mail server (default 2525)")
    parser.add_argument(
        "--dynamodb", default="memory", help="`memory`, or the URL of DynamoDB Local, which keeps the data"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where what is kept goes (default .local)")
    parser.add_argument(
        "--begins", type=_moment, help="when the desk's clock starts, as 2027-03-02T09:30Z (default: now)"
    )
    parser.add_argument(
        "--history",
        action=argparse.BooleanOptionalAction,
        help="whether the demo, where it is made, has a past of ninety days (default: in memory alone, since DynamoDB "
        "Local takes minutes for it)",
    )
    return parser.parse_args()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a moment has a time zone, such as Z")
    return moment


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65_536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def _check_free(port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as refusal:
        _give_up(
            f"Port {port} can't be used: {refusal.strerror}. Choose another one, for example: make run PORT={port + 1}"
        )


@contextlib.contextmanager
def _app_output_in(path: Path) -> Iterator[None]:
    """What the app prints, its log and its metrics, goes into a file; the terminal is for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", buffering=1) as file, contextlib.redirect_stdout(file):
        yield


def _welcome(about: dict[str, Any], folder: Path) -> None:
    _tell(
        f"""
The desk is ready.

  Console     {about["base_url"]}/console/
  Portal      {about["portal_url"]}
  Widget      {about["widget_demo_url"]}
  API         {about["base_url"]}/docs
  Sent mail   {about["mailbox_url"]}
  Mail in     {about["smtp_host"]}:{about["smtp_port"]}, to {about["support_address"]}

  Sign in as  {about["email"]}  with  {about["password"]}
  API key     {about["api_key"]}

All of this is in {folder / "desk.json"}, the app's log in {folder / LOG}. Ctrl+C ends the desk."""
    )


def _tell(text: str) -> None:
    print(text, file=TERMINAL, flush=True)


def _give_up(text: str) -> NoReturn:
    print(text, file=sys.stderr, flush=True)
    raise SystemExit(1)


def _interrupt(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
