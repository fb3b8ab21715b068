"""KMS: how often a key is rotated.

Source: the KMS API reference, EnableKeyRotation and GetKeyRotationStatus.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.kms.models import KmsBackend, kms_backends
from moto.kms.responses import KmsResponse

_DEFAULT_DAYS = 365


class Kms(KmsBackend):
    """moto's KMS, with the days between two rotations by key id."""

    def __init__(self, region_name: str, account_id: str) -> None:
        self.rotation_days: dict[str, int] = {}
        super().__init__(region_name, account_id)

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": RotatingKmsResponse.dispatch}


class RotatingKmsResponse(KmsResponse):
    """moto's operations, and those two that know of the period."""

    def enable_key_rotation(self) -> str:
        answer: str = super().enable_key_rotation()
        self.kms_backend.rotation_days[self._key()] = self._get_param("RotationPeriodInDays") or _DEFAULT_DAYS
        return answer

    def get_key_rotation_status(self) -> str:
        status = json.loads(super().get_key_rotation_status())
        if status["KeyRotationEnabled"]:
            status["RotationPeriodInDays"] = self.kms_backend.rotation_days.get(self._key(), _DEFAULT_DAYS)
        return json.dumps(status)

    def _key(self) -> str:
        key: str = self.kms_backend.get_key_id(self._get_param("KeyId"))
        return key


def install() -> None:
    """Put this KMS in the place of moto's."""
    kms_backends.backend = Kms
