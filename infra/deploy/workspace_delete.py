"""`python -m infra.deploy workspace-delete`: a workspace goes for good, with all that it stores.

Nobody is let in before anything goes. Each step is done as often as it takes: whoever was cut off runs it again, and is
told what is left. At the end the whole table is read once more, and nothing of it is found.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from chalicelib.domain.events import SYSTEM
from chalicelib.services.files.links import logo_key
from chalicelib.services.seat import Seat
from chalicelib.services.settings.suspending import suspend
from infra.deploy.agreeing import is_agreed, names_it
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk, is_workspace
from infra.deploy.objects import folders, versions_of
from infra.deploy.saying import add_dry_run, add_workspace, progress

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk
    from chalicelib.storage.whole import Holdings

SETTLED = 35.0, 95.0
"""Seconds after which every function knows that a workspace is closed, and after which none works in it any more that
had opened it: what it had in mind of the settings is old by then, and its time is over."""
_LOOKS = 5
"""How often items are erased at most: what was on its way when the workspace was closed may come after."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    add_dry_run(parser)
    parser.set_defaults(yes=False)


def run(options: argparse.Namespace, session: Any) -> None:
    """Say what there is, ask twice, and erase it."""
    desk, variables = deployed_desk(options, session)
    name, s3, bucket = options.workspace, session.client("s3"), variables["FILES_BUCKET"]
    with desk.enter(name):
        found, files = _look(s3, bucket, name)
        if not found and not files:
            print(f"There is nothing of {name}.")
            return
        if not is_agreed(options) or not names_it("Nothing brings it back but a restored table.", name):
            return
        close(desk, name, found)
        pool = session.client("cognito-idp"), variables["USER_POOL_ID"]
        people = erase_people(name, found, pool)
        mails = erase_mails(desk, name)
        versions = erase_files(desk, name)
        items = erase_rows(name)
        print(f"Erased: {items} items, {versions} versions of files, {mails} mails, {people} people who can sign in.")
        left, files = _look(s3, bucket, name)
        if left or files:
            raise DeployError(f"Some of {name} is left, which came meanwhile. Run this again.")
    print(f"Nothing of {name} is left.")


def _look(s3: Any, bucket: str, name: str) -> tuple[Holdings, int]:
    """Return what there is, and print it."""
    from chalicelib.storage.whole import holdings  # late: it needs the table that the desk was connected to

    print(f"Looks through the whole table for {name} …", flush=True)
    found = holdings(name)
    sizes = [one.size for one in versions_of(s3, bucket, name)]
    kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(found.items.items()))
    progress(f"{sum(found.items.values())} items{f': {kinds}' if kinds else ''}")
    progress(f"{len(found.lookups)} lookups, {len(found.users)} people who can sign in")
    progress(f"{len(sizes)} versions of files, {sum(sizes) // 1_000_000} MB")
    return found, len(sizes)


def close(desk: Desk, name: str, found: Holdings) -> None:
    """Let nobody in. Suspended first, it finishes what it is at; then nothing leads to it, nor opens it, any more."""
    from chalicelib.storage import whole  # late: as above

    if is_workspace(desk, name):
        with desk.open(name) as room:
            suspend(Seat(desk, room, SYSTEM))
        progress("closed; waits until every function knows")
        time.sleep(SETTLED[0])
    whole.erase_lookups(found.lookups)
    whole.erase_general(name)
    progress("taken out of the desk; waits until no function is in it any more")
    time.sleep(SETTLED[1])


def erase_people(name: str, found: Holdings, pool: tuple[Any, str]) -> int:
    """Take its members' accounts away, but for those who are in another workspace; return how many went."""
    from chalicelib.storage import whole  # late: as above

    gone = 0
    for user_id, member_id in found.users:
        if not whole.other_workspaces(user_id, name):
            whole.erase_account(user_id, member_id)
            _erase_user(pool, user_id)
            gone += 1
        whole.erase_membership(user_id, name)
    progress(f"{gone} of {len(found.users)} people were in no other workspace: they can't sign in any more")
    return gone


def _erase_user(pool: tuple[Any, str], user_id: str) -> None:
    cognito, pool_id = pool
    try:
        cognito.admin_delete_user(UserPoolId=pool_id, Username=user_id)
    except cognito.exceptions.UserNotFoundException:
        return


def erase_mails(desk: Desk, name: str) -> int:
    """Erase the mails as they came that no other workspace has; return how many of them there were."""
    from chalicelib.storage.whole import raw_mails  # late: as above

    own, shared = raw_mails(name)
    erased = 0
    for number, key in enumerate(sorted(own), 1):
        erased += bool(desk.raw_mail.erase(key))
        if number % 1000 == 0:
            progress(f"{number} of {len(own)} mails")
    progress(f"{erased} mails erased; {len(shared)} stay, which other workspaces have too")
    return erased


def erase_files(desk: Desk, name: str) -> int:
    versions = desk.files.erase(logo_key(name))
    for folder in folders(name):
        versions += (some := desk.files.erase_folder(folder))
        progress(f"{some} versions in {folder}")
    return versions


def erase_rows(name: str) -> int:
    """Erase the items until a look finds none; return how many there were."""
    from chalicelib.storage.whole import erase_items  # late: as above

    erased = 0
    for _ in range(_LOOKS):
        some = erase_items(name)
        erased += some
        progress(f"{erased} items")
        if not some:
            break
    return erased
