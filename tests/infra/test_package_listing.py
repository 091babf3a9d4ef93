"""Going through the tickets from before: the operator sees how far the desk got."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.worklist import Work
from chalicelib.services.reports import backfill
from chalicelib.services.sla import rekey
from chalicelib.services.sla.tick import KINDS
from chalicelib.services.tickets import mailboxes, pointers
from infra.deploy import addresses
from tests.api.asking import new_ticket
from tests.support.deployed import run
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("command", "module"),
    [("list-addresses", pointers), ("list-mailboxes", mailboxes), ("list-sla", rekey), ("count-reports", backfill)],
)
def test_how_far_the_desk_got_is_told_and_what_failed(
    desk: Desk, command: str, module: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = module.KIND  # type: ignore[attr-defined]
    for title in ("Checkout", "Invoice"):
        new_ticket(desk, title=title)
    desk.settle()
    monkeypatch.setattr(module, "_PAGE", 1)
    failed: list[Work] = []

    def a_page(_pause: float) -> None:
        """A minute of the desk, in which it fails once."""
        with desk.ports.open("acme") as room:
            work = desk.ports.work.find("acme", kind)
            assert work
            if not failed:
                failed.append(work)
                desk.ports.work.put_off(work, work.at + timedelta(minutes=1))
                return
            claimed = desk.ports.work.claim(work, "c", 0)
            assert claimed
            further = KINDS[kind](desk.ports, room, claimed)
            if further:
                desk.ports.work.move_on(further, "c")
                desk.ports.work.release(further, "c")
            else:
                desk.ports.work.finish(claimed, "c")

    monkeypatch.setattr(addresses, "sleep", a_page)
    run(desk, command, "--workspace", "acme")
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("  ", "All"))]
    assert said[0] == "  0 of about 2 tickets"
    assert "it failed 1 times, the next try is at" in said[1]
    assert any(line.startswith("  1 of about 2 tickets") for line in said)
    assert said[-1] == "All tickets of acme were gone through."
