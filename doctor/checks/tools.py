"""The command-line tools beside Strata: there, and working."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Final

from doctor.check import Check, Finding, Group, failed, passed, skipped, warned
from doctor.subject import Subject

ANSWERED_WITHIN_S: Final = 10


@dataclass(frozen=True, slots=True)
class Tool:
    """A command.

    Attributes:
        name: how it is typed.
        asked: the arguments that have it tell its version.
        use: what it is for.
        on_linux: what installs it there.
        formula: what Homebrew calls it.
    """

    name: str
    asked: tuple[str, ...]
    use: str
    on_linux: str
    formula: str

    @property
    def mend(self) -> str:
        """What installs it here."""
        return f"brew install {self.formula}" if shutil.which("brew") else self.on_linux


_AWS_ZIP: Final = "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip"
_HELM_SCRIPT: Final = "https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3"
AWS: Final = Tool(
    "aws",
    ("--version",),
    "has clients of the cluster prove who they are",
    # https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
    f"curl {_AWS_ZIP} -o awscliv2.zip && unzip -q awscliv2.zip && sudo ./aws/install",
    "awscli",
)
KUBECTL: Final = Tool(
    "kubectl",
    ("version", "--client"),
    "looks into a cluster by hand",
    # https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/
    'curl -LO "https://dl.k8s.io/release/$(curl -Ls https://dl.k8s.io/release/stable.txt)/bin/linux/amd64/kubectl" '
    "&& sudo install -m 0755 kubectl /usr/local/bin/kubectl",
    "kubectl",
)
TOOLS: Final = (
    AWS,
    Tool("git", ("--version",), "names the commit in reports", "sudo apt-get install git", "git"),
    # https://helm.sh/docs/intro/install/
    Tool("helm", ("version", "--short"), "looks at releases by hand", f"curl -fsSL {_HELM_SCRIPT} | bash", "helm"),
    KUBECTL,
)


def _run(tool: Tool, subject: Subject) -> Finding:
    # The kubeconfig of a cluster calls it; see components/kubeconfig.py.
    needed = tool is AWS and subject.stack is not None and not subject.in_sandbox
    if shutil.which(tool.name) is None:
        if needed:
            return failed(f"not on PATH; it {tool.use}", tool.mend)
        return skipped(f"not on PATH; only for what is done by hand: it {tool.use}", tool.mend)
    said = version_of(tool)
    if said is None:
        broken = failed if needed else warned
        return broken(f"is on PATH, but `{tool.name} {' '.join(tool.asked)}` fails", tool.mend)
    return passed(said)


def version_of(tool: Tool) -> str | None:
    """The version that a tool tells of itself; None if it does not work."""
    try:
        ended = subprocess.run(  # noqa: S603 - one of our table, by the name under which a person would run it
            [tool.name, *tool.asked],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWERED_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\d+\.\d+(\.\d+)?", ended.stdout or ended.stderr)
    return found[0] if found and ended.returncode == 0 else None


CHECKS: Final = tuple(
    Check(
        tool.name,
        Group.MACHINE,
        f"`{tool.name}` is on PATH and works; it {tool.use}.",
        functools.partial(_run, tool),
    )
    for tool in TOOLS
)
