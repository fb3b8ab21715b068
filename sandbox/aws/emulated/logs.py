"""CloudWatch Logs: a log group's key given or taken away after its creation.

Source: the CloudWatch Logs API reference, AssociateKmsKey and DisassociateKmsKey.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend, logs_backends
from moto.logs.responses import LogsResponse


class Logs(LogsBackend):
    """moto's log groups, whose key can change."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/$": KeyedLogsResponse.dispatch}


class KeyedLogsResponse(LogsResponse):
    """moto's operations, and those two."""

    def associate_kms_key(self) -> str:
        return self._set_key(self._get_param("kmsKeyId"))

    def disassociate_kms_key(self) -> str:
        return self._set_key(None)

    def _set_key(self, key: str | None) -> str:
        group = self.logs_backend.groups.get(self._get_param("logGroupName"))
        if group is None:
            raise ResourceNotFoundException
        group.kms_key_id = key
        return ""


def install() -> None:
    """Put these log groups in the place of moto's."""
    logs_backends.backend = Logs
