"""What a user's or a role's policies allow, as IAM's simulator tells it.

Conditions are not evaluated: a statement that has some counts for nothing, and the keys that it would need are named.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.exceptions import NotFoundException, ValidationError
from moto.iam.models import IAMBackend

Document = Mapping[str, Any]


def policies_of(iam: IAMBackend, arn: str) -> list[Document]:
    """The documents of all policies of a user or a role, those of a user's groups among them.

    Raises:
        moto.iam.exceptions.IAMNotFoundException: there is no such user or role.
        moto.iam.exceptions.ValidationError: it is neither.
    """
    kind, _, name = arn.rpartition(":")[2].partition("/")
    name = name.rpartition("/")[2]
    if kind not in ("user", "role"):
        raise ValidationError(f"Invalid Entity Arn: {arn} does not clearly define entity type and name.")
    found = iam.get_user(name) if kind == "user" else iam.get_role(name)
    if found is None:
        raise NotFoundException(f"{arn} does not exist")
    texts = [*_inline(found.policies), *_attached(found.managed_policies)]
    if kind == "user":
        for group in iam.get_groups_for_user(name):
            texts += [*_inline(group.policies), *_attached(group.managed_policies)]
    return [json.loads(text) for text in texts]


def simulate(policies: Sequence[Document], action: str, resource: str) -> dict[str, Any]:
    """One result of a simulation: what becomes of an action on a resource."""
    denied = allowed = False
    missing: set[str] = set()
    for statement in (one for policy in policies for one in _listed(policy["Statement"])):
        plain = {key: value for key, value in statement.items() if key != "Condition"}
        verdict = IAMPolicy(json.dumps({"Statement": [plain]})).is_action_permitted(action, resource)
        if verdict is PermissionResult.NEUTRAL:
            continue
        if statement.get("Condition"):
            missing |= {key for tests in statement["Condition"].values() for key in tests}
        elif verdict is PermissionResult.DENIED:
            denied = True
        else:
            allowed = True
    decision = "explicitDeny" if denied else "allowed" if allowed else "implicitDeny"
    return {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision,
        "MatchedStatements": [],
        "MissingContextValues": sorted(missing),
    }


def _inline(policies: Any) -> Iterator[str]:
    """A user's come as a mapping of name to text; a role's do too."""
    yield from policies.values()


def _attached(policies: Mapping[str, Any]) -> Iterator[str]:
    for policy in policies.values():
        yield next(version.document for version in policy.versions if version.is_default)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
