"""Every input is checked against the SDK's types: mistakes are named exactly, good inputs pass."""

from __future__ import annotations

import copy
import enum
import subprocess
import sys
import typing
from collections import abc
from typing import Any

import pulumi
import pytest
from pulumi import _types as metadata

from protocol.values import ASSET_SIGNATURE, SIGNATURE, UNKNOWN, Secret
from sandbox import sdk
from sandbox.schema import check_inputs

LABELS = {"app": "server"}
DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"namespace": "ml", "labels": {"app": "server"}, "annotations": {"example.com/owner": "ml"}},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": LABELS},
        "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "containers": [
                    {
                        "name": "server",
                        "image": "example/server:1",
                        "ports": [{"containerPort": 8080, "name": "http"}],
                        "env": [{"name": "TOKEN", "value": Secret("hunter2")}, {"name": "REGION", "value": UNKNOWN}],
                        "readinessProbe": {"httpGet": {"path": "/", "port": "http"}},
                        "resources": {"limits": {"nvidia.com/gpu": 1, "memory": "1Gi"}},
                        "securityContext": {"capabilities": {"drop": ["ALL"]}},
                        "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
                    }
                ],
                "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}],
                "volumes": [{"name": "scratch", "emptyDir": {}}],
            },
        },
    },
}
CRD: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.com"},
    "spec": {
        "group": "example.com",
        "scope": "Namespaced",
        "names": {"plural": "widgets", "kind": "Widget"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "x-kubernetes-preserve-unknown-fields": True,
                        "properties": {"size": {"type": "integer", "default": 1}},
                    }
                },
            }
        ],
    },
}
SECURITY_GROUP = {
    "description": "workers",
    "vpcId": UNKNOWN,
    "ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/8"]}],
    "tags": {"Name": "workers"},
}
EKS_CLUSTER = {
    "roleArn": UNKNOWN,
    "version": "1.35",
    "accessConfig": {"authenticationMode": "API"},
    "vpcConfig": {"subnetIds": ["a", UNKNOWN], "endpointPrivateAccess": True, "publicAccessCidrs": []},
    "encryptionConfig": {"provider": {"keyArn": UNKNOWN}, "resources": ["secrets"]},
    "enabledClusterLogTypes": ["api", "audit"],
}
LIFECYCLE = {
    "bucket": "b",
    "rules": [
        {
            "id": "old",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "noncurrentVersionExpiration": {"noncurrentDays": 30},
            "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}],
        }
    ],
}
GOOD: list[tuple[str, dict[str, Any]]] = [
    ("kubernetes:apps/v1:Deployment", DEPLOYMENT),
    ("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", CRD),
    ("kubernetes:core/v1:Secret", {"metadata": {}, "stringData": Secret({"password": "hunter2"})}),
    (
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        {
            "spec": {
                "podSelector": {},
                "policyTypes": ["Ingress"],
                "ingress": [{"from": [{"namespaceSelector": {"matchLabels": LABELS}}], "ports": [{"port": 80}]}],
            }
        },
    ),
    (
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        {
            "spec": {
                "maxReplicas": 3,
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "server"},
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
                    }
                ],
            }
        },
    ),
    (
        "kubernetes:kueue.x-k8s.io/v1beta1:ClusterQueue",
        {
            "apiVersion": "kueue.x-k8s.io/v1beta1",
            "kind": "ClusterQueue",
            "metadata": {"name": "gpus"},
            "spec": {"namespaceSelector": {}, "resourceGroups": [{"coveredResources": ["cpu"], "flavors": []}]},
        },
    ),
    (
        "kubernetes:kueue.x-k8s.io/v1beta1:WorkloadPriorityClass",
        {"apiVersion": "kueue.x-k8s.io/v1beta1", "kind": "WorkloadPriorityClass", "value": 1000, "description": "d"},
    ),
    (
        "kubernetes:helm.sh/v3:Release",
        {
            "chart": "kueue",
            "version": "0.19.4",
            "namespace": "kueue-system",
            "createNamespace": True,
            "values": {"snake_case": {"anything": [1, True, None, {"a": 1.5}]}},
            "compat": "true",
            "valueYamlFiles": [{SIGNATURE: ASSET_SIGNATURE, "text": "a: 1"}],
        },
    ),
    ("pulumi:providers:kubernetes", {"kubeconfig": Secret('{"clusters": []}'), "enableServerSideApply": "true"}),
    ("pulumi:providers:aws", {"region": "eu-central-1", "defaultTags": '{"tags": {"team": "ml"}}', "maxRetries": "3"}),
    ("pulumi:providers:aws", {"region": "eu-central-1", "defaultTags": {"tags": {"team": "ml"}}}),
    ("aws:sqs/queue:Queue", {"delaySeconds": "30", "fifoQueue": "true", "tags": {"cost": 12, "critical": True}}),
    ("aws:ec2/securityGroup:SecurityGroup", SECURITY_GROUP),
    ("aws:eks/cluster:Cluster", EKS_CLUSTER),
    ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", LIFECYCLE),
    ("aws:iam/role:Role", {"assumeRolePolicy": '{"Version": "2012-10-17"}', "name": None}),
    ("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "b", "source": {SIGNATURE: ASSET_SIGNATURE, "path": "x"}}),
    (
        "aws:iam/getPolicyDocument:getPolicyDocument",
        {"statements": [{"actions": ["s3:*"], "principals": [{"type": "AWS", "identifiers": ["*"]}]}]},
    ),
    ("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"}),
    ("aws:eks/getClusterAuth:getClusterAuth", {"name": UNKNOWN}),
    ("aws:lambda/getFunction:getFunction", {"functionName": "f"}),
]


@pytest.mark.parametrize(("token", "inputs"), GOOD, ids=[token for token, _ in GOOD])
def test_good_inputs_have_no_problems(token: str, inputs: dict[str, Any]) -> None:
    assert check_inputs(token, inputs) == []


POD = "spec.template.spec"
CONTAINER = f"{POD}.containers[0]"


def set_at(inputs: dict[str, Any], path: list[str | int], value: Any) -> dict[str, Any]:
    """A copy with one value replaced, or removed when the new value is `...`."""
    changed = copy.deepcopy(inputs)
    *way, last = path
    node: Any = changed
    for step in way:
        node = node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return changed


def deployment(*path: str | int, value: Any) -> tuple[str, dict[str, Any]]:
    return "kubernetes:apps/v1:Deployment", set_at(DEPLOYMENT, list(path), value)


def container(*path: str | int, value: Any) -> tuple[str, dict[str, Any]]:
    return deployment("spec", "template", "spec", "containers", 0, *path, value=value)


MISTAKES: list[tuple[tuple[str, dict[str, Any]], str]] = [
    (deployment("specs", value={}), "specs: unknown, did you mean 'spec'?"),
    (container("resource", value={}), f"{CONTAINER}.resource: unknown, did you mean 'resources'?"),
    (
        deployment("spec", "selector", value={"match_labels": LABELS}),
        "spec.selector.match_labels: unknown, did you mean 'matchLabels'?",
    ),
    (
        container("securityContext", "run_as_non_root", value=True),
        f"{CONTAINER}.securityContext.run_as_non_root: unknown, did you mean 'runAsNonRoot'?",
    ),
    (container("name", value=...), f"{CONTAINER}.name: is required"),
    (
        container("ports", 0, "containerPort", value="8080"),
        f"{CONTAINER}.ports[0].containerPort: must be a whole number, got a string",
    ),
    (container("env", value={"TOKEN": "hunter2"}), f"{CONTAINER}.env: must be a list, got an object"),
    (container("env", 0, "value", value=Secret(5)), f"{CONTAINER}.env[0].value: must be a string, got a number"),
    (
        deployment("spec", "template", "spec", "containers", value={"name": "c"}),
        f"{POD}.containers: must be a list, got an object",
    ),
    (
        deployment("metadata", "labels", "app.kubernetes.io/part-of", value=True),
        "metadata.labels['app.kubernetes.io/part-of']: must be a string, got a boolean",
    ),
    (
        deployment("spec", "strategy", "rollingUpdate", "maxSurge", value=True),
        "spec.strategy.rollingUpdate.maxSurge: must be a string or a whole number, got a boolean",
    ),
    (deployment("apiVersion", value="apps/v1beta1"), "apiVersion: must be 'apps/v1'"),
    (
        (
            "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
            set_at(
                CRD,
                ["spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "size", "xKubernetesIntOrString"],
                True,
            ),
        ),
        "spec.versions[0].schema.openAPIV3Schema.properties.size.xKubernetesIntOrString: unknown, did you mean 'x-kubernetes-int-or-string'?",  # noqa: E501
    ),
    (
        (
            "kubernetes:kueue.x-k8s.io/v1beta1:ClusterQueue",
            {"apiVersion": "kueue.x-k8s.io/v1beta1", "kind": "ClusterQueue", "metadata": {"label": {}}},
        ),
        "metadata.label: unknown, did you mean 'labels'?",
    ),
    (
        ("kubernetes:helm.sh/v3:Release", {"chart": "kueue", "repositoryOpts": {"url": "https://example.com"}}),
        "repositoryOpts.url: unknown; allowed: caFile, certFile, keyFile, password, repo, username",
    ),
    (
        ("aws:sqs/queue:Queue", {"visibilityTimeout": 30}),
        "visibilityTimeout: unknown, did you mean 'visibilityTimeoutSeconds'?",
    ),
    (("aws:sqs/queue:Queue", {"delaySeconds": "soon"}), "delaySeconds: must be a whole number, got a string"),
    (
        ("aws:ec2/securityGroup:SecurityGroup", set_at(SECURITY_GROUP, ["ingress", 0, "from_port"], 22)),
        "ingress[0].from_port: unknown, did you mean 'fromPort'?",
    ),
    (
        ("aws:ec2/securityGroup:SecurityGroup", set_at(SECURITY_GROUP, ["ingress", 0, "toPort"], ...)),
        "ingress[0].toPort: is required",
    ),
    (
        ("aws:eks/cluster:Cluster", set_at(EKS_CLUSTER, ["vpcConfig", "endpointPrivateAccess"], "yes")),
        "vpcConfig.endpointPrivateAccess: must be a boolean, got a string",
    ),
    (
        ("aws:eks/cluster:Cluster", set_at(EKS_CLUSTER, ["encryptionConfig"], [{}])),
        "encryptionConfig: must be an object, got a list",
    ),
    (
        (
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            set_at(LIFECYCLE, ["rules", 0, "transitions", 0, "storage"], "GLACIER"),
        ),
        "rules[0].transitions[0].storage: unknown, did you mean 'storageClass'?",
    ),
    (
        ("aws:iam/getPolicyDocument:getPolicyDocument", {"statements": [{"action": ["s3:*"]}]}),
        "statements[0].action: unknown, did you mean 'actions'?",
    ),
    (
        ("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "b", "source": "file.txt"}),
        "source: must be an asset or archive, got a string",
    ),
    (
        ("pulumi:providers:kubernetes", {"enableServerSideAply": True}),
        "enableServerSideAply: unknown, did you mean 'enableServerSideApply'?",
    ),
    (("kubernetes:core/v1:Pdo", {}), "pulumi_kubernetes has no resource type 'kubernetes:core/v1:Pdo'"),
]


@pytest.mark.parametrize(("planted", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_planted_mistake_gives_its_one_exact_message(planted: tuple[str, dict[str, Any]], message: str) -> None:
    assert [str(problem) for problem in check_inputs(*planted)] == [message]


def test_all_mistakes_are_reported_at_once() -> None:
    inputs = {"delaySecond": 1, "fifoQueue": [], "tags": "a=b"}
    assert [str(problem) for problem in check_inputs("aws:sqs/queue:Queue", inputs)] == [
        "delaySecond: unknown, did you mean 'delaySeconds'?",
        "fifoQueue: must be a boolean, got a list",
        "tags: must be a map, got a string",
    ]


def test_a_prefix_stands_before_every_path() -> None:
    problems = check_inputs("aws:sqs/queue:Queue", {"fifo": True}, path="queues")
    assert [problem.path for problem in problems] == ["queues.fifo"]


def test_no_message_holds_a_value() -> None:
    inputs = {"delaySeconds": Secret("hunter2"), "tags": Secret("hunter2")}
    problems = check_inputs("aws:sqs/queue:Queue", inputs)
    assert len(problems) == 2
    assert "hunter2" not in repr(problems)


PLATFORM_TYPES = [
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:ec2/eip:Eip",
    "aws:ec2/flowLog:FlowLog",
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/placementGroup:PlacementGroup",
    "aws:ec2/route:Route",
    "aws:ec2/routeTable:RouteTable",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpc:Vpc",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "aws:ecr/repository:Repository",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:eks/accessEntry:AccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/addon:Addon",
    "aws:eks/cluster:Cluster",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/policy:Policy",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    "aws:kms/alias:Alias",
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:rds/instance:Instance",
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretRotation:SecretRotation",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    "aws:sqs/redrivePolicy:RedrivePolicy",
    "aws:ssm/parameter:Parameter",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:batch/v1:CronJob",
    "kubernetes:batch/v1:Job",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:core/v1:LimitRange",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:core/v1:ResourceQuota",
    "kubernetes:core/v1:Secret",
    "kubernetes:core/v1:Service",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:policy/v1:PodDisruptionBudget",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    "kubernetes:storage.k8s.io/v1:StorageClass",
]


@pytest.mark.parametrize("token", PLATFORM_TYPES)
def test_every_property_of_every_platform_type_takes_a_value_of_its_type(token: str) -> None:
    """The samples come from the SDK's property getters, the checker reads its constructors."""
    sample = sample_of_class(sdk.resource_args(token), depth=4)
    assert len(sample) > 1
    assert check_inputs(token, sample) == []


@pytest.mark.parametrize("token", PLATFORM_TYPES)
def test_every_platform_type_names_an_unknown_property(token: str) -> None:
    problems = check_inputs(token, {**sample_of_class(sdk.resource_args(token), depth=1), "notThere": 1})
    assert "notThere" in [problem.path for problem in problems]


def sample_of_class(args: type, depth: int) -> dict[str, Any]:
    """A value for each property of an input type, to a depth at which recursive types stop."""
    hints = metadata.input_type_types(args)
    values = {name: sample(hint, depth - 1) for name, hint in hints.items()}
    return {name: value for name, value in values.items() if value is not None}


def sample(hint: Any, depth: int) -> Any:
    hint = metadata.unwrap_type(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        return sample(arguments[0], depth)
    if origin is typing.Literal:
        return arguments[0]
    if origin in (list, abc.Sequence):
        return [sample(arguments[0], depth)]
    if origin in (dict, abc.Mapping):
        return {"example.com/key": sample(arguments[1], depth)}
    if hint is Any:
        return {"free": [1, "form"]}
    if issubclass(hint, enum.Enum):
        return next(iter(hint)).value
    if metadata.is_input_type(hint):
        # Beyond the depth nothing is known yet, as at preview.
        return sample_of_class(hint, depth) if depth > 0 else UNKNOWN
    if issubclass(hint, pulumi.Asset | pulumi.Archive):
        return {SIGNATURE: ASSET_SIGNATURE, "text": ""}
    return {str: "text", int: 1, float: 0.5, bool: True}[hint]


def test_the_sdk_modules_that_no_token_needs_stay_unloaded() -> None:
    """One token loads its own module, not the package's four hundred."""
    code = (
        "import sys; from sandbox.schema import check_inputs; check_inputs('aws:sqs/queue:Queue', {}); "
        "names = ('pulumi_aws.ec2', 'pulumi_aws.eks.cluster'); "
        "print([name for name in names if type(sys.modules.get(name)).__name__ == 'module'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_tokens_of_other_packages_are_refused_by_name() -> None:
    assert [str(problem) for problem in check_inputs("gcp:storage/bucket:Bucket", {})] == [
        "no SDK is known for the package 'gcp'; known: aws, kubernetes"
    ]
