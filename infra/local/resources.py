"""Everything a deployment has, made in moto (and the table, if so asked, in DynamoDB Local)."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from infra.local import bedrock, cognito, template
from infra.local.aws import ACCOUNT, REGION, client

NOBODY = "127.0.0.1:9"
"""A port of this machine where no DNS answers: nothing here asks the real one."""
VISIBILITY = 180  # seconds; the pumps give back a failed message long before


def create(
    mail_domain: str,
    base_url: str,
    portal_url: str,
    dynamodb: str = "memory",
    *,
    name: str = "desk",
    dns_server: str = NOBODY,
    secret_values: dict[str, Any] | None = None,
) -> dict[str, str]:
    """Make a desk's resources, all called `name…`, and return the environment its functions get.

    `dynamodb` is `memory` for moto's own or the URL of another endpoint, where a table of that name is kept if there
    is one. The environment has what `chalicelib.config.Settings` reads and, beyond that, what the local desk needs.
    """
    bedrock.install()
    return {
        "DESK_NAME": name,
        "STAGE": "local",
        "MODEL_HOSTS": "localhost 127.0.0.1",
        "ISSUER_HOSTS": "localhost 127.0.0.1",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "BASE_URL": base_url,
        "PORTAL_URL": portal_url,
        "MAIL_DOMAIN": mail_domain,
        "DNS_SERVER": dns_server,
        **_table(name, None if dynamodb == "memory" else dynamodb),
        **_buckets(name),
        **_queues(name),
        **_topics(name),
        **_mail(name, mail_domain),
        **_people(name),
        **_secrets(name, secret_values or new_secrets()),
    }


def new_secrets() -> dict[str, Any]:
    """The content of the secrets parameter: a key to sign links and cursors with, the origin header's secret."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"signing": {"current": "k1", "keys": {"k1": key}}, "origin": secrets.token_urlsafe(32)}


def queue_name(desk: str, queue: str) -> str:
    """Return the name of the template's queue for this desk."""
    return f"{desk}-{queue}"


def queue_arn(name: str) -> str:
    """The ARN of the queue with this full name."""
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def _table(name: str, endpoint: str | None) -> dict[str, str]:
    dynamodb = client("dynamodb", endpoint)
    if endpoint is None or name not in dynamodb.list_tables()["TableNames"]:
        dynamodb.create_table(TableName=name, **template.table())
    stream = dynamodb.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    environment = {"TABLE_NAME": name, "STREAM_ARN": stream}
    if endpoint:
        environment |= {"AWS_ENDPOINT_URL_DYNAMODB": endpoint, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": endpoint}
    return environment


def _buckets(name: str) -> dict[str, str]:
    buckets = {"FILES_BUCKET": f"{name}-files", "MAIL_BUCKET": f"{name}-mail", "FAILURES_BUCKET": f"{name}-failures"}
    for bucket in buckets.values():
        client("s3").create_bucket(Bucket=bucket)
    return buckets


def _queues(name: str) -> dict[str, str]:
    urls = {queue: _queue(queue_name(name, queue), entry["tries"]) for queue, entry in template.queues().items()}
    return {"MAIL_QUEUE_URL": urls["mail-out"], "RETRY_QUEUE_URL": urls["react-retry"]}


def _queue(name: str, tries: int) -> str:
    sqs = client("sqs")
    sqs.create_queue(QueueName=f"{name}-dead")
    redrive = {"deadLetterTargetArn": queue_arn(f"{name}-dead"), "maxReceiveCount": tries}
    attributes = {"VisibilityTimeout": str(VISIBILITY), "RedrivePolicy": json.dumps(redrive)}
    url: str = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url


def _topics(name: str) -> dict[str, str]:
    arns = {}
    for queue, entry in template.queues().items():
        if topic := entry.get("topic"):
            arns[topic] = client("sns").create_topic(Name=f"{name}-{topic}")["TopicArn"]
            _subscribe(arns[topic], queue_arn(queue_name(name, queue)))
    return {"INBOUND_TOPIC_ARN": arns["InboundTopic"], "DELIVERY_TOPIC_ARN": arns["DeliveryTopic"]}


def _subscribe(topic: str, queue: str) -> None:
    raw = {"RawMessageDelivery": "true"}
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes=raw)


def _mail(name: str, mail_domain: str) -> dict[str, str]:
    ses = client("sesv2")
    ses.create_email_identity(EmailIdentity=mail_domain)
    ses.create_configuration_set(ConfigurationSetName=name)
    return {"SES_CONFIGURATION_SET": name}


def _people(name: str) -> dict[str, str]:
    cognito.install()
    pool_id, client_id = cognito.create_pool(name)
    return {"USER_POOL_ID": pool_id, "USER_POOL_CLIENT_ID": client_id}


def _secrets(name: str, values: dict[str, Any]) -> dict[str, str]:
    parameter = f"/{name}/secrets"
    client("ssm").put_parameter(Name=parameter, Type="SecureString", Value=json.dumps(values), Overwrite=True)
    return {"SECRETS_PARAMETER": parameter}
