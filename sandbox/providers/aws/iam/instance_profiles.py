"""Instance profiles: the role that a machine takes."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.iam.account import Iam
from sandbox.providers.aws.resource import Created
from sandbox.providers.aws.tags import Tagging


class InstanceProfile(Iam):
    token = "aws:iam/instanceProfile:InstanceProfile"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"name", "namePrefix", "path"})
    defaults: ClassVar = {"path": "/"}
    unset = frozenset({"role"})
    tagging = Tagging(
        "tag_instance_profile",
        "untag_instance_profile",
        "list_instance_profile_tags",
        resource="InstanceProfileName",
        identity="name",
    )

    def create(self, inputs: Props) -> Created:
        self.client.create_instance_profile(InstanceProfileName=inputs["name"], Path=inputs["path"])
        return Created(inputs["name"])

    def configure(self, id: str, inputs: Props) -> None:
        self._set_role(id, inputs.get("role"))

    def read(self, id: str, outputs: Props) -> Props:
        profile = self.client.get_instance_profile(InstanceProfileName=id)["InstanceProfile"]
        roles = [role["RoleName"] for role in profile["Roles"]]
        return {
            "arn": profile["Arn"],
            "name": profile["InstanceProfileName"],
            "path": profile["Path"],
            "uniqueId": profile["InstanceProfileId"],
            "createDate": profile["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "role": roles[0] if roles else None,
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._set_role(id, new.get("role"))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._set_role(id, None)
        self.client.delete_instance_profile(InstanceProfileName=id)

    def _set_role(self, profile: str, role: str | None) -> None:
        """Have it hold this role and no other, whichever it held."""
        now = self.read(profile, {})["role"]
        if now and now != role:
            self.client.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=now)
        if role and now != role:
            self.client.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
