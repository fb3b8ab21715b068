"""IAM policy documents: who may do what to which resource, under which conditions."""

from typing import Any

import pulumi

Statement = dict[str, Any]
"""One statement with IAM's own keys; values may be outputs."""


def policy_document(*statements: Statement) -> Any:
    """A policy document as an object, which IAM, S3, SQS and SNS take: each has a type of its own for it in the SDK.

    In a preview a text is not known before every part of it is; of an object the rest can be checked already.
    """
    return {"Version": "2012-10-17", "Statement": list(statements)}


def policy_text(*statements: Statement) -> pulumi.Output[str]:
    """A policy document as text, for resources that take no object: KMS keys and VPC endpoints."""
    return pulumi.Output.json_dumps(policy_document(*statements))


def trust(service: str, *, condition: dict[str, Any] | None = None, actions: tuple[str, ...] = ()) -> Statement:
    """A role's trust in an AWS service.

    Args:
        service: the service principal, e.g. `eks.amazonaws.com`.
        condition: what a request must carry. A service that acts for many accounts is held to ours by
            `aws:SourceAccount` (the confused deputy problem).
        actions: what the service may do beside assuming the role.
    """
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["sts:AssumeRole", *actions] if actions else "sts:AssumeRole",
    }
    return statement | {"Condition": condition} if condition else statement


def refuse_plain_http(service: str, *resources: pulumi.Input[str], action: str = "*") -> Statement:
    """A resource's refusal of every request that does not come over TLS.

    Args:
        service: `s3`, `sqs`, …
        resources: ARNs.
        action: what is refused; SNS knows no `*` (https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html).
    """
    return {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": f"{service}:{action}",
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
