"""The sandbox's providers as plugins: the same objects, served over gRPC to the official engine.

The engine starts `pulumi-resource-<package>` from PATH, reads a port from its standard output, and ends it when it is
done. `install` writes those two commands into a folder.
"""

from __future__ import annotations

import argparse
import functools
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from google.rpc.status_pb2 import Status
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from protocol.masking import Mask
from protocol.provider import InitializationFailed, Provider, ProviderError, Telling, Unanswered
from protocol.values import decode, encode
from sandbox.environment import Sandbox, SandboxError
from sandbox.host import address_of, log_to

PACKAGES: Final = ("aws", "kubernetes")
_VERBS: Final = (
    "Cancel",
    "Check",
    "CheckConfig",
    "Configure",
    "Create",
    "Delete",
    "Diff",
    "DiffConfig",
    "Invoke",
    "Read",
    "Update",
)
_HERE: Final = Path(__file__).resolve().parents[1]
_MESSAGE_BYTES_MAX: Final = 400 * 1024 * 1024
"""As large as the official engine takes them."""
_LOOKS_EVERY_S: Final = 1.0


@contextmanager
def served(provider: Provider, package: str) -> Iterator[int]:
    """Serve a provider on a free port of this machine; the port.

    Args:
        provider: not yet configured; the engine configures it.
        package: `aws` or `kubernetes`; its SDK's version becomes the plugin's.
    """
    sizes = [
        ("grpc.max_send_message_length", _MESSAGE_BYTES_MAX),
        ("grpc.max_receive_message_length", _MESSAGE_BYTES_MAX),
    ]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32), options=sizes)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(_servicer(provider, package), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield port
    finally:
        server.stop(grace=1).wait()


def install(folder: Path, root: Path) -> None:
    """Write the commands that start the plugins of the sandbox in `root`; the folder then belongs on PATH."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for package in PACKAGES:
        command = shlex.join([sys.executable, "-m", "sandbox.plugin", package, str(root.resolve())])
        path = folder / f"pulumi-resource-{package}"
        # The engine starts it in any folder, with any environment: it has to find this code.
        path.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(_HERE))} exec {command} "$@"\n')
        path.chmod(0o700)


def main() -> None:
    """Serve one package of a sandbox until the engine ends this process."""
    parent, ended = os.getppid(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    parser = argparse.ArgumentParser(prog="sandbox.plugin", description=main.__doc__)
    parser.add_argument("package", choices=PACKAGES)
    parser.add_argument("root", type=Path, help="the sandbox's folder")
    arguments, others = parser.parse_known_args()
    try:
        provider = Sandbox(arguments.root).providers()[arguments.package]()
    except SandboxError as error:
        sys.exit(str(error))
    if isinstance(provider, Telling) and (engine := address_of(others)):
        provider.log = log_to(engine)
    with served(provider, arguments.package) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        # An engine that was killed says nothing; its plugins are then somebody else's children.
        while os.getppid() == parent and not ended.wait(_LOOKS_EVERY_S):
            pass


def _servicer(provider: Provider, package: str) -> Any:
    servicer: Any = provider_pb2_grpc.ResourceProviderServicer()
    for verb in _VERBS:
        setattr(servicer, verb, functools.partial(_answer, getattr(provider, verb)))
    servicer.GetPluginInfo = lambda request, context: plugin_pb2.PluginInfo(  # noqa: ARG005 - the protocol's names
        version=version(f"pulumi-{package}")
    )
    servicer.Attach = lambda request, context: Empty()  # noqa: ARG005 - the protocol's names
    return servicer


def _answer(verb: Callable[[Any], Any], request: Any, context: grpc.ServicerContext) -> Any:
    try:
        return verb(request)
    except InitializationFailed as failure:
        detail = provider_pb2.ErrorResourceInitFailed(
            id=failure.id,
            properties=encode(failure.properties),
            inputs=encode(failure.inputs),
            reasons=failure.reasons,
        )
        packed = AnyMessage()
        packed.Pack(detail)
        status = Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(failure), details=[packed])
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(grpc.StatusCode.UNKNOWN, str(failure))
    except (ProviderError, Unanswered) as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
    except Exception as error:  # noqa: BLE001 - gRPC would write it down with all the values that it quotes
        hidden = Mask(*(decode(value) for _, value in request.ListFields() if isinstance(value, Struct)))
        context.abort(grpc.StatusCode.UNKNOWN, f"the sandbox has a bug: {type(error).__name__}: {hidden(str(error))}")


if __name__ == "__main__":
    main()
