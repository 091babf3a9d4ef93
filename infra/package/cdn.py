"""The two CloudFront distributions: console with API, and portal with widget."""

from __future__ import annotations

from infra.package.parts import Template

# AWS's managed policies, by their fixed ids:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

ORIGIN_SECRET_HEADER = "X-Origin-Secret"  # noqa: S105 - the header's name, not the secret
CACHED_ERRORS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""The statuses CloudFront would keep for ten seconds if it weren't told otherwise."""


def distributions() -> Template:
    """Both distributions, as a piece of a template."""
    return {
        "Resources": {
            "ConsoleDistribution": _distribution("BaseUrl", "console and API"),
            "PortalDistribution": _distribution("PortalUrl", "portal and widget"),
        }
    }


def _distribution(url_parameter: str, purpose: str) -> Template:
    host = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": url_parameter}]}]}
    return {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {
            "DistributionConfig": {
                "Comment": {"Fn::Sub": f"${{AWS::StackName}}: {purpose}"},
                "Enabled": True,
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_All",
                "Aliases": {"Fn::If": ["HasCertificate", [host], {"Ref": "AWS::NoValue"}]},
                "ViewerCertificate": _certificate(),
                "Origins": [_api_origin()],
                "DefaultCacheBehavior": _api_behaviour(),
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


def _api_origin() -> Template:
    return {
        "Id": "api",
        "DomainName": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "OriginPath": "/api",
        "OriginCustomHeaders": [{"HeaderName": ORIGIN_SECRET_HEADER, "HeaderValue": {"Ref": "OriginSecret"}}],
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }


def _api_behaviour() -> Template:
    return {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "CachePolicyId": CACHING_DISABLED,
        "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST_HEADER,
        "ResponseHeadersPolicyId": {"Ref": "SecurityHeaders"},
        # AllViewerExceptHostHeader passes on what the viewer sent and so never CloudFront-Viewer-Address.
        "FunctionAssociations": [
            {
                "EventType": "viewer-request",
                "FunctionARN": {"Fn::GetAtt": ["ViewerAddressFunction", "FunctionMetadata.FunctionARN"]},
            }
        ],
    }
