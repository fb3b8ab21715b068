"""Stands in for a tool that a pipeline finds on its machines: takes only what the tool takes, and writes down the call.

Linked under the tool's name. The options are those of the tools' own help; AWS's are those of its service models.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

BANDIT = {"--recursive", "--exclude", "--severity-level"}
PIP_AUDIT = {"--strict", "--disable-pip", "--no-deps", "--requirement"}
ZIZMOR = {"--offline", "--min-severity"}
OPTIONS: dict[str, set[str]] = {
    "apk add": {"--no-cache"},
    "cosign attest": {"--yes", "--key", "--type", "--predicate"},
    "cosign sign": {"--yes", "--key"},
    "cosign verify": {"--key", "--certificate-identity", "--certificate-identity-regexp", "--certificate-oidc-issuer"},
    "curl": {"--fail", "--silent", "--show-error", "--config", "--data-urlencode"},
    "docker build": {"--pull", "--tag"},
    "docker inspect": {"--format"},
    "docker login": {"--username", "--password-stdin"},
    "docker pull": set(),
    "docker push": set(),
    "docker tag": set(),
    "gh issue": {"--state", "--search", "--json", "--jq", "--body-file", "--title"},
    "gh pr": {"--edit-last", "--create-if-none", "--body-file"},
    "go install": set(),
    "go run": {"--redact", "--no-banner", "--verbose"},
    "grype": {"--fail-on"},
    "bandit": BANDIT,
    "pip install": {"--quiet"},
    "pip-audit": PIP_AUDIT,
    "pipx run": BANDIT | PIP_AUDIT | ZIZMOR,
    "pulumi plugin": set(),
    "python -m": {"-m", "--requirement", "--editable", "--require-hashes", "--no-deps"},
    "python3 -m": {"-m"},
    "syft scan": {"--output"},
}
WITHOUT_COMMANDS = {"bandit", "curl", "grype", "pip-audit"}
DIGEST = "sha256:" + "d" * 64
REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"


def main() -> int:
    """Take the call as the tool would."""
    tool, arguments = Path(sys.argv[0]).name, sys.argv[1:]
    options = {one.partition("=")[0] for one in arguments if one.startswith("-")}
    if "--password-stdin" in arguments:
        sys.stdin.read()
    there = tool_there(tool, arguments)
    if tool == "aws":
        wrong = unknown_to_aws(arguments)
    else:
        command = tool if tool in WITHOUT_COMMANDS else " ".join([tool, *arguments[:1]])
        wrong = sorted(options - OPTIONS[command]) if command in OPTIONS else [command]
    with Path(os.environ["STAND_IN_CALLS"]).open("a") as calls:
        calls.write(json.dumps([tool, *arguments]) + "\n")
    if wrong:
        sys.stderr.write(f"{tool}: unknown: {', '.join(wrong)}\n")
        return 64
    sys.stdout.write(said(tool, arguments))
    if tool == "syft":
        Path(arguments[arguments.index("--output") + 1].partition("=")[2]).write_text("{}")
    if tool == "go" and arguments[0] == "install":
        make(Path(os.environ["GOBIN"]), arguments[1].partition("@")[0].rpartition("/")[2])
    if tool == "python3" and arguments[:2] == ["-m", "venv"]:
        make(Path(arguments[2], "bin"), "python", "pip", "bandit", "pip-audit")
    return 0 if there else 254


def make(folder: Path, *tools: str) -> None:
    """Install tools: stand-ins, too."""
    folder.mkdir(parents=True, exist_ok=True)
    for tool in tools:
        (folder / tool).symlink_to(Path(sys.argv[0]).resolve())


def tool_there(tool: str, arguments: list[str]) -> bool:
    """Whether what is asked for is there: an image that nobody has pushed yet is not."""
    return not (tool == "aws" and arguments[:2] == ["ecr", "describe-images"] and "PUSHED" not in os.environ)


def said(tool: str, arguments: list[str]) -> str:
    """What the tool answers."""
    if tool == "aws" and "describe-repositories" in arguments:
        return f"{REPOSITORY}/{arguments[arguments.index('--repository-names') + 1]}\n"
    if tool == "aws" and "get-login-password" in arguments:
        return "a-password\n"
    if tool == "docker" and arguments[0] == "inspect":
        return f"{arguments[-1].rpartition(':')[0]}@{DIGEST}\n"
    if tool == "gh" and arguments[:2] == ["issue", "list"]:
        return os.environ.get("OPEN_ISSUE", "")
    return ""


def unknown_to_aws(arguments: list[str]) -> list[str]:
    """What the command line of AWS would not take, by the models that it is made of."""
    import botocore.session
    from botocore import xform_name

    service = botocore.session.get_session().get_service_model(arguments[0])
    operations = {xform_name(name, "-"): name for name in service.operation_names}
    if arguments[:2] == ["ecr", "get-login-password"]:  # the command line makes it of another operation
        return arguments[2:]
    if arguments[1] not in operations:
        return arguments[:2]
    shape = service.operation_model(operations[arguments[1]]).input_shape
    known = {f"--{xform_name(name, '-')}" for name in (shape.members if shape else {})} | {"--query", "--output"}
    return sorted({one for one in arguments[2:] if one.startswith("--")} - known)


if __name__ == "__main__":
    sys.exit(main())
