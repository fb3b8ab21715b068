"""The packs' rules under the servicer of `pulumi_policy`, over gRPC: it tells what our own analyzer tells.

Ours is there because that one decodes all properties once for each policy, and ends a policy at the first value that is
not known yet. Here such values are taken out of its proxies one by one, so that both judge the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent import futures
from contextlib import contextmanager
from typing import Any

import grpc
import pulumi_policy
import pytest
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy.policy import _PolicyAnalyzerServicer
from pulumi_policy.proxy import UnknownValueError

from policies.analyzer import Analyzer
from policies.catalogue import all_rules, select
from policies.evaluator import evaluate
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.rule import Profile, Rule
from policies.stack import Stack
from tests.policies import cases

WIRE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
Found = set[tuple[str, str]]
"""Policy and URN of each diagnostic."""


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_each_rule_finds_the_same_under_both(rule: Rule) -> None:
    with _served(_theirs("one", [rule])) as theirs, _served(Analyzer("one", [rule])) as ours:
        for broken in _every_way_to_break(rule):
            request = pb.AnalyzeStackRequest(resources=broken)
            found = _found(theirs, request)
            assert found == _found(ours, request)
            assert found, "it was not broken"


@pytest.mark.parametrize("profile", [one for one in Profile if select([one])])
def test_a_whole_pack(profile: Profile) -> None:
    rules = select([profile])
    broken = itertools.chain(*(next(_every_way_to_break(rule)) for rule in rules[:: len(rules) // 4]))
    request = pb.AnalyzeStackRequest(resources=broken)
    with _served(_theirs(profile.value, rules)) as theirs, _served(Analyzer(profile.value, rules)) as ours:
        found = _found(theirs, request)
        assert found == _found(ours, request)
    assert len({policy for policy, _ in found}) >= 4


def _theirs(pack: str, rules: Sequence[Rule]) -> Any:
    level = pulumi_policy.EnforcementLevel.MANDATORY
    return _PolicyAnalyzerServicer(pack, "0.1.0", [_policy(rule) for rule in rules], level)


def _policy(rule: Rule) -> pulumi_policy.Policy:
    def validate(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        for one in evaluate(Stack(map(_resource, args.resources)), [rule]).reported:
            report(rule.title, one.finding.urn)

    return pulumi_policy.StackValidationPolicy(rule.name, rule.title, validate)


def _resource(one: pulumi_policy.PolicyResource) -> Resource:
    return Resource(
        urn=one.urn,
        type=one.resource_type,
        name=one.name,
        properties={key: _item(one.props, key) for key in one.props},
        dependencies=tuple(other.urn for other in one.dependencies),
        property_dependencies={
            key: tuple(other.urn for other in others) for key, others in one.property_dependencies.items()
        },
        provider=one.provider.urn if one.provider else "",
        protect=one.opts.protect,
    )


def _item(holder: Any, key: Any) -> Any:
    try:
        value = holder[key]
    except UnknownValueError:
        return UNKNOWN
    if isinstance(value, Mapping):
        return {inner: _item(value, inner) for inner in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_item(value, index) for index in range(len(value))]
    # The protocol knows no integers; ours are whole again.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _every_way_to_break(rule: Rule) -> Iterator[list[Any]]:
    """Each as the resources of a stack that is there, and of one that is not yet."""
    _, bads = cases.read(next(cases.FOLDER.glob(f"*/{rule.name.replace('-', '_')}.yaml")))
    for number, bad in enumerate(bads):
        for preview in (False, True):
            place = f"{rule.name}-{number}-{'new' if preview else 'there'}"
            yield [_message(one, place) for one in cases.stack(bad.declared, preview=preview).resources]


def _message(resource: Resource, place: str) -> Any:
    """A resource on the wire, in a stack of this name: resources of several cases go into one request."""

    def urn(given: str) -> str:
        return given.replace(":test::", f":{place}::")

    properties = Struct()
    # The official engine gives what the providers answered, which repeats what they were asked for.
    json_format.ParseDict(_wire({**resource.outputs, **resource.properties}), properties)
    depended = {
        key: pb.AnalyzerPropertyDependencies(urns=[urn(one) for one in urns])
        for key, urns in (resource.property_dependencies or {}).items()
    }
    return pb.AnalyzerResource(
        urn=urn(resource.urn),
        type=resource.type,
        name=resource.name,
        properties=properties,
        propertyDependencies=depended,
        provider=pb.AnalyzerProviderResource(urn=urn(resource.provider.rpartition("::")[0])),
        options=pb.AnalyzerResourceOptions(protect=bool(resource.protect)),
    )


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return WIRE_UNKNOWN
    if isinstance(value, Mapping):
        return {key: _wire(one) for key, one in value.items()}
    return [_wire(one) for one in value] if isinstance(value, list) else value


def _found(engine: Any, request: Any) -> Found:
    return {(one.policyName, one.urn) for one in engine.AnalyzeStack(request).diagnostics}


@contextmanager
def _served(servicer: Any) -> Iterator[Any]:
    server = grpc.server(futures.ThreadPoolExecutor(1), options=[("grpc.max_receive_message_length", 1 << 28)])
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        options = [("grpc.max_receive_message_length", 1 << 28), ("grpc.max_send_message_length", 1 << 28)]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
    finally:
        server.stop(None).wait()
