"""What an environment stands on before its first stack: state bucket, key, pipeline roles, budget, account settings.

`Foundation(names, settings)` looks at what is there, and `apply` and `remove` bring it to what should be.
"""

from foundation.account import Account, Client, connect
from foundation.difference import Change, Difference, describe
from foundation.errors import FoundationError, SettingsMistake
from foundation.names import Names
from foundation.plan import Foundation
from foundation.settings import EnvironmentSettings
from foundation.settings_file import SettingsFile

__all__ = [
    "Account",
    "Change",
    "Client",
    "Difference",
    "EnvironmentSettings",
    "Foundation",
    "FoundationError",
    "Names",
    "SettingsFile",
    "SettingsMistake",
    "connect",
    "describe",
]
