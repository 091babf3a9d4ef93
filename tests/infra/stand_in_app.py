"""An app with the same functions as app.py and two routes, so that the template's tests don't need the whole desk."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice

QUEUE = "arn:aws:sqs:us-east-1:000000000000:"
STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/desk/stream/2000-01-01T00:00:00.000"
QUEUES = {
    "ingest_mail": "mail-in",
    "react_retry": "react-retry",
    "deliver_mail": "mail-out",
    "record_delivery": "ses-events",
}


def make_app() -> Chalice:
    app = Chalice("workestra-tickets", configure_logs=False)
    app.route("/health")(dict)
    app.route("/v1/{workspace}/tickets", methods=["GET", "POST"], name="tickets")(lambda workspace: {})
    for function in ("notify", "index"):
        app.on_dynamodb_record(stream_arn=STREAM, name=function)(does_nothing)
    for function, queue in QUEUES.items():
        app.on_sqs_message(queue_arn=QUEUE + queue, name=function)(does_nothing)
    app.schedule("rate(1 minute)", name="sla_tick")(does_nothing)
    return app


def does_nothing(event: Any) -> dict[str, Any]:
    return {}
