"""Runs operations in processes that are killed: `python -m tests.engine.crashing FOLDER ENDPOINT`.

It reads a line for each operation, JSON: `{"operation": "up", "generation": 1, "kill_at": 17}`. For each it forks a
process, which carries the operation out and, at that point, kills itself as the kernel would: at once, nothing cleaned
up. Points lie before and after each intent and each outcome that goes to the journal, before and after each verb that
changes something, and after each answer to a request within it. What stays as it is passes none.
It answers with a line: `{"status": "done" | "killed" | "failed", "points": …, "errors": …}`.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s
from pulumi_aws import ec2, iam, kms, sqs  # noqa: F401 - loaded before the forks, for speed
from pulumi_kubernetes import core, helm  # noqa: F401

from engine import Operation
from engine.journal import Journal
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.harness import Deployer
from tests.sandbox.providers.kubernetes.driver import kubeconfig

VERBS = ("Create", "Update", "Delete")
TIMEOUT_S = 180


def declared(generation: int) -> dict[str, set[str]]:
    """The logical names of what a generation of the program declares, by kind."""
    queues = range(40) if generation == 1 else range(5, 45)
    return {
        "queue": {f"queue-{number}" for number in queues},
        "vpc": {f"vpc-{number}" for number in range(12)},
        "subnet": {f"subnet-{number}" for number in range(12)},
        "key": {f"key-{number}" for number in range(6)},
        "role": {f"role-{number}" for number in range(12)},
        "config": {f"config-{number}" for number in range(20)},
    }


def program(generation: int) -> None:
    """More than a hundred resources. The second generation updates, replaces, adds and removes some of them."""
    names = declared(generation)
    account = aws.Provider("aws", region="eu-central-1", default_tags={"tags": {"generation": str(generation)}})
    opts = pulumi.ResourceOptions(provider=account)
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    for name in sorted(names["queue"]):
        aws.sqs.Queue(name, visibility_timeout_seconds=30 * generation, opts=opts)
    for name in sorted(names["key"]):
        aws.kms.Key(name, enable_key_rotation=True, deletion_window_in_days=7, opts=opts)
    for name in sorted(names["role"]):
        aws.iam.Role(name, assume_role_policy=trust, opts=opts)
    for number in range(len(names["vpc"])):
        # A third of the networks is replaced, and with each what lies in it.
        cidr = f"10.{number + (100 if generation == 2 and number % 3 == 0 else 0)}"
        vpc = aws.ec2.Vpc(f"vpc-{number}", cidr_block=f"{cidr}.0.0/16", opts=opts)
        aws.ec2.Subnet(f"subnet-{number}", vpc_id=vpc.id, cidr_block=f"{cidr}.1.0/24", opts=opts)
    cluster = k8s.Provider("cluster", kubeconfig=kubeconfig())
    inside = pulumi.ResourceOptions(provider=cluster)
    namespace = k8s.core.v1.Namespace("ml", metadata={"name": "ml"}, opts=inside)
    kueue = k8s.helm.v3.Release(
        "kueue",
        chart="oci://registry.k8s.io/kueue/charts/kueue",
        version="0.19.4",
        name="kueue",
        namespace="ml",
        values={"generation": generation},
        opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=[namespace])),
    )
    for name in sorted(names["config"]):
        k8s.core.v1.ConfigMap(
            name,
            metadata={"namespace": namespace.metadata["name"]},
            data={"generation": str(generation)},
            opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=[kueue])),
        )


class Points:
    """Counts the points at which the process may be killed, and kills it at one of them."""

    def __init__(self, kill_at: int | None) -> None:
        self._kill_at = kill_at
        self._lock = threading.Lock()
        self.passed = 0

    def __call__(self) -> None:
        with self._lock:
            self.passed += 1
            if self.passed == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, called: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, with a point before and one after it."""

        @functools.wraps(called)
        def with_points(*args: Any, **named: Any) -> Any:
            self()
            result = called(*args, **named)
            self()
            return result

        return with_points


def carry_out(folder: Path, endpoint: str, order: dict[str, Any]) -> dict[str, Any]:
    """Carry out an operation, unless this process is killed meanwhile."""
    points = Points(order["kill_at"])
    for cls, names in ((Journal, ("begin",)), (AwsProvider, VERBS), (KubernetesProvider, VERBS)):
        for name in names:
            setattr(cls, name, points.around(getattr(cls, name)))
    record, record_with_points = Journal.success, points.around(Journal.success)

    def success(self: Journal, entry: int | None = None, *args: Any, **named: Any) -> None:
        (record if entry is None else record_with_points)(self, entry, *args, **named)

    Journal.success = success  # type: ignore[method-assign]
    make_client = AwsSession.client

    def client(self: AwsSession, service: str) -> Any:
        made = make_client(self, service)
        made.meta.events.register("after-call", lambda **_: points(), unique_id="kill")
        return made

    AwsSession.client = client  # type: ignore[method-assign]
    store = Store(folder / "kubernetes.db")
    stack = Deployer(
        folder=folder,
        providers={"aws": lambda: AwsProvider(endpoint), "kubernetes": lambda: KubernetesProvider(connect_to(store))},
    )
    operation = Operation(order["operation"])
    result = stack(
        None if operation is Operation.DESTROY else functools.partial(program, order["generation"]),
        {},
        operation,
        succeeds=False,
    )
    errors = result.summary.errors
    return {"status": "failed" if errors else "done", "points": points.passed, "errors": errors}


def main() -> None:
    """Answer each line with another."""
    folder, endpoint = Path(sys.argv[1]), sys.argv[2]
    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            signal.alarm(TIMEOUT_S)  # Nobody waits for ever for a process that hangs: it dies, and the test fails.
            answer = carry_out(folder, endpoint, json.loads(line))
            os.write(writer, json.dumps(answer).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as told:
            text = told.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(
            (text or json.dumps({"status": "killed" if killed else "failed", "errors": [str(status)]})) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
