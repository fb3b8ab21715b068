"""The settings of the account that a foundation sees to."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from botocore.exceptions import ClientError

from foundation.account_setting import AccountSetting, Values
from foundation.guard import Guard
from foundation.names import Names
from foundation.settings import EnvironmentSettings

_BLOCKS: Final = {
    "public-acls-refused": "BlockPublicAcls",
    "public-acls-ignored": "IgnorePublicAcls",
    "public-policies-refused": "BlockPublicPolicy",
    "public-buckets-restricted": "RestrictPublicBuckets",
}
_ON, _OFF = "on", "off"
_NO_PREFERENCE: Final = "no-preference"
_ENHANCED: Final = "ENHANCED"
_ALL: Final = "images:*"
_OFTEN_ENOUGH: Final = {"SCAN_ON_PUSH", "CONTINUOUS_SCAN"}


class PublicAccess(AccountSetting):
    """No bucket of the account is ever public, whatever its own settings say."""

    kind: ClassVar[str] = "S3 public access block"
    slug: ClassVar[str] = "public-access"
    is_global: ClassVar[bool] = True

    def read(self) -> Values:
        try:
            answer = self.client("s3control").get_public_access_block(AccountId=self.names.account.number)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchPublicAccessBlockConfiguration":
                return {}
            raise
        found = answer["PublicAccessBlockConfiguration"]
        return {name: _ON if found.get(key) else _OFF for name, key in _BLOCKS.items()}

    def write(self, values: Values) -> None:
        control, account = self.client("s3control"), self.names.account.number
        if not values:
            control.delete_public_access_block(AccountId=account)
            return
        blocks = {key: values.get(name) == _ON for name, key in _BLOCKS.items()}
        control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=blocks)


class EbsEncryption(AccountSetting):
    """Every new volume is encrypted, with the region's default key, which stays what it is."""

    kind: ClassVar[str] = "EBS encryption"
    slug: ClassVar[str] = "ebs-encryption"

    def read(self) -> Values:
        enabled = self.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
        return {"by-default": _ON if enabled else _OFF}

    def write(self, values: Values) -> None:
        ec2 = self.client("ec2")
        if values["by-default"] == _ON:
            ec2.enable_ebs_encryption_by_default()
        else:
            ec2.disable_ebs_encryption_by_default()


class InstanceMetadata(AccountSetting):
    """New machines answer questions about themselves only with a token, and only so many hops away."""

    kind: ClassVar[str] = "instance metadata defaults"
    slug: ClassVar[str] = "instance-metadata"

    def read(self) -> Values:
        found = self.client("ec2").get_instance_metadata_defaults().get("AccountLevel", {})
        parts = {"tokens": found.get("HttpTokens"), "hop-limit": found.get("HttpPutResponseHopLimit")}
        return {name: str(value) for name, value in parts.items() if value not in (None, _NO_PREFERENCE, -1)}

    def write(self, values: Values) -> None:
        # -1 and `no-preference` take a default away.
        self.client("ec2").modify_instance_metadata_defaults(
            HttpTokens=values.get("tokens", _NO_PREFERENCE), HttpPutResponseHopLimit=int(values.get("hop-limit", -1))
        )


class ImageScanning(AccountSetting):
    """Every image is scanned, whatever its repository says."""

    kind: ClassVar[str] = "ECR scanning"
    slug: ClassVar[str] = "image-scanning"

    def read(self) -> Values:
        found: dict[str, Any] = self.client("ecr").get_registry_scanning_configuration()["scanningConfiguration"]
        rules = {
            f"{filter_['filter']}": rule["scanFrequency"]
            for rule in found.get("rules", [])
            for filter_ in rule["repositoryFilters"]
        }
        return {"kind": found["scanType"], **{f"images:{filter_}": often for filter_, often in rules.items()}}

    def aim(self, real: Values) -> Values:
        """Where somebody pays for the better kind it stays."""
        if real["kind"] == self.wanted["kind"]:
            return {**real, **self.wanted}
        if real["kind"] == _ENHANCED:
            return {**real, _ALL: real[_ALL]} if real.get(_ALL) in _OFTEN_ENOUGH else {**real, _ALL: "SCAN_ON_PUSH"}
        return self.wanted

    def write(self, values: Values) -> None:
        often: dict[str, list[str]] = {}
        for name, frequency in values.items():
            if name.startswith("images:"):
                often.setdefault(frequency, []).append(name.removeprefix("images:"))
        rules = [
            {
                "scanFrequency": frequency,
                "repositoryFilters": [{"filter": one, "filterType": "WILDCARD"} for one in filters],
            }
            for frequency, filters in often.items()
        ]
        self.client("ecr").put_registry_scanning_configuration(scanType=values["kind"], rules=rules)


def account_settings(names: Names, guard: Guard, settings: EnvironmentSettings) -> list[AccountSetting]:
    """All of them, as the settings of an environment want them."""
    enhanced = settings.scanning == "enhanced"
    scanning = {
        "kind": _ENHANCED if enhanced else "BASIC",
        _ALL: "CONTINUOUS_SCAN" if enhanced else "SCAN_ON_PUSH",
    }
    metadata = {"tokens": "required", "hop-limit": str(settings.imds_hop_limit)}
    return [
        PublicAccess(names, guard, dict.fromkeys(_BLOCKS, _ON)),
        EbsEncryption(names, guard, {"by-default": _ON}),
        InstanceMetadata(names, guard, metadata),
        ImageScanning(names, guard, scanning),
    ]
