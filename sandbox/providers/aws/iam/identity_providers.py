"""Identity providers, whose tokens stand for roles."""

from __future__ import annotations

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.iam.account import Iam
from sandbox.providers.aws.resource import Created, compact
from sandbox.providers.aws.tags import Tagging


class OpenIdConnectProvider(Iam):
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
