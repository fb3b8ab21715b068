"""A certificate authority inside the cluster, and the certificates of private hosts that it signs."""

import pulumi
from pulumi_kubernetes import apiextensions

from components.custom_resource import custom_resource, name_of

API = "cert-manager.io/v1"


def private_certificate(
    name: str, host: str, *, inside: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """A certificate for a host and all hosts below it, renewed by cert-manager. Returns the name of its Secret.

    Public authorities sign no certificate for a name that only a private network knows, so ours does; clients trust it
    by the certificate in the Secret `<name>-authority`.

    Args:
        name: logical name; the children add a suffix to it.
        opts: options of every child; they must wait for cert-manager.
    """
    own = _issuer(f"{name}-self", {"selfSigned": {}}, inside, opts)
    authority = _certificate(
        f"{name}-authority",
        {
            "isCA": True,
            "commonName": f"{host} authority",
            "duration": "87600h",
            "privateKey": {"algorithm": "ECDSA", "size": 384},
        },
        own,
        inside,
        opts,
    )
    ours = _issuer(f"{name}-authority", {"ca": {"secretName": name_of(authority)}}, inside, opts)
    leaf = _certificate(
        name,
        {
            "dnsNames": [host, f"*.{host}"],
            # Three months, renewed a month before the end.
            "duration": "2160h",
            "renewBefore": "720h",
            "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
            "usages": ["digital signature", "server auth"],
        },
        ours,
        inside,
        opts,
    )
    return name_of(leaf)


def _issuer(
    name: str, spec: dict[str, object], inside: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> apiextensions.CustomResource:
    return custom_resource(name, API, "Issuer", spec, inside=inside, opts=opts)


def _certificate(
    name: str,
    spec: dict[str, object],
    issuer: apiextensions.CustomResource,
    inside: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> apiextensions.CustomResource:
    # The Secret bears the certificate's own name: whoever looks for one finds the other.
    reference = {"name": name_of(issuer), "kind": "Issuer", "group": "cert-manager.io"}
    whole = {"secretName": name, "issuerRef": reference, **spec}
    return custom_resource(name, API, "Certificate", whole, called=name, inside=inside, opts=opts)
