"""The functions of the SDK's `iam` module: the role behind a session, and policy documents."""

from __future__ import annotations

import hashlib
import json

from protocol.values import Props
from sandbox.providers.aws.function import function
from sandbox.providers.aws.functions.policy_document import combined
from sandbox.providers.aws.session import AwsSession


@function("aws:iam/getSessionContext:getSessionContext")
def get_session_context(aws: AwsSession, arguments: Props) -> Props:
    """The role whose session an ARN stands for; any other ARN stands for itself."""
    arn = arguments["arn"]
    _, _, service, _, _, subject = arn.split(":", 5)
    known = {"arn": arn, "id": arn, "issuerArn": arn, "issuerId": "", "issuerName": "", "sessionName": ""}
    if service != "sts" or not subject.startswith("assumed-role/"):
        return known
    _, name, session = subject.split("/")
    role = aws.client("iam").get_role(RoleName=name)["Role"]
    return {**known, "issuerArn": role["Arn"], "issuerId": role["RoleId"], "issuerName": name, "sessionName": session}


@function("aws:iam/getPolicyDocument:getPolicyDocument")
def get_policy_document(aws: AwsSession, arguments: Props) -> Props:  # noqa: ARG001 - nothing is asked of AWS
    """A policy as JSON, from statements and other documents."""
    document = combined(arguments)
    minified = json.dumps(document, separators=(",", ":"))
    checksum = str(int(hashlib.sha256(minified.encode()).hexdigest()[:8], 16))
    return {**arguments, "id": checksum, "json": json.dumps(document, indent=2), "minifiedJson": minified}
