"""The two CloudFront distributions: console with API, and portal with widget. Both serve static files, and neither
what is the other's: pages for customers never share the console's origin."""

from __future__ import annotations

import json

from chalicelib import policies
from infra.package import caching
from infra.package.gateway import problem
from infra.package.parts import Template, read

# AWS's managed policies, by their fixed ids:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

ORIGIN_SECRET_HEADER = "X-Origin-Secret"  # noqa: S105 - the header's name, not the secret
HOST_HEADER = "X-Viewer-Host"
ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
PORTAL_PATHS = ("/portal", "/portal/*", "/widget/*")
PROGRAMS_PATHS = ("/v1/*", "/mcp/*")
"""Where programs come, too: asked without TLS they are refused, so that nobody goes on sending a key that way."""
CACHED_ERRORS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""The statuses CloudFront would keep for ten seconds if it weren't told otherwise."""


def distributions() -> Template:
    """Both distributions, as a piece of a template."""
    static = _at("/static/*", _static_behaviour("StaticHeaders"))
    page = _static_behaviour("ConsoleHeaders") | _function("ConsolePageFunction")
    console = [
        *(_at(path, _api_behaviour("https-only")) for path in PROGRAMS_PATHS),
        *(_at(path, page) for path in ("/console", "/console/*")),
        *(_at(path, _nothing()) for path in PORTAL_PATHS),
        static,
    ]
    portal = [
        *(_at(path, _api_behaviour()) for path in ("/", *PORTAL_PATHS)),
        _at("/static/console/*", _nothing()),
        static,
    ]
    return {
        "Resources": {
            "ConsoleDistribution": _distribution("BaseUrl", "console and API", _api_behaviour(), console),
            "PortalDistribution": _distribution("PortalUrl", "portal and widget", _nothing(), portal),
            "NothingHereFunction": _nothing_here_function(),
            "SecurityHeaders": _api_headers(),
            "StaticHeaders": _static_headers(),
            "ConsoleHeaders": _console_headers(),
        }
    }


def _distribution(url_parameter: str, purpose: str, default: Template, behaviours: list[Template]) -> Template:
    host = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": url_parameter}]}]}
    return {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {
            "DistributionConfig": {
                "Comment": {"Fn::Sub": f"${{AWS::StackName}}: {purpose}"},
                "Enabled": True,
                "WebACLId": {"Fn::If": ["HasWebAcl", {"Ref": "WebAclArn"}, {"Ref": "AWS::NoValue"}]},
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_All",
                "Aliases": {"Fn::If": ["HasCertificate", [host], {"Ref": "AWS::NoValue"}]},
                "ViewerCertificate": _certificate(),
                "Origins": [_api_origin(host), _static_origin()],
                "DefaultCacheBehavior": default,
                "CacheBehaviors": behaviours,
                "CustomErrorResponses": [{"ErrorCode": code, "ErrorCachingMinTTL": 0} for code in CACHED_ERRORS],
            }
        },
    }


def _certificate() -> Template:
    own = {
        "AcmCertificateArn": {"Ref": "CertificateArn"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    return {"Fn::If": ["HasCertificate", own, {"CloudFrontDefaultCertificate": True}]}


def _api_origin(host: Template) -> Template:
    """Host has to be API Gateway's own. The one that was asked comes beside it, whatever a viewer sent by that name."""
    return {
        "Id": "api",
        "DomainName": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "OriginPath": "/api",
        "OriginCustomHeaders": [
            {"HeaderName": ORIGIN_SECRET_HEADER, "HeaderValue": {"Ref": "OriginSecret"}},
            {"HeaderName": HOST_HEADER, "HeaderValue": host},
        ],
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }


def _api_behaviour(viewers: str = "redirect-to-https") -> Template:
    return {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": viewers,
        "AllowedMethods": ALL_METHODS,
        "CachePolicyId": CACHING_DISABLED,
        "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST_HEADER,
        "ResponseHeadersPolicyId": {"Ref": "SecurityHeaders"},
        # AllViewerExceptHostHeader passes on what the viewer sent and so never CloudFront-Viewer-Address.
        **_function("ViewerAddressFunction"),
    }


def _function(name: str) -> Template:
    """A CloudFront Function that sees every request before anything else does."""
    arn = {"Fn::GetAtt": [name, "FunctionMetadata.FunctionARN"]}
    return {"FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": arn}]}


def _at(pattern: str, behaviour: Template) -> Template:
    return {"PathPattern": pattern, **behaviour}


def _nothing() -> Template:
    """Whatever is asked, a function answers that there is nothing, and no origin is asked at all."""
    uncached = {"AllowedMethods": ALL_METHODS, "CachePolicyId": CACHING_DISABLED}
    return _static_behaviour("SecurityHeaders") | uncached | _function("NothingHereFunction")


def _nothing_here_function() -> Template:
    """The function answers as API Gateway does where it knows no route."""
    answer = json.dumps(problem(**read("template/gateway_responses.json")["MISSING_AUTHENTICATION_TOKEN"]))
    headers = "{ 'content-type': { value: 'application/problem+json' }, 'cache-control': { value: 'no-store' } }"
    told = f"{{ statusCode: 404, headers: {headers}, body: {json.dumps(answer)} }}"
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": {"Fn::Sub": "${AWS::StackName}-${AWS::Region}-nothing-here"},
            "AutoPublish": True,
            "FunctionConfig": {"Comment": "What belongs to the other host.", "Runtime": "cloudfront-js-2.0"},
            "FunctionCode": f"function handler(event) {{\n  return {told};\n}}\n",
        },
    }


def _static_origin() -> Template:
    """The bucket, which nobody but CloudFront may read."""
    return {
        "Id": "static",
        "DomainName": {"Fn::GetAtt": ["StaticBucket", "RegionalDomainName"]},
        "OriginAccessControlId": {"Fn::GetAtt": ["StaticAccess", "Id"]},
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _static_behaviour(headers: str) -> Template:
    return {
        "TargetOriginId": "static",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": CACHING_OPTIMIZED,
        "ResponseHeadersPolicyId": {"Ref": headers},
    }


def _api_headers() -> Template:
    """The app's pages have policies of their own; this is for what is answered before the app is asked."""
    return _headers("security-headers", _policy(policies.NOTHING, override=False))


def _static_headers() -> Template:
    cors = {
        "AccessControlAllowCredentials": False,
        "AccessControlAllowHeaders": {"Items": ["*"]},
        "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]},
        "AccessControlAllowOrigins": {"Items": [caching.STATIC["Access-Control-Allow-Origin"]]},
        "OriginOverride": True,
    }
    name = "Cross-Origin-Resource-Policy"
    shared = {"Header": name, "Value": caching.STATIC[name], "Override": True}
    return _headers(
        "static-headers",
        _policy(caching.STATIC["Content-Security-Policy"]),
        CorsConfig=cors,
        CustomHeadersConfig={"Items": [shared]},
    )


def _console_headers() -> Template:
    files = "https://${FilesBucket}.s3.${AWS::Region}.${AWS::URLSuffix} https://${FilesBucket}.s3.${AWS::URLSuffix}"
    security = {
        **_policy({"Fn::Sub": policies.console(files, "${PortalUrl}")}),
        "FrameOptions": {"FrameOption": "DENY", "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": "no-referrer", "Override": True},
    }
    return _headers("console-headers", security)


def _policy(policy: str | Template, *, override: bool = True) -> Template:
    return {"ContentSecurityPolicy": {"ContentSecurityPolicy": policy, "Override": override}}


def _headers(name: str, security: Template, **more: Template) -> Template:
    always = {
        "StrictTransportSecurity": {"AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": True, "Override": True},
        "ContentTypeOptions": {"Override": True},
    }
    config = {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}-${{AWS::Region}}-{name}"},
        "SecurityHeadersConfig": always | security,
        **more,
    }
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {"ResponseHeadersPolicyConfig": config},
    }
