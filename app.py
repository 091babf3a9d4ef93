"""The Chalice app: the HTTP API, and every function that AWS calls otherwise.

Functions that are not HTTP stay in this module: on a Blueprint, Lambda's handler would skip app.py and with it the
middleware. The ARNs in the decorators are dummies; the template in infra/ puts the real ones. Each function imports its
job when it is called, because every function of the deployment loads this module.
"""

from __future__ import annotations

import sys
from typing import Any

from chalice.app import Chalice

from chalicelib import api, chalice_commands, portal
from chalicelib.config import is_loaded_by_chalice, serves_http

if is_loaded_by_chalice():
    chalice_commands.stop(chalice_commands.command(sys.argv[1:]))

app = Chalice("workestra-tickets", configure_logs=False)
api.mount(app)
portal.mount(app)
if serves_http():
    api.preload()

_QUEUE = "arn:aws:sqs:us-east-1:000000000000:"
_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/desk/stream/2000-01-01T00:00:00.000"


@app.on_sqs_message(queue_arn=_QUEUE + "mail-in", batch_size=10)
def ingest_mail(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.ingest_mail import handle  # cold start: see the top

    return handle(event.to_dict())


@app.on_dynamodb_record(stream_arn=_STREAM, batch_size=100)
def notify(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.react import handle_stream  # cold start: see the top

    return handle_stream(event.to_dict(), "notify", event.context.get_remaining_time_in_millis)


@app.on_dynamodb_record(stream_arn=_STREAM, batch_size=25)
def index(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.react import handle_stream  # cold start: see the top

    return handle_stream(event.to_dict(), "index", event.context.get_remaining_time_in_millis)


@app.on_sqs_message(queue_arn=_QUEUE + "react-retry", batch_size=10)
def react_retry(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.react import handle_retries  # cold start: see the top

    return handle_retries(event.to_dict(), event.context.get_remaining_time_in_millis)


@app.on_sqs_message(queue_arn=_QUEUE + "mail-out", batch_size=5)
def deliver_mail(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.deliver_mail import handle  # cold start: see the top

    return handle(event.to_dict(), event.context.get_remaining_time_in_millis)


@app.on_sqs_message(queue_arn=_QUEUE + "ses-events", batch_size=10)
def record_delivery(event: Any) -> dict[str, Any]:
    from chalicelib.jobs.record_delivery import handle  # cold start: see the top

    return handle(event.to_dict(), event.context.get_remaining_time_in_millis)


@app.schedule("rate(1 minute)")
def sla_tick(event: Any) -> None:
    from chalicelib.jobs.sla_tick import handle  # cold start: see the top

    handle(event.to_dict())
