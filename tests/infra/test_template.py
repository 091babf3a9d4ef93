"""The CloudFormation template, as Chalice, the merge file and SAM's expansion make it: no wheels, no AWS."""

from __future__ import annotations

import copy
import importlib
import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from chalicelib.domain.privacy.exported import KEPT_DAYS
from chalicelib.services.privacy.export.archive import folder
from infra.local import template as local_template
from infra.package import cdn
from infra.package.check import check
from infra.package.errors import UnfitError
from infra.package.expand import expand
from infra.package.functions import functions
from infra.package.lint import findings
from infra.package.merge import merge_file
from infra.package.parts import Template, combine, read
from infra.package.rules import breaches
from infra.package.rules.functions import needed_settings
from infra.package.rules.reading import of_type
from infra.package.sam import sam_template
from tests.infra.spoilt_templates import SPOIL
from tests.infra.stand_in_app import does_nothing, make_app


@pytest.fixture(scope="module")
def sam() -> Template:
    return sam_template(make_app(), merge_file())


@pytest.fixture(scope="module")
def expanded(sam: Template) -> Template:
    return expand(sam)


@pytest.fixture
def template(expanded: Template) -> Template:
    """One to spoil."""
    return copy.deepcopy(expanded)


def properties(template: Template, name: str) -> Any:
    return template["Resources"][name]["Properties"]


def test_the_template_of_the_desk_itself_passes_every_check() -> None:
    app = importlib.import_module("app").app
    expanded = check(sam_template(app, merge_file()))
    assert len(of_type(expanded, "AWS::Lambda::Function")) == len(read("template/functions.json"))


def test_the_linter_is_awake(sam: Template) -> None:
    spoilt = copy.deepcopy(sam)
    properties(spoilt, "FilesBucket")["Colour"] = "blue"
    assert any("Colour" in finding for finding in findings(spoilt))


def test_a_function_of_the_app_without_an_entry_is_named() -> None:
    app = make_app()
    app.on_sqs_message(queue_arn="arn:aws:sqs:us-east-1:000000000000:other", name="count_stars")(does_nothing)
    assert "CountStars has no entry in infra/template/functions.json" in breaches(
        expand(sam_template(app, merge_file()))
    )


def test_an_entry_without_a_function_in_the_app_is_refused() -> None:
    merge = merge_file()
    merge["Resources"]["CountStars"] = {"Properties": {"Timeout": 29}}
    with pytest.raises(UnfitError, match="CountStars"):
        check(sam_template(make_app(), merge))


def test_a_new_scheduled_function_needs_one_entry_and_nothing_else() -> None:
    app = make_app()
    app.schedule("rate(1 day)", name="sweep_up")(does_nothing)
    entry = {"timeout": 29, "memory": 512, "schedule": True, "may": ["table"]}
    expanded = expand(sam_template(app, combine(merge_file(), functions({"sweep_up": entry}))))
    assert breaches(expanded) == []
    rules = of_type(expanded, "AWS::Events::Rule").values()
    assert {rule["ScheduleExpression"] for rule in rules} == {"rate(1 minute)", "rate(1 day)"}
    retries = of_type(expanded, "AWS::Lambda::EventInvokeConfig").values()
    assert [one["MaximumRetryAttempts"] for one in retries] == [0, 0]


def test_what_every_function_must_know_is_what_config_reads() -> None:
    assert {"TABLE_NAME", "SECRETS_PARAMETER", "BASE_URL"} <= needed_settings()
    assert "AWS_REGION" not in needed_settings()


@pytest.mark.parametrize(("path", "value", "breach"), [each[1:] for each in SPOIL], ids=[each[0] for each in SPOIL])
def test_a_spoilt_template_is_refused(template: Template, path: list[Any], value: Any, breach: str) -> None:
    *way, last = path[1:]
    place = properties(template, path[0])
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    assert any(breach in found for found in breaches(template))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:*", {"Fn::GetAtt": ["FilesBucket", "Arn"]}),
        ("*", {"Fn::GetAtt": ["FilesBucket", "Arn"]}),
        ("s3:GetObject", "*"),
        ("s3:GetObject", "arn:aws:s3:::somebody-elses/*"),
        ("dynamodb:GetItem", {"Fn::Sub": "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*"}),
    ],
)
def test_a_role_that_may_too_much_is_refused(template: Template, action: str, resource: Any) -> None:
    statement = {"Effect": "Allow", "Action": [action], "Resource": [resource]}
    properties(template, "NotifyRole")["Policies"][0]["PolicyDocument"]["Statement"].append(statement)
    assert any(breach.startswith("NotifyRole may") for breach in breaches(template))


def test_more_than_aws_takes_is_refused(template: Template) -> None:
    properties(template, "RestAPI")["Body"]["paths"] = {f"/v1/{number}": {} for number in range(300)}
    template["Resources"] |= {f"Topic{number}": {"Type": "AWS::SNS::Topic"} for number in range(500)}
    template["Metadata"] = "x" * 1_000_000
    found = " ".join(breaches(template))
    assert all(what in found for what in ("301 path resources", "resources, CloudFormation takes 500", "bytes"))


def test_data_that_would_go_with_the_stack_is_refused(template: Template) -> None:
    template["Resources"]["MailBucket"]["DeletionPolicy"] = "Delete"
    assert "MailBucket would be deleted with the stack or by a change" in breaches(template)


def test_the_table_of_the_template_is_the_one_the_local_desk_uses(expanded: Template) -> None:
    made = json.loads(json.dumps(expanded["Resources"]["Table"]))
    assert made.pop("DeletionPolicy") == "RetainExceptOnCreate", "of a stack whose making fails nothing is left"
    assert made["Properties"].pop("DeletionProtectionEnabled") == {"Fn::If": ["IsProtected", True, False]}
    wanted = read("table.json")
    del wanted["DeletionPolicy"], wanted["Properties"]["DeletionProtectionEnabled"]
    assert made == wanted


def test_the_stream_wakes_notify_for_new_actions_only(expanded: Template) -> None:
    source = properties(expanded, "NotifyNotifyDynamodbEventSource")
    [only] = source["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"NewImage": {"type": {"S": ["action"]}}},
    }


def test_what_keeps_failing_is_tried_for_fourteen_days(expanded: Template) -> None:
    assert properties(expanded, "ReactRetryQueue")["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_exports_are_gone_in_every_version_after_as_many_days_as_the_desk_says(expanded: Template) -> None:
    [_, exports, _] = properties(expanded, "FilesBucket")["LifecycleConfiguration"]["Rules"]
    assert (exports["Prefix"], exports["Status"]) == ("exports/", "Enabled")
    assert exports["ExpirationInDays"] == KEPT_DAYS
    assert exports["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    assert exports["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}
    assert folder("acme", "j_1").startswith(exports["Prefix"])


def test_topics_hand_mail_to_queues_as_it_is(expanded: Template) -> None:
    for queue, topic in (("MailInQueue", "InboundTopic"), ("SesEventsQueue", "DeliveryTopic")):
        subscription = properties(expanded, f"{queue}Subscription")
        assert subscription["TopicArn"] == {"Ref": topic}
        assert subscription["RawMessageDelivery"] is True


def test_api_gateways_own_answers_have_the_desks_form(expanded: Template) -> None:
    answers = properties(expanded, "RestAPI")["Body"]["x-amazon-apigateway-gateway-responses"]
    for answer in answers.values():
        problem = json.loads(answer["responseTemplates"]["application/json"])
        assert problem.keys() == {"type", "title", "status", "detail", "code", "errors"}
        assert str(problem["status"]) == str(answer["statusCode"])
        headers = answer["responseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
    statuses = {kind: answer["statusCode"] for kind, answer in answers.items()}
    assert statuses["MISSING_AUTHENTICATION_TOKEN"] == statuses["INVALID_SIGNATURE"] == "404"
    assert (statuses["REQUEST_TOO_LARGE"], statuses["THROTTLED"], statuses["INTEGRATION_TIMEOUT"]) == (
        "413",
        "429",
        "504",
    )


def test_api_gateway_hands_on_whatever_comes_byte_by_byte_and_unpacks_whatever_goes(expanded: Template) -> None:
    body = properties(expanded, "RestAPI")["Body"]
    assert body["x-amazon-apigateway-binary-media-types"] == local_template.binary_types()
    assert local_template.binary_types() == ["*/*"]


def test_both_hosts_show_the_api_the_origin_secret_and_cache_nothing(expanded: Template) -> None:
    distributions = of_type(expanded, "AWS::CloudFront::Distribution")
    assert len(distributions) == 2
    for distribution in distributions.values():
        config = distribution["DistributionConfig"]
        behaviours = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]
        asking = [each for each in behaviours if each["TargetOriginId"] == "api"]
        assert {each["CachePolicyId"] for each in asking} == {cdn.CACHING_DISABLED}
        [origin] = [each for each in config["Origins"] if each["Id"] == "api"]
        assert origin["OriginPath"] == "/api"
        assert origin["OriginCustomHeaders"][0]["HeaderValue"] == {"Ref": "OriginSecret"}
        assert all(error["ErrorCachingMinTTL"] == 0 for error in config["CustomErrorResponses"])
        assert all("ResponsePagePath" not in error for error in config["CustomErrorResponses"])
    assert expanded["Parameters"]["OriginSecret"]["NoEcho"] is True


NOTHING = "NothingHereFunction"
CONSOLE_ALONE = ("/console", "/console/tickets/TKT-0001", "/static/console/index.html")
APP_AT_CONSOLE = ("/v1/acme/tickets", "/v1/auth/sign-in", "/mcp/acme", "/docs", "/health", "/account/password/1.a.b")
AT_PORTAL = ("/portal", "/portal/acme", "/portal/acme/t/1.a.b/replies", "/widget/w_1", "/widget/w_1/requests")


def served_by(template: Template, distribution: str, path: str) -> str:
    """Return who answers for a path: `api`, `static`, or NOTHING."""
    config = properties(template, distribution)["DistributionConfig"]
    fitting = [each for each in config["CacheBehaviors"] if fnmatchcase(path, each["PathPattern"])]
    chosen = (*fitting, config["DefaultCacheBehavior"])[0]
    return NOTHING if NOTHING in str(chosen.get("FunctionAssociations")) else str(chosen["TargetOriginId"])


def test_the_portals_host_serves_portal_and_widget_alone_and_the_consoles_neither(expanded: Template) -> None:
    at_console = {path: served_by(expanded, "ConsoleDistribution", path) for path in AT_PORTAL}
    at_portal = {path: served_by(expanded, "PortalDistribution", path) for path in (*CONSOLE_ALONE, *APP_AT_CONSOLE)}
    assert set(at_console.values()) == set(at_portal.values()) == {NOTHING}
    assert {served_by(expanded, "PortalDistribution", path) for path in ("/", *AT_PORTAL)} == {"api"}
    assert {served_by(expanded, "ConsoleDistribution", path) for path in ("/", *APP_AT_CONSOLE)} == {"api"}
    assert {served_by(expanded, "ConsoleDistribution", path) for path in CONSOLE_ALONE} == {"static"}
    for distribution in ("ConsoleDistribution", "PortalDistribution"):
        assert served_by(expanded, distribution, "/static/widget/widget.js") == "static"
    assert "statusCode: 404" in properties(expanded, NOTHING)["FunctionCode"]


@pytest.mark.parametrize(
    ("distribution", "parameter"), [("ConsoleDistribution", "BaseUrl"), ("PortalDistribution", "PortalUrl")]
)
def test_the_app_is_told_which_host_was_asked(expanded: Template, distribution: str, parameter: str) -> None:
    config = properties(expanded, distribution)["DistributionConfig"]
    [origin] = [each for each in config["Origins"] if each["Id"] == "api"]
    named = {each["HeaderName"]: each["HeaderValue"] for each in origin["OriginCustomHeaders"]}
    assert named["X-Viewer-Host"] == {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": parameter}]}]}


def test_static_files_come_from_a_bucket_that_only_these_two_distributions_read(expanded: Template) -> None:
    for distribution in of_type(expanded, "AWS::CloudFront::Distribution").values():
        config = distribution["DistributionConfig"]
        [origin] = [each for each in config["Origins"] if each["Id"] == "static"]
        assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["StaticAccess", "Id"]}
        [files] = [each for each in config["CacheBehaviors"] if each["PathPattern"] == "/static/*"]
        assert (files["TargetOriginId"], files["AllowedMethods"], files["Compress"]) == (
            "static",
            ["GET", "HEAD"],
            True,
        )
    [reading] = [
        each
        for each in properties(expanded, "StaticBucketPolicy")["PolicyDocument"]["Statement"]
        if each["Effect"] == "Allow"
    ]
    assert reading["Action"] == "s3:GetObject"
    assert len(reading["Condition"]["StringEquals"]["aws:SourceArn"]) == 2


def test_every_address_of_the_console_is_its_page_under_its_own_policy(expanded: Template) -> None:
    config = properties(expanded, "ConsoleDistribution")["DistributionConfig"]
    pages = [each for each in config["CacheBehaviors"] if each["PathPattern"].startswith("/console")]
    assert [page["PathPattern"] for page in pages] == ["/console", "/console/*"]
    for page in pages:
        assert page["ResponseHeadersPolicyId"] == {"Ref": "ConsoleHeaders"}
        assert "ConsolePageFunction" in str(page["FunctionAssociations"])
    security = properties(expanded, "ConsoleHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "require-trusted-types-for 'script'" in policy


def test_queues_hand_over_as_many_messages_at_once_as_the_app_says_too(expanded: Template) -> None:
    entries = {name: entry["batch"] for name, entry in read("template/functions.json").items() if "queue" in entry}
    sources = of_type(expanded, "AWS::Lambda::EventSourceMapping").values()
    assert sorted(one["BatchSize"] for one in sources if "StartingPosition" not in one) == sorted(entries.values())
    app = importlib.import_module("app").app
    assert {one.name: one.batch_size for one in app.event_sources if hasattr(one, "batch_size")}.items() >= (
        entries.items()
    )
    assert entries["deliver_mail"] == 5
