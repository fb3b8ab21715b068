"""Asking AWS's Pricing API; files are read in test_refresh.py."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

from cli.cost.offers import ask_api
from cli.errors import OperationFailed


class Refusing:
    def get_paginator(self, _: str) -> Any:
        raise NoCredentialsError


def test_an_api_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "client", lambda *_, **__: Refusing())
    with pytest.raises(OperationFailed, match="AWS's Pricing API does not tell: Unable to locate credentials"):
        list(ask_api(["eu-central-1"]))
