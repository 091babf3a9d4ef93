"""The export of a person: asked for, and fetched."""

from __future__ import annotations

from chalicelib.api.privacy.jobs import desk_job
from chalicelib.api.schemas.files import FileLinkOut
from chalicelib.api.schemas.jobs import DeskJobOut
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.privacy.exported import KEPT_DAYS
from chalicelib.observability import security_event
from chalicelib.services.privacy.export import ask


@route(
    "Export all that is kept of a person",
    description=(
        "What they may read themselves, and nothing else: the contact with all who were merged into them, their "
        "tickets with what was said to them, what they wrote on others', and the files, as a ZIP. It takes a while: "
        "the job says how far it is. Asked again meanwhile, the answer is the same job. The file is kept for "
        f"{KEPT_DAYS} days. It takes `tickets:read` as well."
    ),
    permission=Permission.CONTACTS_WRITE,
    answer=DeskJobOut,
    status=202,
    refusals=("not_found",),
)
def export_contact(call: Call) -> Reply:
    call.caller.check(Permission.TICKETS_READ)
    job = ask.ask_for_export(call.seat, call.path["id"])
    security_event("exported", route="contact", workspace=call.caller.workspace, caller=call.caller.id)
    location = f"{call.desk.base_url}/v1/{call.caller.workspace}/jobs/{job.id}"
    return Reply(desk_job(job), {"Location": location})


@route(
    "Ask for a short-lived link to what a job made",
    description="It takes `tickets:read` as well. Not found: there is no file, not yet, or no more.",
    permission=Permission.CONTACTS_WRITE,
    answer=FileLinkOut,
    refusals=("not_found",),
)
def link_to_file(call: Call) -> Reply:
    call.caller.check(Permission.TICKETS_READ)
    url = ask.link_to_export(call.seat, call.path["id"])
    security_event("exported", route="contact.file", workspace=call.caller.workspace, caller=call.caller.id)
    return Reply(FileLinkOut(url=url))
