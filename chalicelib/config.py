"""Settings of one deployment. The only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentSettings:
    """The settings that deployments differ in. Names are those of the environment variables, in lower case.

    `base_url` is where console and API live, `portal_url` where customers go; neither ends in a slash. Links are made
    from these two alone, never from a request's Host header. Account mails come from `no-reply@<mail_domain>`.
    `files_origin` is where browsers send and fetch files. `dns_server` (`host:port`) is asked about mail domains; the
    machine's own when it is empty.
    `model_hosts` are hosts of language models that may be in the deployment's own network, `issuer_hosts` those of
    companies' sign-on.
    """

    stage: str
    region: str
    table_name: str
    files_bucket: str
    files_origin: str
    mail_bucket: str
    mail_queue_url: str
    retry_queue_url: str
    base_url: str
    portal_url: str
    user_pool_id: str
    user_pool_client_id: str
    secrets_parameter: str
    ses_configuration_set: str
    mail_domain: str
    dns_server: str = ""
    model_hosts: frozenset[str] = frozenset()
    issuer_hosts: frozenset[str] = frozenset()

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> DeploymentSettings:
        """Read them; a missing one raises KeyError naming it, at start rather than in the middle of a request."""
        region = environment["AWS_REGION"]
        return cls(
            stage=environment["STAGE"],
            region=region,
            table_name=environment["TABLE_NAME"],
            files_bucket=environment["FILES_BUCKET"],
            files_origin=environment.get("AWS_ENDPOINT_URL_S3") or _origin_of(environment["FILES_BUCKET"], region),
            mail_bucket=environment["MAIL_BUCKET"],
            mail_queue_url=environment["MAIL_QUEUE_URL"],
            retry_queue_url=environment["RETRY_QUEUE_URL"],
            base_url=environment["BASE_URL"].rstrip("/"),
            portal_url=environment["PORTAL_URL"].rstrip("/"),
            user_pool_id=environment["USER_POOL_ID"],
            user_pool_client_id=environment["USER_POOL_CLIENT_ID"],
            secrets_parameter=environment["SECRETS_PARAMETER"],
            ses_configuration_set=environment["SES_CONFIGURATION_SET"],
            mail_domain=environment["MAIL_DOMAIN"],
            dns_server=environment.get("DNS_SERVER", ""),
            model_hosts=_hosts(environment, "MODEL_HOSTS"),
            issuer_hosts=_hosts(environment, "ISSUER_HOSTS"),
        )


def _hosts(environment: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(environment.get(name, "").replace(",", " ").split())


def _origin_of(bucket: str, region: str) -> str:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html; boto3 leaves us-east-1 out."""
    return f"https://{bucket}.s3{'' if region == 'us-east-1' else f'.{region}'}.amazonaws.com"


@cache
def settings() -> DeploymentSettings:
    """The settings of this process, read once."""
    return DeploymentSettings.read(os.environ)


def serves_http() -> bool:
    """Return whether this is the Lambda function behind API Gateway; Lambda tells each function its own handler."""
    return os.environ.get("_HANDLER") == "app.app"


def stack_name() -> str:
    """Return whose metrics are counted here. Several desks of one account are told apart by it; a desk on one machine
    is `local`."""
    return os.environ.get("STACK_NAME", "local")


def is_loaded_by_chalice() -> bool:
    """Return whether a command of Chalice's has the app loaded, not AWS and not a desk on one machine."""
    return os.environ.get("AWS_CHALICE_CLI_MODE") == "true"
