"""Long jobs: how far each got, and what came of it."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.jobs import DeskJobOut, DeskJobsPage
from chalicelib.api.serving.routes import Call, PageQuery, Reply, route
from chalicelib.domain.privacy.jobs import DeskJob
from chalicelib.services.privacy import jobs as service


@route(
    "List long jobs, the newest first",
    description="Those that the caller asked for; with `settings:read`, everybody's. A page may have fewer than "
    "`limit`, or none: as long as there is a cursor, there may be more. Jobs are kept for 400 days.",
    query=PageQuery,
    answer=DeskJobsPage,
    refusals=("bad_cursor",),
)
def list_jobs(call: Call[PageQuery]) -> Reply:
    asked = call.page("jobs")
    page = service.jobs(call.seat, asked.limit, asked.after)
    items = [desk_job(one) for one in page.items]
    return Reply(DeskJobsPage(items=items, next_cursor=asked.next_cursor(page.position)))


@route(
    "Read a long job",
    description="For whoever asked for it, and for callers with `settings:read`; an export also for those who could "
    "have asked for it.",
    answer=DeskJobOut,
    refusals=("not_found",),
)
def read_job(call: Call) -> Reply:
    return Reply(desk_job(service.job(call.seat, call.path["id"])))


def desk_job(job: DeskJob) -> DeskJobOut:
    """Return the job as a document."""
    return DeskJobOut(
        id=job.id,
        kind=job.kind.value,
        state=job.state.value,
        subject=job.subject,
        by=AuthorOut(kind=job.by.kind.value, id=job.by.id, name=job.by.name),
        asked_at=job.asked_at,
        done_at=job.done_at,
        gone_through=job.gone_through,
        total=job.total,
        outcome=dict(job.outcome),
        detail=job.detail,
    )
