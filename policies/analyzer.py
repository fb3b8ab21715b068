"""The rules as a policy pack of the official engine: its Analyzer protocol, served over gRPC.

Everything is judged in `AnalyzeStack`, when all resources of the stack are known: most facts are spread over several.
It is given what the providers answered, which before a deployment may be nothing at all; what the program declares is
told by `Analyze`, resource by resource. Each is decoded once, however many rules there are.

Source of the protocol: `pulumi/analyzer.proto`, whose stubs are in the Pulumi SDK.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent import futures
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf import json_format
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from policies.catalogue import all_rules, select
from policies.enforcement import Level, Policy, rules_for
from policies.inputs import InputError
from policies.inputs.values import understand
from policies.reports.records import counts, message
from policies.resource import Resource
from policies.rule import Profile, Rule, Severity
from policies.stack import Stack
from policies.verdict import Judged, Verdict, judge
from policies.waivers import WAIVER_VALID, Book, read_waivers

VERSION: Final = "0.1.0"
MESSAGE_BYTES_MAX: Final = 400 * 1024 * 1024
"""As large as the official engine takes them."""
STACK_PACK: Final = "stack"
SECTION: Final = "strata:policy"
"""The section of a stack's settings that its own pack heeds."""
WAIVERS: Final = "waivers.yaml"
ALL: Final = "all"
"""In a pack's configuration: every policy for which there is no setting of its own."""
_SEVERITIES: Final = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Answers the official engine's questions about one pack."""

    def __init__(self, pack: str, rules: Sequence[Rule], folder: Path | None = None) -> None:
        """Args:
        folder: where the pack lies.
        """
        self._pack = pack
        self._rules = (*rules, WAIVER_VALID)
        self._policy = Policy()
        self._levels: dict[str, Any] = {}
        self._declared: dict[str, Any] = {}
        self._folder = folder or Path.cwd()
        self._stack_urn = ""

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: ARG002 - the protocol's names
        # What the engine calls the program's folder is the pack's here.
        self._folder = Path(request.program_directory)
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetAnalyzerInfo(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        return analyzer_pb2.AnalyzerInfo(
            name=self._pack, version=VERSION, supportsConfig=True, policies=[_info(rule) for rule in self._rules]
        )

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        self._levels = {name: config.enforcementLevel for name, config in request.policyConfig.items()}
        return Empty()

    def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        self._stack_urn = (
            f"urn:pulumi:{request.stack}::{request.project}::pulumi:pulumi:Stack::{request.project}-{request.stack}"
        )
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        self._declared[request.urn] = _properties(request)
        return analyzer_pb2.AnalyzeResponse()

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        return analyzer_pb2.RemediateResponse()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        return Empty()

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: ARG002
        stack = Stack((_resource(one, self._declared) for one in request.resources), self._stack_urn)
        rules = [rule for rule in self._rules if self._level(rule) != analyzer_pb2.DISABLED]
        waivers = read_waivers(_waivers(self._folder.resolve()), all_rules())
        verdict = judge(stack, rules, self._policy, Book(waivers, datetime.now(UTC).date()))
        response = analyzer_pb2.AnalyzeResponse(diagnostics=self._diagnostics(verdict))
        response.not_applicable.extend(
            analyzer_pb2.PolicyNotApplicable(policy_name=name, reason="the stack has no such resource")
            for name, urns in verdict.checked.items()
            if not urns
        )
        return response

    def _diagnostics(self, verdict: Verdict) -> list[Any]:
        return [self._diagnostic(one) for one in verdict.findings if one.waiver is None]

    def _diagnostic(self, one: Judged) -> Any:
        level = self._level(one.rule) if one.counts and one.level is Level.MANDATORY else analyzer_pb2.ADVISORY
        place = f" ({one.finding.path})" if one.finding.path else ""
        return analyzer_pb2.AnalyzeDiagnostic(
            policyName=one.rule.name,
            policyPackName=self._pack,
            policyPackVersion=VERSION,
            description=one.rule.title,
            message=f"{message(one)}{place}\nFix: {one.rule.fix}",
            enforcementLevel=level,
            urn=one.finding.urn if one.finding.urn.startswith("urn:") else "",
            severity=_SEVERITIES[one.rule.severity],
        )

    def _level(self, rule: Rule) -> Any:
        return self._levels.get(rule.name, self._levels.get(ALL, analyzer_pb2.MANDATORY))


class StackAnalyzer(Analyzer):
    """The pack that holds a stack to its own settings of its policies, as the embedded engine does."""

    def __init__(self) -> None:
        super().__init__(STACK_PACK, ())

    def ConfigureStack(self, request: Any, context: Any) -> Any:
        section = json.loads(request.config.get(SECTION, "null"))
        try:
            self._policy = Policy.read(section, request.stack, f"Pulumi.{request.stack}.yaml: {SECTION}")
        except InputError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        self._rules = (*rules_for(self._policy, request.stack), WAIVER_VALID)
        return super().ConfigureStack(request, context)

    def _diagnostics(self, verdict: Verdict) -> list[Any]:
        """The violations; what cannot be known yet in one sentence, as there is much of it before a deployment."""
        told = [self._diagnostic(one) for one in verdict.violations]
        if unknown := counts(verdict)["unknown"]:
            told.append(
                analyzer_pb2.AnalyzeDiagnostic(
                    policyName="not-known-yet",
                    policyPackName=self._pack,
                    policyPackVersion=VERSION,
                    description="Some facts are known only after the deployment.",
                    message=f"{unknown} findings cannot be known yet; all of it: strata policy check",
                    enforcementLevel=analyzer_pb2.ADVISORY,
                )
            )
        return told


def _waivers(pack: Path) -> Path:
    """The file of the waivers: beside the pack, or of the project that the pack lies in."""
    found = pack / WAIVERS
    projects = (parent / "stacks" / WAIVERS for parent in pack.parents if (parent / "Pulumi.yaml").is_file())
    return found if found.exists() else next(projects, found)


def serve(pack: str) -> None:
    """Serve a pack until the engine ends this process. Its port goes to standard output.

    Args:
        pack: the profile that it is named for, or `stack` for what a stack's own settings say.
    """
    ending = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)  # before there are threads, which inherit it
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=4), options=[("grpc.max_receive_message_length", MESSAGE_BYTES_MAX)]
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(_analyzer(pack), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    signal.sigwait(ending)
    server.stop(grace=1).wait()


def _analyzer(pack: str) -> Analyzer:
    return StackAnalyzer() if pack == STACK_PACK else Analyzer(pack, select([Profile(pack)]))


def _info(rule: Rule) -> Any:
    served = rule.controls.by_standard().items()
    return analyzer_pb2.PolicyInfo(
        name=rule.name,
        displayName=rule.title,
        description=f"{rule.title} {rule.why[:1].upper()}{rule.why[1:]}",
        enforcementLevel=analyzer_pb2.MANDATORY,
        policy_type=analyzer_pb2.POLICY_TYPE_STACK,
        severity=_SEVERITIES[rule.severity],
        remediation_steps=rule.fix,
        tags=[f"{standard}/{control}" for standard, controls in served for control in controls],
    )


def _properties(message: Any) -> dict[str, Any]:
    properties: dict[str, Any] = understand(json_format.MessageToDict(message.properties))
    return properties


def _resource(message: Any, declared: Mapping[str, Any]) -> Resource:
    answered = _properties(message)
    dependencies: Iterable[tuple[str, Any]] = message.propertyDependencies.items()
    return Resource(
        urn=message.urn,
        type=message.type,
        name=message.name,
        # What is in the stack, but not in the program any more, is known by what was answered alone.
        properties=declared.get(message.urn, answered),
        outputs=answered,
        parent=message.parent,
        dependencies=tuple(message.dependencies),
        property_dependencies={name: tuple(listed.urns) for name, listed in dependencies},
        provider=message.provider.urn,
        protect=message.options.protect,
    )
