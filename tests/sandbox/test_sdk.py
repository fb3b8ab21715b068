"""Wire tokens lead to the SDK's own types."""

from __future__ import annotations

import pytest

from sandbox import sdk


@pytest.mark.parametrize(
    ("token", "package"),
    [
        ("aws:sqs/queue:Queue", "aws"),
        ("kubernetes:core/v1:Pod", "kubernetes"),
        ("pulumi:providers:aws", "aws"),
    ],
)
def test_the_package_is_told_from_the_token(token: str, package: str) -> None:
    assert sdk.package_of(token) == package


def test_inputs_bear_wire_names_and_say_which_are_required() -> None:
    inputs = sdk.inputs_of("aws:sqs/redrivePolicy:RedrivePolicy")
    assert {name for name, prop in inputs.items() if prop.required} == {"queueUrl", "redrivePolicy"}
    assert "region" in inputs


def test_a_resource_whose_name_a_nested_type_bears_has_its_own_arguments() -> None:
    assert sdk.resource_args("kubernetes:core/v1:Namespace").__name__ == "NamespaceInitArgs"


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:index/getAvailabilityZones:getAvailabilityZones", "allAvailabilityZones"),
        ("aws:iam/getPolicyDocument:getPolicyDocument", "overridePolicyDocuments"),
        ("aws:ec2/getAmi:getAmi", "mostRecent"),
        ("aws:lambda/getFunction:getFunction", "functionName"),
    ],
)
def test_functions_have_the_inputs_of_their_python_function(token: str, name: str) -> None:
    assert name in sdk.inputs_of(token)
    assert "opts" not in sdk.inputs_of(token)


@pytest.mark.parametrize(
    "token",
    [
        "aws:sqs/queue:Que",
        "aws:nothing/getNothing:getNothing",
        "aws:sqs/getNothing:getNothing",
        "kubernetes:core/v1:Pdo",
        "gcp:storage/bucket:Bucket",
    ],
)
def test_what_the_sdk_does_not_have_is_unknown(token: str) -> None:
    with pytest.raises(sdk.UnknownType):
        sdk.inputs_of(token)


@pytest.mark.parametrize(
    ("token", "custom"),
    [
        ("kubernetes:example.com/v1:Widget", True),
        ("kubernetes:core/v1:Pod", False),
        ("kubernetes:core/v1:Pdo", False),
        ("pulumi:providers:kubernetes", False),
    ],
)
def test_custom_resources_are_those_whose_group_the_sdk_does_not_have(token: str, custom: bool) -> None:
    assert sdk.is_custom(token) is custom


def test_custom_resources_have_what_all_objects_have() -> None:
    assert set(sdk.custom_resource_inputs()) == {"apiVersion", "kind", "metadata", "spec"}
