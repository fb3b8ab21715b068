"""Functions are found by their token."""

from __future__ import annotations

import pytest

from sandbox.providers.aws import function as functions
from sandbox.providers.aws.function import find_function, function
from sandbox.providers.aws.resource import UnsupportedType


def test_one_of_the_sdk_is_found_in_its_module() -> None:
    assert find_function("aws:index/getRegion:getRegion").__module__ == "sandbox.providers.aws.functions.index"


def test_declaring_is_registering() -> None:
    token = "aws:index/getNothing:getNothing"
    try:

        @function(token)
        def get_nothing(aws: object, arguments: dict[str, object]) -> dict[str, object]:
            return {}

        assert find_function(token) is get_nothing
    finally:
        del functions._REGISTERED[token]


@pytest.mark.parametrize("token", ["aws:glue/getCatalog:getCatalog", "aws:index/getRegions:getRegionsOfTheMoon"])
def test_where_a_missing_one_belongs_is_told(token: str) -> None:
    module = token.split(":")[1].split("/", maxsplit=1)[0]
    with pytest.raises(UnsupportedType, match=f"{token}; add it to sandbox/providers/aws/functions/{module}.py"):
        find_function(token)
