"""The first workspace of a deployed desk, made with the settings its functions have."""

from __future__ import annotations

import argparse
import getpass
import itertools
import re
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib import bootstrap, config
from chalicelib.domain.people.people import Role
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services.accounts import passwords
from chalicelib.services.mail.outgoing.deliver import deliver, key_of_message
from chalicelib.services.settings import create_workspace
from chalicelib.services.sla.tick import tick
from infra.deploy import addresses, first_workspace, mail_domain
from infra.deploy.__main__ import RUN, parser
from infra.deploy.errors import DeployError
from tests.support.cuts import cut
from tests.support.deployed import Deployed
from tests.support.desk import Resources

PASSWORD = "correct horse battery staple 9"


class NewDesk(Deployed):
    """A deployed stack with nothing in it yet."""

    def __init__(self, made: Resources) -> None:
        super().__init__(made.environment)
        self.outbox = made.outbox
        self.workspace = f"acme-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def deployed(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewDesk]:
    made = Resources()
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    forget()
    yield NewDesk(made)
    forget()


def forget() -> None:
    bootstrap.desk.cache_clear()
    config.settings.cache_clear()


def wish(workspace: str, *more: str) -> argparse.Namespace:
    given = ["first-workspace", "--stack", "desk", "--workspace", workspace, "--name", "Acme Support"]
    people = ["--support-address", "support@acme.example", "--admin-email", "ana@acme.example"]
    return parser().parse_args([*given, *people, *more])


def workspace(deployed: NewDesk) -> Workspace:
    with bootstrap.desk().open(deployed.workspace) as room:
        return room.workspace


def queued(deployed: NewDesk) -> list[Any]:
    answer = boto3.client("sqs").receive_message(
        QueueUrl=deployed.environment["MAIL_QUEUE_URL"], MaxNumberOfMessages=10
    )
    return list(answer.get("Messages", []))


def test_the_workspace_has_an_admin_who_is_invited_by_mail(
    deployed: NewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    first_workspace.run(wish(deployed.workspace, "--admin-name", "Ana K."), deployed)
    [admin] = workspace(deployed).members.values()
    assert (admin.name, admin.email, admin.role, admin.can_delete) == ("Ana K.", "ana@acme.example", Role.ADMIN, True)
    assert len(queued(deployed)) == 1
    assert deployed.environment["BASE_URL"] in capsys.readouterr().out


def test_with_a_password_typed_here_the_admin_can_sign_in_without_any_mail(
    deployed: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: PASSWORD)
    first_workspace.run(wish(deployed.workspace, "--ask-password"), deployed)
    assert bootstrap.desk().identity.sign_in("ana@acme.example", PASSWORD)
    assert queued(deployed) == []


@pytest.mark.parametrize("asked", [(), ("--ask-password",)], ids=["invited", "password"])
def test_cut_off_anywhere_and_run_again_it_ends_with_an_admin_who_can_sign_in(
    deployed: NewDesk, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: PASSWORD)
    for number in itertools.count(1):
        deployed.workspace, email = f"acme-{uuid.uuid4().hex[:8]}", f"ana{number}@acme.example"
        addresses = ("--support-address", f"help{number}@acme.example", "--admin-email", email)
        wanted = wish(deployed.workspace, *addresses, *asked)
        with cut(after=number) as calls:
            first_workspace.run(wanted, deployed)
        forget()
        first_workspace.run(wanted, deployed)

        [admin] = workspace(deployed).members.values()
        assert (admin.email, admin.role, admin.active) == (email, Role.ADMIN, True)
        if not asked:
            choose_password(deployed, email, client=f"198.51.100.{number}")
        assert isinstance(bootstrap.desk().identity.sign_in(email, PASSWORD), str)
        assert [mail.to for mail in deployed.outbox.mails].count((email,)) == (0 if asked else 1)
        forget()
        if not calls.was_cut:
            break
    assert number > 5


def choose_password(deployed: NewDesk, email: str, client: str) -> None:
    """Follow the link that was mailed, once all that is queued was sent."""
    for message in queued(deployed):
        deliver(bootstrap.desk(), key_of_message(message["Body"]))
    [mail] = [mail for mail in deployed.outbox.mails if mail.to == (email,)]
    found = re.search(r"/account/password/(\S+)", mail.text)
    assert found
    passwords.set_password(bootstrap.desk(), found[1], PASSWORD, client=client)


def test_run_again_for_a_member_who_is_no_admin_it_says_so_and_changes_nothing(deployed: NewDesk) -> None:
    first_workspace.run(wish(deployed.workspace, "--admin-email", "bo@acme.example"), deployed)
    create_workspace.add_member(
        bootstrap.desk(), deployed.workspace, "Ana K.", "ana@acme.example", Role.VIEWER, invited_by=None
    )
    forget()
    with pytest.raises(DeployError, match="member already"):
        first_workspace.run(wish(deployed.workspace), deployed)
    assert len(queued(deployed)) == 1


def test_an_address_of_another_workspace_is_refused(deployed: NewDesk) -> None:
    first_workspace.run(wish(deployed.workspace), deployed)
    with pytest.raises(DeployError, match="taken"):
        first_workspace.run(wish("other"), deployed)


def test_a_weak_password_is_refused_before_anything_is_made(deployed: NewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "short")
    with pytest.raises(DeployError, match="password"):
        first_workspace.run(wish(deployed.workspace, "--ask-password"), deployed)
    with bootstrap.desk().enter(deployed.workspace):
        assert bootstrap.desk().settings.load(deployed.workspace) is None


def test_an_address_whose_mail_does_not_come_here_is_refused_unless_it_is_forwarded(deployed: NewDesk) -> None:
    for address in ("support@example.com", "support@sub.acme.example", "support@acme.example.com", "support"):
        with pytest.raises(DeployError, match=r"doesn't come here.* such as support@acme\.example.* --forwarded"):
            first_workspace.run(wish(deployed.workspace, "--support-address", address), deployed)
    with bootstrap.desk().enter(deployed.workspace):
        assert bootstrap.desk().settings.load(deployed.workspace) is None
    forget()
    forwarded = ("--support-address", "support@example.com", "--forwarded")
    first_workspace.run(wish(deployed.workspace, *forwarded), deployed)
    assert workspace(deployed).members


def test_the_mail_domain_is_the_same_however_it_is_written(deployed: NewDesk) -> None:
    first_workspace.run(wish(deployed.workspace, "--support-address", "Support@ACME.example"), deployed)
    assert workspace(deployed).members


def is_asked_for(deployed: NewDesk, kind: str) -> bool:
    with bootstrap.desk().enter(deployed.workspace):
        return bootstrap.desk().work.find(deployed.workspace, kind) is not None


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("list-addresses", "pointers"),
        ("list-mailboxes", "mailboxes"),
        ("list-sla", "sla_keys"),
        ("count-reports", "report_history"),
    ],
)
def test_the_operator_has_the_addresses_of_old_tickets_noted(
    deployed: NewDesk, command: str, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first_workspace.run(wish(deployed.workspace), deployed)
    given = [command, "--stack", "desk", "--workspace"]
    RUN[command](parser().parse_args([*given, deployed.workspace, "--dry-run"]), deployed)
    assert not is_asked_for(deployed, kind)
    waited: list[float] = []

    def cut_off_once(pause: float) -> None:
        """At first somebody cuts it off; run again, the desk does what is due meanwhile."""
        waited.append(pause)
        if len(waited) == 1:
            raise KeyboardInterrupt
        tick(bootstrap.desk(), 20)

    monkeypatch.setattr(addresses, "sleep", cut_off_once)
    with pytest.raises(KeyboardInterrupt):
        RUN[command](parser().parse_args([*given, deployed.workspace]), deployed)
    assert is_asked_for(deployed, kind)
    capsys.readouterr()
    RUN[command](parser().parse_args([*given, deployed.workspace]), deployed)
    said = capsys.readouterr().out
    assert "It was asked for before, and is under way." in said
    assert "  0 of about 0 tickets\n" in said
    assert said.endswith(f"All tickets of {deployed.workspace} were gone through.\n")
    assert not is_asked_for(deployed, kind)
    assert len(waited) == 2
    with pytest.raises(DeployError):
        RUN[command](parser().parse_args([*given, "nobody"]), deployed)


def test_the_operator_makes_a_domain_a_workspaces_and_refuses_it_to_others(deployed: NewDesk) -> None:
    first_workspace.run(wish(deployed.workspace), deployed)
    given = ["mail-domain", "--stack", "desk", "--workspace", deployed.workspace, "--domain"]
    mail_domain.run(parser().parse_args([*given, "acme.example"]), deployed)
    assert bootstrap.desk().accounts.domain_owner("acme.example") == deployed.workspace
    with pytest.raises(DeployError, match="Another workspace"):
        first_workspace.run(wish("other", "--support-address", "b@acme.example"), deployed)
    with pytest.raises(DeployError, match="below this one"):
        mail_domain.run(parser().parse_args([*given, "co.uk"]), deployed)
