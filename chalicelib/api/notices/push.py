"""The browsers that somebody has notices shown in: a person's own, in whatever workspace."""

from __future__ import annotations

from chalicelib.api.schemas.push import (
    PushEndpointBody,
    PushSubscriptionBody,
    PushSubscriptionOut,
    PushSubscriptionsOut,
    PushTrialOut,
)
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, NoQuery, Reply, route
from chalicelib.domain.errors import DeskError
from chalicelib.domain.notices.push import PushSubscription
from chalicelib.services.notices import push as service
from chalicelib.services.people.callers import member_id


@route("List the browsers that show me notices", access=Access.PERSON, answer=PushSubscriptionsOut)
def subscriptions(call: Call) -> Reply:
    items = [_shown(one) for one in call.desk.pushes.of(_own(call))]
    return Reply(PushSubscriptionsOut(public_key=service.public_key(call.desk), items=items))


@route(
    "Have notices shown in a browser",
    access=Access.PERSON,
    body=PushSubscriptionBody,
    answer=PushSubscriptionOut,
    refusals=("too_many",),
)
def subscribe(call: Call[NoQuery, PushSubscriptionBody]) -> Reply:
    """The same browser again is the same subscription, with what it says now."""
    body = call.body
    wanted = PushSubscription(
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
        seed="",
        language=body.language,
        sign_in=call.person.token.sign_in_id,
    )
    return Reply(_shown(service.subscribe(call.desk, _own(call), wanted, titles=body.titles)))


@route("Have no more notices shown in a browser", access=Access.PERSON, body=PushEndpointBody, status=204)
def unsubscribe(call: Call[NoQuery, PushEndpointBody]) -> Answer:
    service.unsubscribe(call.desk, _own(call), call.body.endpoint)
    return Answer(204, "")


@route(
    "Send a browser something to show at once",
    access=Access.PERSON,
    body=PushEndpointBody,
    answer=PushTrialOut,
    refusals=("not_found",),
)
def try_out(call: Call[NoQuery, PushEndpointBody]) -> Reply:
    return Reply(PushTrialOut(outcome=service.try_out(call.desk, _own(call), call.body.endpoint)))


def _own(call: Call) -> str:
    """Return whose browsers they are. Raises DeskError `forbidden` for whom a company vouches: what is shown there is
    of every workspace."""
    if call.person.token.workspace:
        raise DeskError("forbidden", "Notices on this device take a sign-in by password.")
    return member_id(call.person.user_id)


def _shown(one: PushSubscription) -> PushSubscriptionOut:
    return PushSubscriptionOut(
        id=one.id, service=one.host, titles=one.titles, language=one.language, created_at=one.made_at
    )
