"""What `strata recover` asks the sandbox for: providers about what was cut off, clusters about stuck releases."""

from __future__ import annotations

import json
import shutil

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.test_state import QUEUE
from tests.sandbox.providers.kubernetes.driver import SERVER, kubeconfig

pytestmark = pytest.mark.slow

CLUSTER = """\
import pulumi
import pulumi_kubernetes as k8s

cluster = k8s.Provider("cluster", kubeconfig={kubeconfig!r})
inside = pulumi.ResourceOptions(provider=cluster)
k8s.helm.v3.Release(
    "kueue",
    chart="oci://registry.k8s.io/kueue/charts/kueue",
    version="0.19.4",
    name="kueue",
    namespace="default",
    opts=inside,
)
"""


def cut_off(project: Small, kind: str, name: str, attempt: str = "") -> None:
    """Leave a journal as a process does that is killed while AWS works on a queue."""
    from engine import FileBackend, Project, Stack, state
    from engine.backend import digest
    from engine.journal import Journal
    from engine.journal_file import JournalFile
    from engine.selection import select
    from engine.snapshot import PendingKind

    backend = FileBackend(project.home)
    passphrase = (project.home / "passphrase").read_text().strip()
    stack = Stack(Project.load(project.root), "dev", backend, passphrase=passphrase)
    recorded = state.load(backend, project.name, "dev", stack.crypter)
    (asked,) = select(recorded.snapshot, ["jobs-queue"])
    if name != "jobs-queue":
        from dataclasses import replace

        inputs = {**asked.inputs, "name": name}
        asked = replace(asked, urn=asked.urn.replace("jobs-queue", name), id="", inputs=inputs, outputs={})
    follows = digest(backend.read(project.name, "dev"))
    file = JournalFile(backend.journal_path(project.name, "dev"), follows=follows, salt=recorded.snapshot.salt)
    journal = Journal(recorded.snapshot, recorded.sealer, file)
    for one in recorded.snapshot.resources:
        journal.success(new=one, removed=[one])
    journal.begin(PendingKind(kind), asked, attempt)
    file.close()


def test_what_was_cut_off_is_asked_of_aws_and_then_recorded(small: Small) -> None:
    small.strata("up", "--sandbox", "--yes", "--skip-preview")
    cut_off(small, "creating", "extra", attempt="7a6d3c1e-0000-4000-8000-000000000001")
    extra = QUEUE.replace("running", "small").replace("jobs-queue", "extra")
    dry = small.strata("recover", "--sandbox")
    assert dry.returncode == ExitCode.CHANGES
    assert "an operation was killed after 6 records; 1 of what it asked for has no answer on record" in dry.stdout
    assert (
        f"pending  {extra}\n  found    an earlier operation was interrupted while creating it; only its" in dry.stdout
    )
    assert small.strata("recover", "--sandbox").stdout == dry.stdout, "looking changes nothing"
    done = small.strata("recover", "--sandbox", "--apply")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "  done     an earlier operation was interrupted while creating it; it was created, and is now" in done.stdout
    )
    assert small.strata("recover", "--sandbox").stdout == "dev: nothing was left behind\n"
    shown = json.loads(small.strata("state", "show", "dev", "extra", "--sandbox", "--json").stdout)
    assert shown["id"].endswith("/extra")


def test_where_nobody_can_be_asked_it_says_why(recorded: Small) -> None:
    cut_off(recorded, "updating", "jobs-queue")
    done = recorded.strata("recover", "--sandbox", "--apply")
    assert done.returncode == ExitCode.FAILED
    assert "journal  " in done.stdout
    assert f"pending  {QUEUE}\n" in done.stdout
    assert "was cut off while updating it, and nobody can be asked: " in done.stdout
    assert done.stdout.endswith("dev: 1 mended, 1 not\n")


def test_a_stuck_release_is_cleared_and_upgraded_again(small: Small) -> None:
    from sandbox.providers.kubernetes.api_server import ApiServer
    from sandbox.providers.kubernetes.helm import records
    from sandbox.providers.kubernetes.store import Store

    small.program(CLUSTER.format(kubeconfig=kubeconfig()))
    up = small.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert up.returncode == 0, up.stdout + up.stderr
    store = Store(small.home / "kubernetes.db")
    labels = {"name": "kueue", "owner": "helm", "status": "pending-upgrade", "version": "2"}
    metadata = {"name": "sh.helm.release.v1.kueue.v2", "namespace": "default", "labels": labels}
    record = {"apiVersion": "v1", "kind": "Secret", "type": records.TYPE, "metadata": metadata, "data": {}}
    ApiServer(store, SERVER).create(record)
    store.close()
    changed = CLUSTER.format(kubeconfig=kubeconfig()).replace("    opts=", '    values={"replicas": 2},\n    opts=')
    small.program(changed)
    stuck = small.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert "another operation (install/upgrade/rollback) is in progress" in stuck.stdout
    dry = small.strata("recover", "--sandbox")
    assert dry.returncode == ExitCode.CHANGES
    assert f"release  default/kueue in {SERVER}\n" in dry.stdout
    assert "  --apply  go back to revision 1, as `helm rollback` does; the next `up` upgrades it again\n" in dry.stdout
    done = small.strata("recover", "--sandbox", "--apply")
    assert (done.returncode, "  done     revision 1 counts again\n" in done.stdout) == (0, True)
    assert small.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0


def test_clusters_are_not_made_by_looking_for_releases(recorded: Small) -> None:
    shutil.rmtree(recorded.home / ".pulumi" / "history")
    assert recorded.strata("recover", "--sandbox").returncode == 0
    assert not (recorded.home / "kubernetes.db").exists()
