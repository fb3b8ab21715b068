"""How clients find the cluster's API and prove who they are."""

import pulumi
from pulumi_aws import eks


def kubeconfig(cluster: eks.Cluster, region: pulumi.Output[str]) -> pulumi.Output[str]:
    """A kubeconfig, as JSON and secret, that holds no credential: the AWS CLI fetches a token for each call."""
    token = ["eks", "get-token", "--cluster-name", cluster.name, "--region", region, "--output", "json"]
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": cluster.name,
                "cluster": {
                    "server": cluster.endpoint,
                    "certificate-authority-data": cluster.certificate_authority["data"],
                },
            }
        ],
        "users": [
            {
                "name": cluster.name,
                "user": {
                    "exec": {
                        "apiVersion": "client.authentication.k8s.io/v1beta1",
                        "command": "aws",
                        "args": token,
                        "interactiveMode": "Never",
                    }
                },
            }
        ],
        "contexts": [{"name": cluster.name, "context": {"cluster": cluster.name, "user": cluster.name}}],
        "current-context": cluster.name,
    }
    return pulumi.Output.secret(pulumi.Output.json_dumps(document))
