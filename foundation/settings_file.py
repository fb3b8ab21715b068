"""`stacks/bootstrap.yaml`: what the foundations are to be, read with all mistakes at once, written keeping comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from foundation.errors import SettingsMistake
from foundation.settings import BootstrapSettings, EnvironmentSettings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NAME: Final = "bootstrap.yaml"
_HEADER = """\
What each environment stands on. `strata bootstrap ENV` reads it, and writes here what its options say;
docs/bootstrap.md tells what there is to set."""


class SettingsFile:
    """The file.

    Args:
        folder: where the stack files are.

    Raises:
        SettingsMistake: it is no YAML.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME
        self._yaml = YAML()
        self._yaml.width = 120
        try:
            found = self._yaml.load(self.file.read_text(encoding="utf-8")) if self.file.exists() else None
        except (YAMLError, UnicodeDecodeError) as error:
            raise SettingsMistake(f"{self.file}: is not YAML: {error}") from error
        self._document: Any = found or {}

    def settings(self, environment: str, chosen: Mapping[str, Any], defaults: Mapping[str, Any]) -> EnvironmentSettings:
        """The settings of an environment: what the options say, else the file, else the defaults.

        Raises:
            SettingsMistake: the file or the options hold mistakes; names every one.
        """
        try:
            settings = BootstrapSettings.model_validate(self._with(environment, {**chosen}, defaults))
        except ValidationError as invalid:
            raise SettingsMistake("\n".join(self._mistakes(invalid, environment, chosen))) from None
        return settings.environments[environment]

    def of(self, environment: str) -> Mapping[str, Any]:
        """What the file says of an environment; nothing if it does not know it."""
        environments = self._document.get("environments") if isinstance(self._document, Mapping) else None
        found = environments.get(environment) if isinstance(environments, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    def remember(self, environment: str, settings: EnvironmentSettings) -> bool:
        """Write what differs from the file; whether anything did."""
        said = settings.model_dump(mode="json", exclude_defaults=True)
        if dict(self.of(environment)) == said:
            return False
        if not self._document:
            self._document = CommentedMap()
            self._document.yaml_set_start_comment(_HEADER)
        entry = self._document.setdefault("environments", CommentedMap()).setdefault(environment, CommentedMap())
        for name in [name for name in entry if name not in said]:
            del entry[name]
        entry.update({name: value for name, value in said.items() if entry.get(name) != value})
        unfinished = self.file.with_suffix(".tmp")
        with unfinished.open("w", encoding="utf-8") as out:
            self._yaml.dump(self._document, out)
        unfinished.replace(self.file)
        return True

    def _with(self, environment: str, chosen: dict[str, Any], defaults: Mapping[str, Any]) -> Any:
        if not isinstance(self._document, Mapping) or not isinstance(self._document.get("environments", {}), Mapping):
            return self._document
        environments = dict(self._document.get("environments") or {})
        entry = environments.get(environment) or {}
        if isinstance(entry, Mapping):
            environments[environment] = {**defaults, **entry, **chosen}
        return {**self._document, "environments": environments}

    def _mistakes(self, invalid: ValidationError, environment: str, chosen: Mapping[str, Any]) -> Iterator[str]:
        for error in invalid.errors():
            place = error["loc"]
            ours = place[:2] == ("environments", environment)
            if ours and len(place) > 2 and place[2] in chosen:
                yield f"--{_flag(str(place[2]))}: {_reason(error)}"
            else:
                yield f"{self.file}: {'.'.join(map(str, place)) or 'the file'}: {_reason(error)}"


def _flag(setting: str) -> str:
    return {"alert_emails": "alert-email"}.get(setting, setting.replace("_", "-"))


def _reason(error: ErrorDetails) -> str:
    reason = error["msg"].removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    given = error["input"]
    return reason if isinstance(given, Mapping) else f"{reason}, got {given!r}"
