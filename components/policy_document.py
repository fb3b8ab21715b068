"""IAM policy documents: who may do what to which resource, under which conditions."""

from typing import Any

import pulumi

Statement = dict[str, Any]
"""One statement with IAM's own keys; values may be outputs."""


def policy_document(*statements: Statement) -> pulumi.Output[str]:
    """A policy document as IAM, KMS, SQS and S3 read it."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


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


def refuse_plain_http(service: str, *resources: pulumi.Input[str]) -> Statement:
    """A resource's refusal of every request that does not come over TLS. Service: `s3`, `sqs`, ..."""
    return {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": f"{service}:*",
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
