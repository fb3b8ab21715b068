"""What is to be made, and where: the stack file, what was remembered, what the options say, who one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.bootstrap.place import find
from cli.engines.official.settings import StackSettings
from cli.errors import UsageError
from cli.workspace import Workspace, stack_folder
from foundation import Foundation, Names, SettingsFile, SettingsMistake


def prepare(
    workspace: Workspace, environment: str, chosen: Mapping[str, Any], *, sandbox: bool
) -> tuple[Foundation, SettingsFile]:
    """The foundation of an environment, and the file that remembers its settings.

    Raises:
        UsageError: there is no such environment, or something is wrong with what it is to be.
        Unprepared: nobody can be asked about the account.
    """
    parent, _, team = environment.partition(".")
    if team:
        raise UsageError(f"{environment} is a team's stack; its state lies with that of {parent}: bootstrap {parent}")
    stack = StackSettings.read(workspace.root, environment)
    defaults = {"region": stack.region} if stack.region else {}
    try:
        file = SettingsFile(stack_folder(workspace.root))
        _require_same_place(environment, file.of(environment), chosen)
        settings = file.settings(environment, chosen, defaults)
    except SettingsMistake as mistake:
        raise UsageError(str(mistake)) from mistake
    account = find(workspace, stack, settings, environment=environment, sandbox=sandbox)
    if not sandbox:
        settings = settings.model_copy(update={"account": account.number})
    names = Names(workspace.project.name, environment, account)
    if mistaken := names.mistake():
        raise UsageError(mistaken)
    return Foundation(names, settings), file


def _require_same_place(environment: str, before: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
    region = before.get("region")
    if "account" in before and chosen.get("region", region) != region:
        raise UsageError(
            f"{environment} is bootstrapped in {region}, where its state lies; to move it, take it down there first: "
            f"strata bootstrap {environment} --teardown"
        )
