"""A machine is as it says itself, else as its template says; disks and scripts are found in each kind."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from policies.facts.machines import CONFIGURATIONS, EC2_INSTANCES, TEMPLATES, disks, own_or_template, scripts
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth


def resource(type_: str, name: str = "one", **properties: Any) -> Resource:
    made = Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")
    Stack([made])
    return made


def test_its_own_setting_comes_before_its_template_s() -> None:
    template = resource(*TEMPLATES, "template", monitoring={"enabled": True})
    own = resource(EC2_INSTANCES[0], "own", monitoring=False, launchTemplate={"id": "template-id"})
    given = resource(EC2_INSTANCES[0], "given", launchTemplate={"id": "template-id"})
    elsewhere = resource(EC2_INSTANCES[0], "elsewhere", launchTemplate={"id": "lt-1"})
    Stack([template, own, given, elsewhere])
    assert own_or_template(own, "monitoring").value is False
    assert own_or_template(given, "monitoring", "enabled").value is True
    assert own_or_template(elsewhere, "monitoring").value is UNKNOWN
    assert own_or_template(template, "keyName").value is None


def test_disks_of_each_kind() -> None:
    mapped = [{"deviceName": "a", "ebs": {"encrypted": "true"}}, {"deviceName": "b", "virtualName": "ephemeral0"}]
    assert [one.path for one in disks(resource(*TEMPLATES, blockDeviceMappings=mapped))] == [
        "blockDeviceMappings[0].ebs"
    ]
    instance = resource(EC2_INSTANCES[0], rootBlockDevice={}, ebsBlockDevices=[{"deviceName": "b"}])
    assert [one.path for one in disks(instance)] == ["rootBlockDevice", "ebsBlockDevices[0]"]


@pytest.mark.parametrize(
    "script", ["export DB_PASSWORD=correcthorse7", 'API_KEY="a1b2c3d4e5f6"', "key AKIAABCDEFGHIJKLMNOP"]
)
def test_a_credential_in_a_script_is_found_in_plain_text_and_in_base64(script: str) -> None:
    encoded = base64.b64encode(script.encode()).decode()
    for machine in (
        resource(EC2_INSTANCES[0], userData=script),
        resource(*CONFIGURATIONS, userDataBase64=encoded),
        resource(*TEMPLATES, userData=encoded),
    ):
        assert Truth.TRUE in [holds for _, holds in scripts(machine)]


@pytest.mark.parametrize("script", ["#!/bin/sh\nexport STAGE=prod", "not base64 =", None, 1])
def test_a_script_without_one_is_not(script: Any) -> None:
    assert [holds for _, holds in scripts(resource(*TEMPLATES, userData=script))] == [Truth.FALSE] * 2


def test_an_unknown_script_may_hold_one() -> None:
    assert next(scripts(resource(*TEMPLATES, userData=UNKNOWN)))[1] is Truth.UNKNOWN
