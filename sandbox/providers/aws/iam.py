"""IAM: roles, policies and who has them, instance profiles, identity providers."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.resource import Created, Resource, compact, document
from sandbox.providers.aws.tags import Tagging


class _Iam(Resource):
    service = "iam"
    regional = False


class Role(_Iam):
    """A role. Policies that the program does not write inside it belong to other resources and are left alone."""

    token = "aws:iam/role:Role"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 64
    replace_on = frozenset({"name", "namePrefix", "path"})
    defaults: ClassVar = {"maxSessionDuration": 3600, "path": "/"}
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
        before, after = (set(side.get("managedPolicyArns") or ()) for side in (old, new))
        for arn in sorted(before - after):
            self.client.detach_role_policy(RoleName=role, PolicyArn=arn)
        for arn in sorted(after - before):
            self.client.attach_role_policy(RoleName=role, PolicyArn=arn)
        written = {policy["name"]: policy["policy"] for policy in new.get("inlinePolicies") or ()}
        for policy in old.get("inlinePolicies") or ():
            if policy["name"] not in written:
                self.client.delete_role_policy(RoleName=role, PolicyName=policy["name"])
        for name, text in written.items():
            self.client.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document(text))


class Policy(_Iam):
    """A policy of the account. A changed document makes a new version; IAM keeps at most five."""

    token = "aws:iam/policy:Policy"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"description", "name", "namePrefix", "path"})
    defaults: ClassVar = {"path": "/"}
    unsupported = frozenset({"delayAfterPolicyCreationInMs"})
    tagging = Tagging("tag_policy", "untag_policy", "list_policy_tags", resource="PolicyArn")

    def create(self, inputs: Props) -> Created:
        asked = compact(
            PolicyName=inputs["name"],
            Path=inputs["path"],
            PolicyDocument=document(inputs["policy"]),
            Description=inputs.get("description"),
        )
        return Created(self.client.create_policy(**asked)["Policy"]["Arn"])

    def read(self, id: str, outputs: Props) -> Props:
        policy = self.client.get_policy(PolicyArn=id)["Policy"]
        version = self.client.get_policy_version(PolicyArn=id, VersionId=policy["DefaultVersionId"])
        return {
            "arn": policy["Arn"],
            "name": policy["PolicyName"],
            "path": policy["Path"],
            "policyId": policy["PolicyId"],
            "description": policy.get("Description"),
            "policy": document(version["PolicyVersion"]["Document"]),
            # As it was when made: what is attached later is another resource's doing, and no change of this one.
            "attachmentCount": outputs.get("attachmentCount", policy["AttachmentCount"]),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        older = self._older_versions(id)
        if len(older) == 4:
            self.client.delete_policy_version(PolicyArn=id, VersionId=older[0])
        self.client.create_policy_version(PolicyArn=id, PolicyDocument=document(new["policy"]), SetAsDefault=True)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        for version in self._older_versions(id):
            self.client.delete_policy_version(PolicyArn=id, VersionId=version)
        self.client.delete_policy(PolicyArn=id)

    def _older_versions(self, arn: str) -> list[str]:
        """The versions that do not hold, oldest first."""
        found = self.client.list_policy_versions(PolicyArn=arn)["Versions"]
        older = [version["VersionId"] for version in found if not version["IsDefaultVersion"]]
        return sorted(older, key=lambda version: int(version.removeprefix("v")))


class RolePolicy(_Iam):
    token = "aws:iam/rolePolicy:RolePolicy"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"name", "namePrefix", "role"})

    def create(self, inputs: Props) -> Created:
        self._put(inputs["role"], inputs["name"], inputs["policy"])
        return Created(f"{inputs['role']}:{inputs['name']}")

    def read(self, id: str, outputs: Props) -> Props:
        role, name = id.split(":", 1)
        found = self.client.get_role_policy(RoleName=role, PolicyName=name)
        return {"role": role, "name": name, "policy": document(found["PolicyDocument"])}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        role, name = id.split(":", 1)
        self._put(role, name, new["policy"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        role, name = id.split(":", 1)
        self.client.delete_role_policy(RoleName=role, PolicyName=name)

    def _put(self, role: str, name: str, policy: Any) -> None:
        self.client.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document(policy))


class RolePolicyAttachment(_Iam):
    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    replace_on = frozenset({"policyArn", "role"})

    def create(self, inputs: Props) -> Created:
        self.client.attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return Created(f"{inputs['role']}/{inputs['policyArn']}")

    def read(self, id: str, outputs: Props) -> Props | None:
        role, arn = id.split("/", 1)
        attached = self.client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        return {"role": role, "policyArn": arn} if any(policy["PolicyArn"] == arn for policy in attached) else None

    def delete(self, id: str, outputs: Props) -> None:
        role, arn = id.split("/", 1)
        self.client.detach_role_policy(RoleName=role, PolicyArn=arn)


class InstanceProfile(_Iam):
    token = "aws:iam/instanceProfile:InstanceProfile"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"name", "namePrefix", "path"})
    defaults: ClassVar = {"path": "/"}
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
        self._set_role(id, None, inputs.get("role"))

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
        self._set_role(id, outputs.get("role"), new.get("role"))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._set_role(id, self.read(id, outputs)["role"], None)
        self.client.delete_instance_profile(InstanceProfileName=id)

    def _set_role(self, profile: str, old: str | None, new: str | None) -> None:
        if old and old != new:
            self.client.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=old)
        if new and old != new:
            self.client.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=new)


class OpenIdConnectProvider(_Iam):
    token = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    replace_on = frozenset({"url"})
    delete_before_replace = True
    tagging = Tagging(
        "tag_open_id_connect_provider",
        "untag_open_id_connect_provider",
        "list_open_id_connect_provider_tags",
        resource="OpenIDConnectProviderArn",
    )

    def create(self, inputs: Props) -> Created:
        asked = compact(
            Url=inputs["url"],
            ClientIDList=inputs["clientIdLists"],
            ThumbprintList=inputs.get("thumbprintLists") or [],
        )
        return Created(self.client.create_open_id_connect_provider(**asked)["OpenIDConnectProviderArn"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_open_id_connect_provider(OpenIDConnectProviderArn=id)
        return {
            "arn": id,
            "url": f"https://{found['Url'].removeprefix('https://')}",
            "clientIdLists": found["ClientIDList"],
            "thumbprintLists": found["ThumbprintList"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        before, after = set(outputs["clientIdLists"]), set(new["clientIdLists"])
        for client in sorted(after - before):
            self.client.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=id, ClientID=client)
        for client in sorted(before - after):
            self.client.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=id, ClientID=client)
        thumbprints = new.get("thumbprintLists") or []
        if not same(outputs.get("thumbprintLists"), thumbprints):
            self.client.update_open_id_connect_provider_thumbprint(
                OpenIDConnectProviderArn=id, ThumbprintList=thumbprints
            )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_open_id_connect_provider(OpenIDConnectProviderArn=id)


class ServiceLinkedRole(_Iam):
    token = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
    replace_on = frozenset({"awsServiceName", "customSuffix"})
    delete_before_replace = True
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
