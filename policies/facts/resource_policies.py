"""Policies that a resource carries, inline or in a resource of their own: what they refuse."""

from __future__ import annotations

from policies.facts.policy_document import Statement, statements
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some


def refuses_plain_http(target: Resource, policies: tuple[str, ...], by: str, *actions: str) -> Truth:
    """Whether a policy of a resource refuses everyone all that does not come over TLS.

    Args:
        policies: the types that hold a policy for it.
        by: their property that names it.
        actions: what has to be refused; everything if none is given.
    """

    def refuses(policy: Node) -> Truth:
        return some(one.refuses_plain_http(*actions) & _covers(target, one) for one in statements(policy))

    return refuses(target["policy"]) | target.stack.bound_to(target, policies, by=by).some(
        lambda one: refuses(one["policy"])
    )


def _covers(target: Resource, statement: Statement) -> Truth:
    arns = [one for one in target.identifiers() if one.startswith("arn:")]
    if arns:
        return statement.covers_resource(*arns)
    # Before it has an ARN, only a statement about everything certainly covers it.
    return statement.is_for_any_resource() | Truth.UNKNOWN & statement.node["Resource"].is_set()
