"""The rules through the official engine's own protocol, over gRPC."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml
from google.protobuf import json_format
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import analyzer
from policies.catalogue import select
from policies.enforcement import Policy, rules_for
from policies.rule import Profile

PACKS = Path(analyzer.__file__).with_name("packs")
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = "s3cr3t-v4lue"


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    """What the engine has of a pack that it started as it does: a program that prints a port."""
    command = [sys.executable, str(PACKS / "fsbp" / "__main__.py")]
    root = str(PACKS.parents[1])
    with subprocess.Popen(command, cwd=root, env={"PYTHONPATH": root}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


class Aborting:
    """A context of gRPC, in which to abort is to raise."""

    def abort(self, code: Any, details: str) -> None:
        raise NotImplementedError(f"{code}: {details}")


def resource(name: str, properties: dict[str, Any], type_: str = "aws:sqs/queue:Queue", **depends: list[str]) -> Any:
    struct = Struct()
    json_format.ParseDict(properties, struct)
    listed = {key: pb.AnalyzerPropertyDependencies(urns=urns) for key, urns in depends.items()}
    return pb.AnalyzerResource(
        urn=f"urn:pulumi:dev::p::{type_}::{name}", type=type_, name=name, properties=struct, propertyDependencies=listed
    )


def analyze(engine: Any, *resources: Any) -> Any:
    return engine.AnalyzeStack(pb.AnalyzeStackRequest(resources=resources))


def found(response: Any, rule: str) -> list[tuple[str, int]]:
    return [
        (one.urn.rpartition("::")[2], one.enforcementLevel) for one in response.diagnostics if one.policyName == rule
    ]


def test_the_pack_tells_its_rules(engine: Any) -> None:
    info = engine.GetAnalyzerInfo(Empty())
    assert (info.name, info.supportsConfig) == ("fsbp", True)
    names = {policy.name for policy in info.policies}
    assert names == {one.name for one in select([Profile.FSBP])} | {"waiver-valid"}
    (sqs,) = [policy for policy in info.policies if policy.name == "sqs-encrypted"]
    assert (sqs.severity, sqs.policy_type) == (pb.POLICY_SEVERITY_HIGH, pb.POLICY_TYPE_STACK)
    assert "fsbp/SQS.1" in sqs.tags


def test_violations_are_mandatory_and_what_is_unknown_is_told(engine: Any) -> None:
    response = analyze(
        engine,
        resource("bad", {"sqsManagedSseEnabled": False, "policy": SECRET}),
        resource("later", {"sqsManagedSseEnabled": UNKNOWN}),
        resource("good", {"sqsManagedSseEnabled": True}),
    )
    assert found(response, "sqs-encrypted") == [("bad", pb.MANDATORY), ("later", pb.ADVISORY)]
    (told,) = [one for one in response.diagnostics if one.urn.endswith("::bad") and one.policyName == "sqs-encrypted"]
    assert told.message == (
        "Queues encrypt their messages at rest. (sqsManagedSseEnabled)\n"
        "Fix: set `sqs_managed_sse_enabled` to true, or `kms_master_key_id` to a key of your own."
    )
    assert SECRET not in str(response)


def test_facts_of_several_resources_are_joined_by_their_dependencies(engine: Any) -> None:
    bucket = resource("data", {}, "aws:s3/bucket:Bucket")
    flags = dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True)
    type_ = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    block = resource("block", {"bucket": UNKNOWN, **flags}, type_, bucket=[bucket.urn])
    assert found(analyze(engine, bucket), "s3-bucket-public-access-block") == [("data", pb.MANDATORY)]
    assert found(analyze(engine, bucket, block), "s3-bucket-public-access-block") == []


def test_rules_without_a_resource_are_said_not_to_apply(engine: Any) -> None:
    names = {one.policy_name for one in analyze(engine, resource("good", {})).not_applicable}
    assert "s3-bucket-public-access-block" in names
    assert "sqs-encrypted" not in names


def test_the_engine_sets_levels_and_waivers_lie_beside_the_program(tmp_path: Path) -> None:
    pack = analyzer.Analyzer("fsbp", select([Profile.FSBP]))
    bad = pb.AnalyzeStackRequest(resources=[resource("bad", {"sqsManagedSseEnabled": False})])
    levels = {"all": pb.PolicyConfig(enforcementLevel=pb.ADVISORY)}
    pack.Configure(pb.ConfigureAnalyzerRequest(policyConfig=levels), None)
    assert found(pack.AnalyzeStack(bad, None), "sqs-encrypted") == [("bad", pb.ADVISORY)]
    levels["sqs-encrypted"] = pb.PolicyConfig(enforcementLevel=pb.DISABLED)
    pack.Configure(pb.ConfigureAnalyzerRequest(policyConfig=levels), None)
    assert found(pack.AnalyzeStack(bad, None), "sqs-encrypted") == []
    pack.Configure(pb.ConfigureAnalyzerRequest(), None)
    waiver = "{rule: sqs-encrypted, match: '*::bad', reason: r, owner: o, ticket: t, expires: 2099-01-01}"
    (tmp_path / "waivers.yaml").write_text(f"waivers: [{waiver}]")
    pack.Handshake(pb.AnalyzerHandshakeRequest(program_directory=str(tmp_path)), None)
    assert found(pack.AnalyzeStack(bad, None), "sqs-encrypted") == []


def test_the_waivers_of_the_project_that_a_pack_lies_in(tmp_path: Path) -> None:
    bad = pb.AnalyzeStackRequest(resources=[resource("bad", {"sqsManagedSseEnabled": False})])
    waiver = "{rule: sqs-encrypted, match: '*::bad', reason: r, owner: o, ticket: t, expires: 2099-01-01}"
    (tmp_path / "Pulumi.yaml").touch()
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "waivers.yaml").write_text(f"waivers: [{waiver}]")
    lies = tmp_path / "policies" / "packs" / "fsbp"
    assert found(analyzer.Analyzer("fsbp", select([Profile.FSBP]), lies).AnalyzeStack(bad, None), "sqs-encrypted") == []
    elsewhere = analyzer.Analyzer("fsbp", select([Profile.FSBP]), tmp_path / "stacks" / "other")
    (tmp_path / "Pulumi.yaml").unlink()
    assert found(elsewhere.AnalyzeStack(bad, None), "sqs-encrypted") == [("bad", pb.MANDATORY)]


def configured(stack: str, section: str) -> analyzer.StackAnalyzer:
    pack = analyzer.StackAnalyzer()
    pack.ConfigureStack(
        pb.AnalyzerStackConfigureRequest(project="p", stack=stack, config={"strata:policy": section}), None
    )
    return pack


def test_a_stack_is_held_to_its_own_settings() -> None:
    advisory = '{"enforcement": "advisory", "reasons": {"enforcement": "r"}}'
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}
    request = pb.AnalyzeStackRequest(
        resources=[
            resource("bad", {"sqsManagedSseEnabled": False}),
            resource("later", {"sqsManagedSseEnabled": UNKNOWN}),
            resource("open", {"sqsManagedSseEnabled": True, "policy": json.dumps({"Statement": [anyone]})}),
        ]
    )
    dev, prod = (configured(*one).AnalyzeStack(request, None) for one in (("dev", advisory), ("prod", "{}")))
    assert found(dev, "sqs-encrypted") == [("bad", pb.ADVISORY)]
    assert found(prod, "sqs-encrypted") == [("bad", pb.MANDATORY)]
    assert found(dev, "sqs-policy-not-public") == [("open", pb.MANDATORY)]
    (unknown,) = [one for one in prod.diagnostics if "cannot be known yet" in one.message]
    assert (unknown.urn, unknown.enforcementLevel) == ("", pb.ADVISORY)


def test_what_is_declared_counts_where_a_provider_has_not_answered_yet() -> None:
    pack = analyzer.Analyzer("fsbp", select([Profile.FSBP]))
    good, bad = (resource(name, {"sqsManagedSseEnabled": name == "good"}) for name in ("good", "bad"))
    for one in (good, bad):
        pack.Analyze(pb.AnalyzeRequest(urn=one.urn, type=one.type, name=one.name, properties=one.properties), None)
    silent = pb.AnalyzeStackRequest(resources=[resource("good", {}), resource("bad", {})])
    assert found(pack.AnalyzeStack(silent, None), "sqs-encrypted") == [("bad", pb.MANDATORY)]


def test_the_rules_that_a_stack_is_held_to() -> None:
    names = {one.name for one in configured("prod", "{}").GetAnalyzerInfo(Empty(), None).policies}
    assert names == {one.name for one in rules_for(Policy(), "prod")} | {"waiver-valid"}


def test_mistakes_in_a_stack_s_settings_end_the_deployment() -> None:
    with pytest.raises(NotImplementedError, match="production, where it is mandatory"):
        analyzer.StackAnalyzer().ConfigureStack(
            pb.AnalyzerStackConfigureRequest(stack="prod", config={"strata:policy": '{"enforcement": "advisory"}'}),
            Aborting(),
        )


def test_there_is_a_pack_for_each_profile_and_one_for_a_stack_s_own_settings() -> None:
    packs = {path.parent.name for path in PACKS.glob("*/PulumiPolicy.yaml")}
    assert packs == {one.value for one in Profile if one is not Profile.OPTIONAL} | {"stack"}
    for name in packs:
        declared = yaml.safe_load((PACKS / name / "PulumiPolicy.yaml").read_text())
        assert (declared["name"], declared["runtime"]["name"]) == (name, "python")
        assert f'serve("{name}")' in (PACKS / name / "__main__.py").read_text()
