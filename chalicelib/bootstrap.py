"""The composition root: settings become a desk with everything wired. One a process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial

from chalicelib.adapters.client_secret import ClientSecret
from chalicelib.adapters.clock import SystemClock
from chalicelib.adapters.cognito import Cognito
from chalicelib.adapters.dns import Dns
from chalicelib.adapters.factor_sessions import FactorSessions
from chalicelib.adapters.ids import new_ulid
from chalicelib.adapters.models import Models
from chalicelib.adapters.oidc import Issuers
from chalicelib.adapters.s3 import Bucket
from chalicelib.adapters.secrets import Secrets, UnreadableSecretsError
from chalicelib.adapters.ses import Ses
from chalicelib.adapters.sqs import MailQueue, Queue, Queues
from chalicelib.adapters.web_push import WebPush
from chalicelib.config import DeploymentSettings, settings
from chalicelib.domain.errors import not_found
from chalicelib.domain.ranks import Rank
from chalicelib.domain.settings.workspace import Workspace, is_slug
from chalicelib.services.ports import Desk, Room
from chalicelib.storage.accounts.lookups import Accounts
from chalicelib.storage.accounts.sign_ins import SignIns
from chalicelib.storage.audit import Audit
from chalicelib.storage.files.uploads import Uploads
from chalicelib.storage.idempotency import Repeats
from chalicelib.storage.mail.held import HeldMails
from chalicelib.storage.mail.jobs import MailJobs
from chalicelib.storage.mail.pending import PendingMails
from chalicelib.storage.mail.suspended import Suspended, Unrouted
from chalicelib.storage.notices.inbox import Inbox
from chalicelib.storage.notices.pushes import Pushes
from chalicelib.storage.people.contacts import Contacts
from chalicelib.storage.privacy.erasing import Erasing
from chalicelib.storage.privacy.jobs import DeskJobs
from chalicelib.storage.rates import Rates
from chalicelib.storage.reports.reports import Reports
from chalicelib.storage.search.find import Search
from chalicelib.storage.search.index import Newest
from chalicelib.storage.settings.parts import Parts
from chalicelib.storage.settings.workspaces import SettingsStore
from chalicelib.storage.sla.due import DueList, Ticking
from chalicelib.storage.table import ranks
from chalicelib.storage.table.connection import connect
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.passing import passes
from chalicelib.storage.tickets.batches import Batches
from chalicelib.storage.tickets.counters import Counters
from chalicelib.storage.tickets.entries import stream_action
from chalicelib.storage.tickets.later import Later
from chalicelib.storage.tickets.presence import Presence
from chalicelib.storage.tickets.reminders import Reminders
from chalicelib.storage.tickets.summaries import Summaries
from chalicelib.storage.tickets.tickets import Tickets
from chalicelib.storage.tickets.timeline import Timeline
from chalicelib.storage.worklist import WorkList


@cache
def desk() -> Desk:
    """The desk of this process, wired on first use."""
    return build(settings())


def is_passing(fault: BaseException) -> bool:
    """Return whether whoever asked may well ask again: AWS was busy or silent, or the secrets can't be read, which
    somebody is putting right."""
    return isinstance(fault, UnreadableSecretsError) or passes(fault)


def in_rank(rank: Rank) -> AbstractContextManager[None]:
    """Let everything within the block go first, or yield, as this rank says."""
    return ranks.in_rank(rank)


def build(config: DeploymentSettings) -> Desk:
    connect(config.table_name, config.region)
    store, files = SettingsStore(), Bucket(config.files_bucket, config.region)
    secrets, rates = Secrets(config.secrets_parameter, config.region), Rates()
    return Desk(
        open=partial(_open_room, store, files, Newest()),
        enter=_enter,
        settings=store,
        accounts=Accounts(),
        sign_ins=SignIns(),
        pushes=Pushes(),
        jobs=MailJobs(),
        rates=rates,
        unrouted=Unrouted(),
        due=DueList(),
        work=WorkList(),
        identity=_pool(config, secrets),
        post=Ses(config.ses_configuration_set, config.region),
        push=WebPush(_contact(config)),
        dns=Dns(config.dns_server),
        mail_queue=MailQueue(config.mail_queue_url, config.region),
        retry_queue=Queue(config.retry_queue_url, config.region),
        push_queue=Queue(config.mail_queue_url, config.region),
        queues=Queues(config.region),
        files=files,
        raw_mail=Bucket(config.mail_bucket, config.region),
        clock=SystemClock(),
        secrets=secrets,
        models=Models(config.region, config.model_hosts, secrets.unseal, rates.hit, rates.counted),
        issuers=Issuers(config.issuer_hosts),
        read_action=stream_action,
        new_id=new_ulid,
        random_bytes=os.urandom,
        base_url=config.base_url,
        portal_url=config.portal_url,
        files_origin=config.files_origin,
        account_sender=f"no-reply@{config.mail_domain}",
    )


def _pool(config: DeploymentSettings, secrets: Secrets) -> Cognito:
    named = config.user_pool_id, config.user_pool_client_id, config.region
    return Cognito(*named, ClientSecret(*named), FactorSessions(secrets.seal, secrets.unseal))


def _contact(config: DeploymentSettings) -> str:
    """Push services want to know whom to reach; an address without TLS some of them refuse."""
    secure = config.base_url.startswith("https://")
    return config.base_url if secure else f"mailto:no-reply@{config.mail_domain}"


@contextmanager
def _enter(workspace: str) -> Iterator[None]:
    if not is_slug(workspace):
        raise not_found("workspace")
    with workspace_scope(workspace):
        yield


@contextmanager
def _open_room(store: SettingsStore, files: Bucket, newest: Newest, workspace: str) -> Iterator[Room]:
    with _enter(workspace):
        found = store.load(workspace)
        if found is None:
            raise not_found("workspace")
        yield _room(found, store, files, newest)


def _room(workspace: Workspace, store: SettingsStore, files: Bucket, newest: Newest) -> Room:
    keys, texts = Keys(workspace.id), Texts(files, workspace.id)
    contacts = Contacts(keys)
    return Room(
        workspace=workspace,
        tickets=Tickets(keys, texts, contacts),
        timeline=Timeline(keys, texts),
        later=Later(keys, texts),
        contacts=contacts,
        repeats=Repeats(keys),
        inbox=Inbox(keys),
        pending=PendingMails(keys),
        held=HeldMails(keys),
        suspended=Suspended(keys),
        search=Search(keys, newest),
        counters=Counters(keys),
        uploads=Uploads(keys),
        presence=Presence(keys),
        reminders=Reminders(keys),
        batches=Batches(keys),
        summaries=Summaries(keys),
        parts=Parts(keys, store.forget),
        audit=Audit(keys),
        ticking=Ticking(keys),
        reports=Reports(keys),
        desk_jobs=DeskJobs(keys),
        erasing=Erasing(keys, texts),
    )
