"""Launch templates. Each change makes a new version; the versions before it stay."""

from __future__ import annotations

from typing import Any

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.translation import from_aws, parameters
from sandbox.schema import Problem

_DATA = frozenset(
    {
        "blockDeviceMappings",
        "capacityReservationSpecification",
        "cpuOptions",
        "creditSpecification",
        "disableApiStop",
        "disableApiTermination",
        "ebsOptimized",
        "enclaveOptions",
        "hibernationOptions",
        "iamInstanceProfile",
        "imageId",
        "instanceInitiatedShutdownBehavior",
        "instanceMarketOptions",
        "instanceRequirements",
        "instanceType",
        "kernelId",
        "keyName",
        "licenseSpecifications",
        "maintenanceOptions",
        "metadataOptions",
        "monitoring",
        "networkInterfaces",
        "placement",
        "privateDnsNameOptions",
        "ramDiskId",
        "securityGroupNames",
        "tagSpecifications",
        "userData",
        "vpcSecurityGroupIds",
    }
)
_RENAMES = {
    "licenseSpecifications": "LicenseSpecifications",
    "securityGroupNames": "SecurityGroups",
    "vpcSecurityGroupIds": "SecurityGroupIds",
}
_INTERFACE_RENAMES = {
    "ipv4AddressCount": "SecondaryPrivateIpAddressCount",
    "ipv4Addresses": "PrivateIpAddresses",
    "securityGroups": "Groups",
}

# Pulumi's AWS provider has these flags as text, so that "not set" differs from "false".
_TEXT_FLAGS = {
    "associateCarrierIpAddress",
    "associatePublicIpAddress",
    "deleteOnTermination",
    "encrypted",
    "primaryIpv6",
}


class LaunchTemplate(Resource):
    token = "aws:ec2/launchTemplate:LaunchTemplate"
    service = "ec2"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"name", "namePrefix"})
    tagging = TAGGED
    # EC2 fills in the options of the metadata service by itself.
    unset = (_DATA - {"metadataOptions"}) | {"description"}
    unsupported = frozenset({"networkPerformanceOptions", "secondaryInterfaces"})

    def check(self, inputs: Props) -> list[Problem]:
        if inputs.get("defaultVersion") and inputs.get("updateDefaultVersion"):
            return [Problem("defaultVersion", "excludes updateDefaultVersion; leave one out")]
        return []

    def create(self, inputs: Props) -> Created:
        asked = compact(
            LaunchTemplateName=inputs["name"],
            VersionDescription=inputs.get("description"),
            LaunchTemplateData=self._data(inputs),
        )
        return Created(self.client.create_launch_template(**asked)["LaunchTemplate"]["LaunchTemplateId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.describe_launch_templates(LaunchTemplateIds=[id])["LaunchTemplates"]
        if not found:
            return None
        [template] = found
        latest = str(template["LatestVersionNumber"])
        answer = self.client.describe_launch_template_versions(LaunchTemplateId=id, Versions=[latest])
        [version] = answer["LaunchTemplateVersions"]
        return {
            "arn": self.aws.arn("ec2", f"launch-template/{id}"),
            "name": template["LaunchTemplateName"],
            "defaultVersion": template["DefaultVersionNumber"],
            "latestVersion": template["LatestVersionNumber"],
            "description": version.get("VersionDescription"),
            **dict.fromkeys(_DATA),
            **_shown(version["LaunchTemplateData"]),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        latest = outputs["latestVersion"]
        if any(old.get(name) != new.get(name) for name in (*_DATA, "description")):
            asked = compact(
                LaunchTemplateId=id,
                VersionDescription=new.get("description"),
                LaunchTemplateData=self._data(new),
            )
            answer = self.client.create_launch_template_version(**asked)
            latest = answer["LaunchTemplateVersion"]["VersionNumber"]
        default = latest if new.get("updateDefaultVersion") else new.get("defaultVersion")
        if default and default != outputs["defaultVersion"]:
            self.client.modify_launch_template(LaunchTemplateId=id, DefaultVersion=str(default))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_launch_template(LaunchTemplateId=id)

    def _data(self, inputs: Props) -> Any:
        data = {name: value for name, value in inputs.items() if name in _DATA}
        interfaces = [
            {_INTERFACE_RENAMES.get(name, name): value for name, value in interface.items()}
            for interface in data.get("networkInterfaces") or ()
        ]
        asked = {"launchTemplateData": data | ({"networkInterfaces": interfaces} if interfaces else {})}
        return parameters(self.client, "create_launch_template", asked, _RENAMES)["LaunchTemplateData"]


def _shown(data: Any) -> Props:
    shown: Props = _spelt(from_aws(data, _RENAMES))
    back = {name[0].lower() + name[1:]: pulumi for pulumi, name in _INTERFACE_RENAMES.items()}
    if "networkInterfaces" in shown:
        shown["networkInterfaces"] = [
            {back.get(name, name): value for name, value in interface.items()}
            for interface in shown["networkInterfaces"]
        ]
    return shown


def _spelt(value: Any) -> Any:
    if isinstance(value, list):
        return [_spelt(element) for element in value]
    if isinstance(value, dict):
        return {name: str(member).lower() if name in _TEXT_FLAGS else _spelt(member) for name, member in value.items()}
    return value
