"""The page that tells customers what is kept of them, for how long, and who reads it."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.domain.settings.ai_engine import EngineKind
from chalicelib.domain.tickets.timing import TRASH_TIME
from chalicelib.portal import pages
from chalicelib.portal.content import KeptFacts
from chalicelib.portal.visits import PageResponse, Visitor, page_desk

MAIL_DAYS = 90
"""How long the bucket of mails keeps each as it came."""
BACKUP_DAYS = 35
"""How long AWS can give the table, and former versions of files, as they were."""


def privacy(visitor: Visitor) -> PageResponse:
    workspace = visitor.guest.room.workspace
    region, engine = visitor.desk.post.region, workspace.ai
    where = {
        EngineKind.MODEL_FREE: "",
        EngineKind.BEDROCK: region,
        EngineKind.OPENAI_COMPATIBLE: urlsplit(engine.base_url).hostname or "",
    }
    facts = KeptFacts(
        trash_days=TRASH_TIME.days,
        mail_days=MAIL_DAYS,
        backup_days=BACKUP_DAYS,
        region=region,
        engine=engine.engine.value,
        engine_at=where.get(engine.engine, region),
        address=workspace.mailbox.address,
        place_days=workspace.retention.days,
    )
    return PageResponse(pages.privacy_page(page_desk(visitor, visitor.guest.room), facts))
