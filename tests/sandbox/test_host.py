"""What a plugin tells reaches the engine that started it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import encode
from sandbox.host import address_of, log_to
from tests.sandbox.faults import Faults, answered, one_after_the_other

ROOT = Path(__file__).parents[2]
URN = "urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs"


class Engine(engine_pb2_grpc.EngineServicer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.address = ""

    def Log(self, request: Any, context: Any) -> Empty:
        self.told.append(request)
        return Empty()


@pytest.fixture
def engine() -> Iterator[Engine]:
    servicer, server = Engine(), grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    engine_pb2_grpc.add_EngineServicer_to_server(servicer, server)
    servicer.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield servicer
    server.stop(grace=None).wait()


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["--logtostderr", "-v=9", "127.0.0.1:4711"], "127.0.0.1:4711"),
        (["--tracing", "tcp://127.0.0.1:1", "localhost:4711"], "localhost:4711"),
        (["engine.example.com:4711"], ""),
        (["-v=9"], ""),
        ([], ""),
    ],
)
def test_the_engines_address_is_the_last_argument(arguments: list[str], address: str) -> None:
    assert address_of(arguments) == address


def test_a_message_arrives_as_it_was_told(engine: Engine) -> None:
    log_to(engine.address)("info", "waiting", URN, ephemeral=True)
    assert engine.told == [engine_pb2.LogRequest(severity=engine_pb2.INFO, message="waiting", urn=URN, ephemeral=True)]


def test_an_engine_that_is_gone_harms_nobody(unused_port: int) -> None:
    log_to(f"127.0.0.1:{unused_port}")("warning", "waiting")


def test_a_plugin_tells_the_engine_that_it_waits(engine: Engine, faults: Faults, tmp_path: Path) -> None:
    """The whole way: a process of its own, started as the engine does, in front of an AWS that throttles."""
    code = (
        "from sandbox import plugin; "
        "from sandbox.environment import Sandbox; "
        f"Sandbox.endpoint = {faults.endpoint!r}; "
        "plugin.main()"
    )
    command = [sys.executable, "-c", code, "aws", str(tmp_path), "-v=9", engine.address]
    throttled = answered(b'{"__type": "RequestThrottled", "message": "not now"}', "403 Forbidden")
    faults.plan = one_after_the_other([lambda _asked: throttled] * 2)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as plugin:
        assert plugin.stdout
        try:
            with grpc.insecure_channel(f"127.0.0.1:{int(plugin.stdout.readline())}") as channel:
                provider = provider_pb2_grpc.ResourceProviderStub(channel)
                provider.Configure(pb.ConfigureRequest(args=encode({"region": "eu-central-1"})))
                assert provider.Create(pb.CreateRequest(urn=URN, properties=encode({"name": "jobs"}))).id
        finally:
            plugin.terminate()
            plugin.wait(30)
    assert [(told.urn, told.ephemeral) for told in engine.told] == [(URN, True)] * 2
    assert engine.told[0].message.startswith("CreateQueue: AWS throttles requests (RequestThrottled); attempt 2 of 8")
