"""A configured provider over an empty cluster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.store import Store
from tests.sandbox.providers.kubernetes.driver import SERVER, Driver


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def cluster(store: Store) -> ApiServer:
    """The cluster, for looking at it and changing it behind the provider's back."""
    return ApiServer(store, SERVER)


@pytest.fixture
def driver(store: Store) -> Driver:
    return Driver(store)
