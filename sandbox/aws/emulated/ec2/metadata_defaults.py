"""A region's defaults for the instance metadata service, which moto does not have."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

_UNSET = "no-preference"
_PARTS = ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags")


class MetadataDefaults(EC2Response):
    """Operations on the defaults."""

    def get_instance_metadata_defaults(self) -> ActionResult:
        return ActionResult({"AccountLevel": dict(self.ec2_backend.metadata_defaults)})

    def modify_instance_metadata_defaults(self) -> ActionResult:
        defaults = self.ec2_backend.metadata_defaults
        for part in _PARTS:
            value = self._get_param(part)
            if value is None:
                continue
            if str(value) in (_UNSET, "-1"):
                defaults.pop(part, None)
            else:
                defaults[part] = int(value) if part == "HttpPutResponseHopLimit" else value
        return ActionResult({"Return": True})
