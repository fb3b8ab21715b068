"""What the stack needs to be allowed, put to IAM's simulator of policies."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from botocore.exceptions import ClientError

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.data import table
from doctor.subject import Subject

ACTIONS_MAX: Final = 50
"""How many actions are asked about at once: an answer stays small, and within its time."""
TOLD_MAX: Final = 4


def _run(subject: Subject) -> Finding:
    who = subject.aws("sts").get_caller_identity()
    principal = _principal(subject, subject.assumed_role or who["Arn"])
    questions, unknown = needed(subject, who["Account"], who["Arn"].split(":")[1])
    if not questions:
        raise CannotTell("the stack declares nothing of AWS")
    iam = subject.aws("iam")
    with ThreadPoolExecutor(max_workers=4) as pool:
        asked = [
            (resource, actions[start : start + ACTIONS_MAX])
            for resource, actions in questions.items()
            for start in range(0, len(actions), ACTIONS_MAX)
        ]
        answers = [one for some in pool.map(lambda each: _simulate(iam, principal, *each), asked) for one in some]
    return _judge(answers, principal, unknown, sum(map(len, questions.values())))


def needed(subject: Subject, account: str, partition: str) -> tuple[dict[str, list[str]], list[str]]:
    """The actions that the stack needs, by the resource that they name, and the types that no row is known for."""
    declared, rows = subject.declared, table("permissions")["types"]
    found: dict[str, set[str]] = defaultdict(set)
    unknown = []
    place = {"account": account, "partition": partition, "region": subject.region or "*", "path": "/"}
    for type_ in declared.aws_types():
        if type_ not in rows:
            unknown.append(type_)
            continue
        inputs = next((one for _, one in declared.of(type_)), {})
        found[_resource(rows[type_].get("resource", "*"), {**place, **inputs})] |= set(rows[type_]["actions"])
    return {resource: sorted(actions) for resource, actions in sorted(found.items())}, unknown


def _resource(template: str, known: Mapping[str, Any]) -> str:
    """The ARN by a template; `*` where it is not known before the resource is there."""
    fields = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    values = {name: known.get(name) for name in fields}
    return template.format(**values) if all(isinstance(value, str) for value in values.values()) else "*"


def _principal(subject: Subject, arn: str) -> str:
    """The user or role whose policies count."""
    _, partition, service, _, account, name = arn.split(":", 5)
    if service == "iam" and name.startswith(("user/", "role/")):
        return arn
    if name == "root":
        raise CannotTell("the root user may do everything")
    if service == "sts" and name.startswith("assumed-role/"):
        role = name.split("/")[1]
        try:  # its path is not part of the session's name
            return str(subject.aws("iam").get_role(RoleName=role)["Role"]["Arn"])
        except ClientError:
            return f"arn:{partition}:iam::{account}:role/{role}"
    where = "the sandbox cannot tell: its own caller" if subject.in_sandbox else arn
    raise CannotTell(f"{where} is no user and no role, so it has no policies to look at")


def _simulate(iam: Any, principal: str, resource: str, actions: list[str]) -> Iterator[Mapping[str, Any]]:
    try:
        pages = iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=principal, ActionNames=actions, ResourceArns=[resource]
        )
        return iter([one for page in pages for one in page["EvaluationResults"]])
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        if code in ("AccessDenied", "AccessDeniedException"):
            raise CannotTell(f"{principal} may not simulate: it needs iam:SimulatePrincipalPolicy") from error
        raise


def _judge(answers: list[Mapping[str, Any]], principal: str, unknown: list[str], count: int) -> Finding:
    refused = {
        (one["EvalActionName"], one["EvalResourceName"])
        for one in answers
        if one["EvalDecision"] == "explicitDeny"
        or (
            one["EvalDecision"] == "implicitDeny"
            and one["EvalResourceName"] != "*"
            and not one.get("MissingContextValues")
        )
    }
    unsure = {
        (one["EvalActionName"], one["EvalResourceName"]) for one in answers if one["EvalDecision"] != "allowed"
    } - refused
    mend = (
        f"allow it in a policy of {principal}; all that is needed: aws iam simulate-principal-policy "
        f"--policy-source-arn {principal} --action-names {{}} --resource-arns '{{}}'"
    )
    if refused:
        return failed(f"{principal} may not {_told(refused)}", mend.format(*min(refused)))
    if unsure:
        return warned(
            f"{principal} may {_told(unsure)} at most under conditions, or on resources, that are not known yet",
            mend.format(*min(unsure)),
        )
    if unknown:
        return warned(f"not known what {', '.join(unknown)} needs", "add its row to doctor/permissions.yaml")
    return passed(f"{principal} may do all {count} things that the stack needs")


def _told(denied: set[tuple[str, str]]) -> str:
    first = [f"{action} on {resource}" for action, resource in sorted(denied)]
    more = f" and {len(first) - TOLD_MAX} more" if len(first) > TOLD_MAX else ""
    return ", ".join(first[:TOLD_MAX]) + more


CHECK: Final = Check(
    "permissions",
    Group.ACCOUNT,
    "Whether the caller's policies allow what the stack's resource types need, by IAM's simulator.",
    _run,
    60.0,
)
