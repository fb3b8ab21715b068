"""The sandbox's providers over gRPC, as the official engine speaks to them."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.rpc.status_pb2 import Status
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc

from protocol.provider import InitializationFailed, ProviderError
from protocol.values import Secret, decode, encode
from sandbox.environment import Sandbox
from sandbox.plugin import PACKAGES, install, served
from tests.secrecy import NASTY, found_in

URN = "urn:pulumi:dev::strata::aws:s3/bucket:Bucket::lake"


class Recorded:
    """A provider that answers with what it was asked, or fails as it is told to."""

    def __init__(self) -> None:
        self.failure: Exception | None = None

    def __getattr__(self, verb: str) -> Any:
        return self._create

    def _create(self, request: Any) -> Any:
        if self.failure:
            raise self.failure
        return pb.CreateResponse(id="made", properties=request.properties)


@pytest.fixture
def provider() -> Recorded:
    return Recorded()


@pytest.fixture
def client(provider: Recorded) -> Iterator[Any]:
    with served(provider, "aws") as port, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)


def test_a_verb_goes_through_with_its_values(client: Any) -> None:
    wanted = {"bucket": "lake", "secret": Secret("hidden"), "list": [1, None]}
    made = client.Create(pb.CreateRequest(urn=URN, properties=encode(wanted)))
    assert (made.id, decode(made.properties)) == ("made", wanted)


def test_a_refusal_is_told_in_its_own_words(client: Any, provider: Recorded) -> None:
    provider.failure = ProviderError("BucketAlreadyExists: lake")
    with pytest.raises(grpc.RpcError) as refused:
        client.Create(pb.CreateRequest(urn=URN))
    assert refused.value.details() == "BucketAlreadyExists: lake"


def test_what_exists_but_is_not_ready_is_told_with_its_id(client: Any, provider: Recorded) -> None:
    provider.failure = InitializationFailed("lake-1", {"arn": "a"}, {"bucket": "lake"}, ["no pod is ready", "no node"])
    with pytest.raises(grpc.RpcError) as failed:
        client.Create(pb.CreateRequest(urn=URN))
    (packed,) = Status.FromString(dict(failed.value.trailing_metadata())["grpc-status-details-bin"]).details
    detail = pb.ErrorResourceInitFailed()
    assert packed.Unpack(detail)
    assert (detail.id, decode(detail.properties), decode(detail.inputs)) == ("lake-1", {"arn": "a"}, {"bucket": "lake"})
    assert list(detail.reasons) == ["no pod is ready", "no node"]


def test_what_it_cannot_do_is_told_as_such(client: Any) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        client.Construct(pb.ConstructRequest())
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_its_version_is_that_of_the_sdk(client: Any) -> None:
    assert client.GetPluginInfo(Empty()).version == version("pulumi-aws")


def test_it_listens_on_this_machine_only(provider: Recorded) -> None:
    with served(provider, "aws") as port:
        tables = [Path(f"/proc/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
    local = [line.split()[1].split(":") for table in tables for line in table]
    # In IPv6's table it is the address that stands for the same one of IPv4.
    assert {address[-8:] for address, number in local if int(number, 16) == port} == {"0100007F"}


@pytest.mark.parametrize("host", ["127.0.0.1", "rebound.example.com"])
def test_what_a_browser_could_send_is_not_answered(provider: Recorded, host: str) -> None:
    """A web page cannot speak gRPC to a bare port: browsers use HTTP/2 only behind TLS. Any HTTP/1.1 is hung up on."""
    calls: list[str] = []
    provider._create = lambda request: calls.append("called")  # type: ignore[method-assign]
    with served(provider, "aws") as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        body = b"\0\0\0\0\0"
        connection.sendall(
            b"POST /pulumirpc.ResourceProvider/Create HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"
            b"Content-Type: application/grpc-web+proto\r\nContent-Length: %d\r\n\r\n%s"
            % (host.encode(), host.encode(), len(body), body)
        )
        answered = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(4096):
                answered += part
    assert b"HTTP/1.1 200" not in answered
    assert calls == []


def test_no_failure_shows_a_secret_of_the_request(
    client: Any, provider: Recorded, capfd: pytest.CaptureFixture[str]
) -> None:
    provider.failure = KeyError(f"no {NASTY['quotes']} in here")
    with pytest.raises(grpc.RpcError) as failed:
        client.Create(pb.CreateRequest(urn=URN, properties=encode({"token": Secret(NASTY["quotes"])})))
    told = str(failed.value.details())
    assert "[secret]" in told
    assert told.startswith("the sandbox has a bug: KeyError: ")
    assert found_in(told + "".join(capfd.readouterr()), [NASTY["quotes"]]) == []


def test_the_installed_commands_start_it(tmp_path: Path) -> None:
    """Each is the executable that the engine looks for; without a sandbox it says what is missing and ends."""
    install(tmp_path / "bin", tmp_path / "sandbox")
    assert {path.name for path in (tmp_path / "bin").iterdir()} == {f"pulumi-resource-{name}" for name in PACKAGES}
    for path in (tmp_path / "bin").iterdir():
        assert sys.executable in path.read_text()
        ended = subprocess.run([path, "127.0.0.1:1"], capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 1
        assert ended.stderr == "the sandbox is not running; `strata up --sandbox` starts it\n"
        assert ended.stdout == ""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    made = Sandbox(tmp_path / "sandbox")
    made.start()
    yield made
    made.stop()


@pytest.mark.slow
def test_a_plugin_ends_with_the_engine_that_is_gone_without_a_word(sandbox: Sandbox, tmp_path: Path) -> None:
    install(tmp_path / "bin", sandbox.root)
    engine = subprocess.Popen(
        ["sh", "-c", f"cd / && {tmp_path}/bin/pulumi-resource-aws 127.0.0.1:1; true"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert engine.stdout is not None
    port = int(engine.stdout.readline())
    with socket.create_connection(("127.0.0.1", port), timeout=10):
        pass
    engine.kill()
    engine.wait()
    # The pipe ends when nobody is left who could write to it.
    assert engine.stdout.read() == b""
    engine.stdout.close()


@pytest.mark.slow
def test_a_plugin_finds_its_own_code_whatever_the_environment(sandbox: Sandbox, tmp_path: Path) -> None:
    install(tmp_path / "bin", sandbox.root)
    plugin = subprocess.Popen(
        [tmp_path / "bin" / "pulumi-resource-kubernetes", "127.0.0.1:1"],
        cwd="/",
        env={"PYTHONPATH": "/nowhere"},
        stdout=subprocess.PIPE,
    )
    assert plugin.stdout is not None
    assert int(plugin.stdout.readline()) > 0
    plugin.stdout.close()
    plugin.terminate()
    assert plugin.wait(30) == 0
