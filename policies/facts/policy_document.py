"""IAM policy documents: identity policies, resource policies and trust policies, as JSON text or as objects."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Final

from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth, every, some

_NARROWING_KEYS: Final = (
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
)
_RESOURCE_KEYS: Final = (
    "*:RequestTag/*",
    "*:ResourceTag/*",
    "iam:PermissionsBoundary",
    "iam:PolicyARN",
    "kms:RequestAlias",
    "kms:ResourceAliases",
)
_POSITIVE: Final = r"(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))"
_OPEN: Final = r"[*?]*|arn:[^:]*:[^:]*:[^:]*:\*?:[*]+|arn:[^:]*(:[^:]*)?:\*|[0:.]+/0"
_ANY_RESOURCE: Final = r"\*+|arn:(\*|aws[\w-]*)?(:\*)*"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `node` is its JSON object."""

    node: Node

    def allows(self) -> Truth:
        """Whether it allows rather than denies."""
        return self.node["Effect"].equals("Allow")

    def covers_action(self, *actions: str) -> Truth:
        """Whether it is about one of these actions, such as `s3:GetObject`; its own may hold `*` and `?`."""
        return _covers(self.node["Action"], self.node["NotAction"], actions)

    def names_action(self, pattern: str) -> Truth:
        """Whether one of its actions reads like a regular expression, letter case aside."""
        return self.node["Action"].some(lambda one: one.matches(f"(?i:{pattern})"))

    def covers_resource(self, *arns: str) -> Truth:
        """Whether it is about one of these ARNs."""
        return _covers(self.node["Resource"], self.node["NotResource"], arns)

    def names_resource(self, pattern: str) -> Truth:
        """Whether one of its resources reads like a regular expression."""
        return self.node["Resource"].some(lambda one: one.matches(pattern))

    def principals(self) -> Iterator[tuple[str, Node]]:
        """Whom it is about: the kind (`AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for anyone), and who."""
        principal = self.node["Principal"]
        if isinstance(principal.value, dict):
            for kind, named in principal.items():
                yield from ((kind, one) for one in named.each())
        elif principal.value is not None:
            yield from (("*", one) for one in principal.each())

    def is_for_anyone(self) -> Truth:
        """Whether its principal is the whole world, but for the excepted if it excepts some."""
        return self.is_for_all() | self.node["NotPrincipal"].is_set()

    def conditions(self) -> Iterator[tuple[str, str, Node]]:
        """Its conditions: the operator, the key in lower case, the values."""
        for operator, keys in self.node["Condition"].items():
            for key, values in keys.items():
                yield operator, key.lower(), values

    def has_condition(self, *keys: str, operator: str = ".*") -> Truth:
        """Whether it holds only under a condition on one of these keys, by an operator that reads like this.

        Args:
            keys: such as `aws:SourceArn`; `*` stands for anything, as in `aws:ResourceTag/*`.
            operator: a regular expression.
        """
        return self._demands(keys, operator, r"\*")

    def is_open(self) -> Truth:
        """Whether it allows something to the whole world."""
        return self.allows() & self.is_for_anyone() & ~self.is_restricted()

    def is_restricted(self) -> Truth:
        """Whether a condition narrows down whom it is for: to an organisation, an account, a network, a resource.

        A comparison that also holds when the key is missing (negated, `IfExists`, `ForAllValues`) does not, and neither
        does one with a value that says nothing. Source:
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
        """
        return self._demands(_NARROWING_KEYS, _POSITIVE, _OPEN) | self._demands(("aws:SourceIp",), "IpAddress", _OPEN)

    def holds_to(self, key: str, values: str) -> Truth:
        """Whether it holds only if a key, such as `*:sub`, has a value that a regular expression describes."""
        wanted = key.lower()
        found = (
            given.is_set() & given.every(lambda one: one.matches(values))
            for used, name, given in self.conditions()
            if re.fullmatch(_POSITIVE, used) and fnmatchcase(name, wanted)
        )
        return some(found) | ~self._has_readable_condition() & Truth.UNKNOWN

    def refuses_plain_http(self, *actions: str) -> Truth:
        """Whether it denies everyone all that does not come over TLS, with no second condition that would weaken it.

        Args:
            actions: what has to be denied where a service knows no `*`; everything if none is given.
        """
        conditions = list(self.conditions())
        insecure = some(
            values.is_set() & values.every(lambda one: one.is_false())
            for operator, key, values in conditions
            if key == "aws:securetransport" and operator in ("Bool", "BoolIfExists") and len(conditions) == 1
        )
        refused = insecure if self._has_readable_condition() is Truth.TRUE else Truth.UNKNOWN
        everything = self.covers_action(*actions) if actions else self.names_action(r"(\w+:)?\*")
        return ~self.allows() & self.is_for_all() & everything & refused

    def is_for_all(self) -> Truth:
        """Whether its principal is `*`: everyone, with no exception."""
        return some(one.equals("*") for kind, one in self.principals() if kind in ("*", "AWS"))

    def _has_readable_condition(self) -> Truth:
        condition = self.node["Condition"]
        return condition.is_known() & every(under.is_known() for _, under in condition.items())

    def covers_everything(self) -> Truth:
        """Whether its actions are all there are, or all but some that do not hold back an administrator."""
        if self.node["NotAction"].value is not None:
            return self.covers_action("iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:PutRolePolicy")
        return self.names_action(r"\*+(:\*+)?")

    def is_for_any_resource(self) -> Truth:
        """Whether its resources are all there are, or all but some."""
        return self.names_resource(_ANY_RESOURCE) | self.node["NotResource"].is_set()

    def is_unscoped(self) -> Truth:
        """Whether it is for any resource, and no condition picks some by their tags or names."""
        return self.is_for_any_resource() & ~self.picks_resources()

    def picks_resources(self) -> Truth:
        """Whether a condition picks resources by their tags or names."""
        return self.has_condition(*_RESOURCE_KEYS, operator=r"(?!.*(Not|IfExists)|ForAllValues).*")

    def _demands(self, keys: Iterable[str], operator: str, open_value: str) -> Truth:
        """Whether there is a condition on one of these keys all of whose values, which are alternatives, say a thing.

        Args:
            operator: a regular expression for the condition's operator.
            open_value: a regular expression for a value that anything matches.
        """
        wanted = {key.lower() for key in keys}
        found = (
            values
            for used, key, values in self.conditions()
            if re.fullmatch(operator, used) and any(fnmatchcase(key, one) for one in wanted)
        )
        demanded = some(values.is_set() & ~values.some(lambda one: one.matches(open_value)) for values in found)
        return demanded | ~self._has_readable_condition() & Truth.UNKNOWN


def statements(document: Node) -> list[Statement]:
    """The statements of a document; a single unknown one if the document is unknown or cannot be read."""
    return [Statement(one) for one in parsed(document)["Statement"].each()]


def forbid_statements(resource: Resource, document: Node, forbidden: Callable[[Statement], Truth]) -> Findings:
    """What is wrong with a document of a resource: its statements that a rule forbids."""
    return [found for one in statements(document) for found in resource.forbid(forbidden(one), one.node)]


def parsed(document: Node) -> Node:
    """A document as an object, whether it is one or JSON text; unknown if it is neither."""
    if document.value is None or document.value == "":
        return Node(None, document.path, document.sources, document.secret)
    value: Any = document.value
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = UNKNOWN
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    known = value if isinstance(value, dict) else UNKNOWN
    return Node(known, document.path, document.sources, document.secret)


def _covers(named: Node, excepted: Node, wanted: Iterable[str]) -> Truth:
    """Whether one of the wanted is named by a pattern, or not excepted by any."""
    texts = frozenset(one.lower() for one in wanted)
    if excepted.value is not None:
        return some(every(~_names(pattern, frozenset({one})) for pattern in excepted.each()) for one in texts)
    return some(_names(pattern, texts) for pattern in named.each())


def _names(pattern: Node, wanted: frozenset[str]) -> Truth:
    """Whether a pattern matches one of the wanted, in lower case."""

    def covers(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if "*" not in value and "?" not in value:
            return value.lower() in wanted
        return any(map(_expression(value.lower()).fullmatch, wanted))

    return pattern.satisfies(covers)


@lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
