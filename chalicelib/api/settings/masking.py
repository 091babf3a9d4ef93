"""What a desk masks in what people write: read and changed."""

from __future__ import annotations

from chalicelib.api.schemas.masking import MaskingBody, MaskingOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.masking import Masking
from chalicelib.services.settings import masking as service


@route("Read what is masked", permission=Permission.SETTINGS_READ, answer=MaskingOut)
def read_masking(call: Call) -> Reply:
    return Reply(_shown(service.masking(call.room)))


@route(
    "Choose what is masked",
    description="In texts that come in from now on, and for good. Files are not masked.",
    permission=Permission.SETTINGS_WRITE,
    body=MaskingBody,
    answer=MaskingOut,
    refusals=("conflict",),
)
def change_masking(call: Call[NoQuery, MaskingBody]) -> Reply:
    return Reply(_shown(service.change_masking(call.seat, named(call.body))))


def _shown(chosen: Masking) -> MaskingOut:
    return MaskingOut(kinds=list(chosen.kinds), patterns=list(chosen.patterns))
