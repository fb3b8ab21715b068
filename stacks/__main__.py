"""The platform from top to bottom. An environment is this program with the settings of its stack file."""

import pulumi
import pulumi_aws as aws

from components.cluster import Cluster, ClusterArgs
from components.gpu import Gpu, GpuArgs, require_pools
from components.hibernation import HibernationArgs
from components.identities import IdentitiesArgs
from components.keys import Keys, KeysArgs
from components.network import Network, NetworkArgs
from components.override import OverrideArgs, tell
from components.policy import PolicyArgs
from components.queues import Queues, QueuesArgs
from components.registry import Registry, RegistryArgs
from components.serving import Serving, ServingArgs
from components.settings import read
from components.storage import Storage, StorageArgs
from components.tags import TagsArgs, required_tags
from components.tracking import Tracking, TrackingArgs

# Reading any section tells the mistakes in all of them, a missing region among them.
tags = required_tags(read(TagsArgs))
require_pools(
    read(GpuArgs),
    {f"strata:queues.flavors.{flavor.name}.pool": flavor.pool for flavor in read(QueuesArgs).flavors}
    | {f"strata:serving.endpoints.{endpoint.name}.pool": endpoint.pool for endpoint in read(ServingArgs).endpoints},
)
tell(read(OverrideArgs))
# Read for their mistakes alone: the command that deploys heeds the one, every role the other.
read(PolicyArgs)
read(IdentitiesArgs)
hibernation = read(HibernationArgs)
account = aws.Provider("aws", region=pulumi.Config("aws").require("region"), default_tags={"tags": tags})
opts = pulumi.ResourceOptions(providers=[account])

keys = Keys("keys", read(KeysArgs), opts=opts)
network = Network("network", read(NetworkArgs), key=keys.key("logs"), opts=opts)
storage = Storage("storage", read(StorageArgs), key=keys.key("storage"), opts=opts)
cluster = Cluster(
    "cluster",
    hibernation.cluster(read(ClusterArgs)),
    network=network,
    key=keys.key("cluster"),
    logs_key=keys.key("logs"),
    opts=opts,
)

# Everything below lives in the cluster as well as in the account.
inside = pulumi.ResourceOptions(providers=[account, cluster.kubernetes])

gpu = Gpu("gpu", hibernation.gpu(read(GpuArgs)), cluster=cluster, network=network, key=keys.key("cluster"), opts=inside)
tracking = Tracking(
    "tracking",
    read(TrackingArgs),
    network=network,
    cluster=cluster,
    storage=storage,
    key=keys.key("database"),
    logs_key=keys.key("logs"),
    opts=inside,
)
registry = Registry("registry", read(RegistryArgs), storage=storage, key=keys.key("registry"), opts=inside)
queues = Queues("queues", read(QueuesArgs), key=keys.key("queues"), opts=inside)
serving = Serving("serving", read(ServingArgs), cluster=cluster, registry=registry, opts=inside)

pulumi.export("cluster", cluster.cluster_name)
pulumi.export("buckets", storage.bucket_names)
pulumi.export("tracking", tracking.url)
pulumi.export("queues", queues.urls)
pulumi.export("endpoints", serving.endpoint_urls)
