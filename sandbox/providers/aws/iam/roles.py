"""Roles, and those that AWS's own services take."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.iam.account import Iam
from sandbox.providers.aws.resource import Created, compact, document
from sandbox.providers.aws.tags import Tagging


class Role(Iam):
    """A role. Policies that the program does not write inside it belong to other resources and are left alone."""

    token = "aws:iam/role:Role"
    documents = frozenset({"assumeRolePolicy"})
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 64
    replace_on = frozenset({"name", "namePrefix", "path"})
    defaults: ClassVar = {"maxSessionDuration": 3600, "path": "/"}
    unset = frozenset({"description", "permissionsBoundary"})
    tagging = Tagging("tag_role", "untag_role", "list_role_tags", resource="RoleName", identity="name")

    def create(self, inputs: Props) -> Created:
        asked = compact(
            RoleName=inputs["name"],
            AssumeRolePolicyDocument=document(inputs["assumeRolePolicy"]),
            Path=inputs["path"],
            Description=inputs.get("description"),
            MaxSessionDuration=inputs["maxSessionDuration"],
            PermissionsBoundary=inputs.get("permissionsBoundary"),
        )
        self.client.create_role(**asked)
        return Created(inputs["name"])

    def configure(self, id: str, inputs: Props) -> None:
        self._set_policies(id, {}, inputs)

    def read(self, id: str, outputs: Props) -> Props:
        role = self.client.get_role(RoleName=id)["Role"]
        return {
            "arn": role["Arn"],
            "name": role["RoleName"],
            "path": role["Path"],
            "uniqueId": role["RoleId"],
            "createDate": role["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "assumeRolePolicy": document(role["AssumeRolePolicyDocument"]),
            "description": role.get("Description"),
            "maxSessionDuration": role["MaxSessionDuration"],
            "permissionsBoundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
            **self._policies_within(id, outputs),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        if not same(old["assumeRolePolicy"], new["assumeRolePolicy"]):
            self.client.update_assume_role_policy(RoleName=id, PolicyDocument=document(new["assumeRolePolicy"]))
        if any(old.get(name) != new.get(name) for name in ("description", "maxSessionDuration")):
            text, duration = new.get("description", ""), new["maxSessionDuration"]
            self.client.update_role(RoleName=id, Description=text, MaxSessionDuration=duration)
        if old.get("permissionsBoundary") != new.get("permissionsBoundary"):
            if new.get("permissionsBoundary"):
                boundary = new["permissionsBoundary"]
                self.client.put_role_permissions_boundary(RoleName=id, PermissionsBoundary=boundary)
            else:
                self.client.delete_role_permissions_boundary(RoleName=id)
        self._set_policies(id, outputs, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        for profile in self.client.list_instance_profiles_for_role(RoleName=id)["InstanceProfiles"]:
            name = profile["InstanceProfileName"]
            self.client.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=id)
        forced = outputs.get("forceDetachPolicies")
        self._set_policies(id, self._policies_within(id, outputs, everything=bool(forced)), {})
        self.client.delete_role(RoleName=id)

    def _policies_within(self, role: str, outputs: Props, *, everything: bool = False) -> Props:
        """The role's policies, as far as they are managed through the role itself."""
        found: Props = {}
        if everything or "managedPolicyArns" in outputs:
            attached = self.client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
            found["managedPolicyArns"] = [policy["PolicyArn"] for policy in attached]
        if everything or "inlinePolicies" in outputs:
            names = self.client.list_role_policies(RoleName=role)["PolicyNames"]
            found["inlinePolicies"] = [{"name": name, "policy": self._inline(role, name)} for name in names]
        return found

    def _inline(self, role: str, name: str) -> str:
        return document(self.client.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])

    def _set_policies(self, role: str, old: Props, new: Props) -> None:
        """Take away the old policies and add the new ones, as far as that has not been done."""
        before, after = (set(side.get("managedPolicyArns") or ()) for side in (old, new))
        written = {policy["name"]: policy["policy"] for policy in new.get("inlinePolicies") or ()}
        gone = {policy["name"] for policy in old.get("inlinePolicies") or ()} - written.keys()
        if before != after:
            attached = self.client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
            there = {policy["PolicyArn"] for policy in attached}
            for arn in sorted((before - after) & there):
                self.client.detach_role_policy(RoleName=role, PolicyArn=arn)
            for arn in sorted(after - there):
                self.client.attach_role_policy(RoleName=role, PolicyArn=arn)
        if gone:
            for name in sorted(gone & set(self.client.list_role_policies(RoleName=role)["PolicyNames"])):
                self.client.delete_role_policy(RoleName=role, PolicyName=name)
        for name, text in written.items():
            self.client.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document(text))


class ServiceLinkedRole(Iam):
    token = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
    replace_on = frozenset({"awsServiceName", "customSuffix"})
    delete_before_replace = True
    unset = frozenset({"description"})
    tagging = Tagging("tag_role", "untag_role", "list_role_tags", resource="RoleName", identity="name")

    def create(self, inputs: Props) -> Created:
        asked = compact(
            AWSServiceName=inputs["awsServiceName"],
            CustomSuffix=inputs.get("customSuffix"),
            Description=inputs.get("description"),
        )
        return Created(self.client.create_service_linked_role(**asked)["Role"]["Arn"])

    def read(self, id: str, outputs: Props) -> Props:
        # arn:aws:iam::<account>:role/aws-service-role/<service>/<name>[_<suffix>]
        service, name = id.split("/")[2:]
        role = self.client.get_role(RoleName=name)["Role"]
        return {
            "arn": role["Arn"],
            "name": role["RoleName"],
            "path": role["Path"],
            "uniqueId": role["RoleId"],
            "createDate": role["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "awsServiceName": service,
            "customSuffix": name.partition("_")[2] or None,
            "description": role.get("Description"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self.client.update_role(RoleName=outputs["name"], Description=new.get("description", ""))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_service_linked_role(RoleName=outputs["name"])
