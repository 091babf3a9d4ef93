"""Erasing a person."""

from __future__ import annotations

from chalicelib.api.privacy.jobs import desk_job
from chalicelib.api.schemas.erasures import ErasureQuery, ErasureTableOut
from chalicelib.api.schemas.jobs import DeskJobOut
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.privacy import erasure as service


@route(
    "Erase a person for good",
    description="The contact with all their addresses, and those merged into them. Of their own tickets all that was "
    "said goes, with files and mails, and the numbers stay; of others' tickets what they said goes, and their name "
    "and addresses. With `preview`, nothing is done, and the answer (200) is a table of what would go; otherwise it is "
    "the job (202), whose `outcome` is the receipt. Backups have what was erased until `backups_until`.",
    permission=Permission.RIGHTS_WRITE,
    query=ErasureQuery,
    answer=DeskJobOut,
    status=202,
    also={200: ErasureTableOut},
    refusals=("not_found", "is_member", "held"),
)
def erase(call: Call[ErasureQuery]) -> Reply:
    if call.query.preview:
        return Reply(ErasureTableOut.model_validate(service.preview(call.seat, call.path["id"])), status=200)
    return Reply(desk_job(service.ask(call.seat, call.path["id"])))
