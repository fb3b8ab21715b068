"""The rules through the official engine's own protocol, over gRPC."""

from __future__ import annotations

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


def test_there_is_a_pack_for_each_profile() -> None:
    packs = {path.parent.name for path in PACKS.glob("*/PulumiPolicy.yaml")}
    assert packs == {one.value for one in Profile if one is not Profile.OPTIONAL}
    for name in packs:
        declared = yaml.safe_load((PACKS / name / "PulumiPolicy.yaml").read_text())
        assert (declared["name"], declared["runtime"]["name"]) == (name, "python")
        assert f'serve("{name}")' in (PACKS / name / "__main__.py").read_text()
