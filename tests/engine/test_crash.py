"""Killed at any moment, again and again, over a whole life: the next command goes on, and nothing is lost or doubled.

Each process gets a while further than the one before it, by chance: every run of the test kills at other points.
`STRATA_CRASH_STRIDE=20` kills a dozen times as often.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox.aws.server import AwsServer
from sandbox.providers.kubernetes.store import Store
from tests.engine.crashing import declared
from tests.harness import Deployer

STRIDE_MAX = int(os.environ.get("STRATA_CRASH_STRIDE", "250"))
"""The most points that a process passes before it is killed; of about 750 to create all, 1000 to change it."""
KILLS_MAX = 500
ROOT = Path(__file__).parents[2]


@dataclass
class World:
    """A sandbox: its folder and its AWS server."""

    folder: Path
    server: AwsServer

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name="eu-central-1",
            endpoint_url=self.server.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )

    def holds(self) -> dict[str, list[str]]:
        """What the sandbox really holds, by kind: logical names for named things, addresses for others."""
        ec2, keys = self.client("ec2"), self.client("kms")
        ids = [key["KeyId"] for key in keys.list_keys()["Keys"]]
        living = [key for key in ids if keys.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"]
        store = Store(self.folder / "kubernetes.db")
        objects = [key for cluster in store.clusters() for key, _ in store.list(cluster, kind="ConfigMap")]
        store.close()
        urls = self.client("sqs").list_queues().get("QueueUrls", [])
        return {
            "queue": sorted(url.rpartition("/")[2].rpartition("-")[0] for url in urls),
            "vpc": sorted(vpc["CidrBlock"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]),
            "subnet": sorted(
                subnet["CidrBlock"] for subnet in ec2.describe_subnets()["Subnets"] if not subnet["DefaultForAz"]
            ),
            "key": sorted(living),
            "role": sorted(role["RoleName"].rpartition("-")[0] for role in self.client("iam").list_roles()["Roles"]),
            "config": sorted(key.name.rpartition("-")[0] for key in objects),
        }


@dataclass
class Mortal(World):
    """A stack on which operations are carried out by processes that die."""

    runner: subprocess.Popen[str]

    def order(self, operation: str, generation: int, kill_at: int | None = None) -> dict[str, Any]:
        """Carry out an operation; what came of it."""
        assert self.runner.stdin
        assert self.runner.stdout
        order = {"operation": operation, "generation": generation, "kill_at": kill_at}
        self.runner.stdin.write(json.dumps(order) + "\n")
        self.runner.stdin.flush()
        answer: dict[str, Any] = json.loads(self.runner.stdout.readline())
        return answer

    def killed_all_the_way(self, operation: str, generation: int, chance: random.Random) -> int:
        """Carry out an operation by processes that each get a few points further; how many were killed."""
        for kills in range(KILLS_MAX):
            answer = self.order(operation, generation, 1 + chance.randrange(STRIDE_MAX))
            assert answer["status"] in ("done", "killed"), answer["errors"]
            if answer["status"] == "done":
                return kills
        raise AssertionError(f"{operation} did not get done in {KILLS_MAX} runs")


@pytest.fixture
def mortal(tmp_path: Path, aws_server: AwsServer) -> Iterator[Mortal]:
    aws_server.reset()
    command = [sys.executable, "-m", "tests.engine.crashing", str(tmp_path), aws_server.endpoint]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as runner:
        yield Mortal(tmp_path, aws_server, runner)
        assert runner.stdin
        runner.stdin.close()
        runner.wait(30)


def expected(generation: int) -> dict[str, Any]:
    names = declared(generation)
    seconds = [number + (100 if generation == 2 and number % 3 == 0 else 0) for number in range(12)]
    return {
        "queue": sorted(names["queue"]),
        "vpc": sorted(f"10.{second}.0.0/16" for second in seconds),
        "subnet": sorted(f"10.{second}.1.0/24" for second in seconds),
        "role": sorted(names["role"]),
        "config": sorted(names["config"]),
    }


def test_a_stack_whose_every_command_is_killed_again_and_again(mortal: Mortal) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    kills = {}
    for operation, generation in (("up", 1), ("up", 2)):
        kills[operation, generation] = mortal.killed_all_the_way(operation, generation, chance)
        held = mortal.holds()
        assert len(held.pop("key")) == len(declared(generation)["key"]), f"seed {seed}"
        assert held == expected(generation), f"seed {seed}"
        again = mortal.order(operation, generation)
        assert again["status"] == "done", again["errors"]
    kills["destroy", 2] = mortal.killed_all_the_way("destroy", 2, chance)
    assert set(map(len, mortal.holds().values())) == {0}, f"seed {seed}"
    assert Deployer(folder=mortal.folder, providers={}).resources() == []
    assert min(kills.values()) >= 3, kills
