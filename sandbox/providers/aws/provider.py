"""The AWS provider of the sandbox: Pulumi's provider verbs over a server on loopback.

Every verb translates the wire message, finds the type's class and calls it; errors come back as sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import InitializationFailed, ProviderError
from protocol.values import Props, decode, encode, reveal
from sandbox.providers.aws import inputs as asked
from sandbox.providers.aws import outputs as result
from sandbox.providers.aws.diff import collide, compare
from sandbox.providers.aws.function import find_function
from sandbox.providers.aws.naming import name_with_prefix
from sandbox.providers.aws.resource import Resource, UnsupportedType, find_type
from sandbox.providers.aws.session import AwsSession, attempt, explain, is_missing, require_loopback
from sandbox.providers.aws.translation import UnknownMember
from sandbox.redaction import redacted
from sandbox.schema import Problem, check_inputs


class AwsProvider:
    """Implements `protocol.provider.Provider` for the package `aws`.

    Args:
        endpoint: the sandbox server's URL, on loopback.

    Raises:
        ProviderError: the endpoint is not on this machine.
    """

    def __init__(self, endpoint: str) -> None:
        require_loopback(endpoint)
        self._endpoint = endpoint
        self._session: AwsSession | None = None
        self._default_tags: dict[str, str] = {}

    def CheckConfig(self, request: Any) -> Any:
        return pb.CheckResponse(inputs=request.news, failures=_failures(asked.config_problems(decode(request.news))))

    def DiffConfig(self, request: Any) -> Any:
        return compare(Resource, decode(request.old_inputs), decode(request.news)).response()

    def Configure(self, request: Any) -> Any:
        region, self._default_tags = asked.settings(decode(request.args))
        self._session = AwsSession(self._endpoint, region)
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any) -> Any:
        news, olds = decode(request.news), decode(request.olds)
        with self._errors(request.urn, news):
            resource = self._resource(request.urn, news)
            logical = _logical_name(request.urn)
            inputs = asked.completed(resource, logical, news, olds, request.randomSeed, self._default_tags)
            problems = asked.problems(resource, news, inputs)
        return pb.CheckResponse(inputs=encode(inputs), failures=_failures(problems))

    def Diff(self, request: Any) -> Any:
        olds, news, old_inputs = decode(request.olds), decode(request.news), decode(request.old_inputs)
        with self._errors(request.urn, news):
            resource = self._resource(request.urn, news)
            # What is added to the inputs may be so already.
            before = {name: value for name, value in olds.items() if name in news} | old_inputs
            difference = compare(type(resource), before, news, request.ignoreChanges)
            if resource.regional and reveal(olds.get("region", resource.aws.region)) != resource.aws.region:
                difference.kinds["region"] = "UPDATE_REPLACE"
            difference.delete_before_replace = collide(type(resource), _logical_name(request.urn), old_inputs, news)
        return difference.response()

    def Create(self, request: Any) -> Any:
        # The engine's name for this operation; it is the same when a create whose answer got lost is asked for again.
        with attempt(request.resource_status_token):
            return self._create(request)

    def _create(self, request: Any) -> Any:
        wire = decode(request.properties)
        if request.preview:
            return pb.CreateResponse(properties=encode(result.planned(_type_of(request.urn), {}, wire)))
        with self._errors(request.urn, wire):
            resource = self._resource(request.urn, wire)
            inputs = _named_by_prefix(resource, {**resource.defaults, **reveal(wire)})
            created = resource.create(inputs)
            try:
                resource.configure(created.id, inputs)
                outputs = self._written(resource, created.id, {**inputs, **created.outputs}, {})
            except (ClientError, BotoCoreError, ProviderError) as error:
                # It exists: the engine must record it, or nothing would ever delete it.
                reason = redacted(explain(error, self._endpoint), wire)
                raise InitializationFailed(created.id, wire, wire, [reason]) from error
        return pb.CreateResponse(id=created.id, properties=encode(_marked(resource, outputs, wire)))

    def Read(self, request: Any) -> Any:
        old_inputs, olds = decode(request.inputs), decode(request.properties)
        with self._errors(request.urn, olds):
            resource = self._resource(request.urn, {**old_inputs, **olds})
            with _missing_is_fine():
                outputs = result.current(resource, request.id, reveal(olds), self._default_tags)
                if outputs is not None:
                    if olds:
                        inputs = result.inputs(resource, reveal(old_inputs), outputs)
                        marked = result.with_secrets(inputs, old_inputs)
                    else:  # Nothing is recorded of it: an import
                        marked = _marked(resource, result.imported_inputs(resource, outputs))
                    properties = encode(_marked(resource, outputs, olds))
                    return pb.ReadResponse(id=request.id, properties=properties, inputs=encode(marked))
        return pb.ReadResponse()

    def Update(self, request: Any) -> Any:
        olds, news, old_inputs = decode(request.olds), decode(request.news), decode(request.old_inputs)
        if request.preview:
            return pb.UpdateResponse(properties=encode(result.planned(_type_of(request.urn), olds, news)))
        with self._errors(request.urn, news):
            resource = self._resource(request.urn, {"region": olds.get("region"), **news})
            old, new = ({**resource.defaults, **reveal(side)} for side in (old_inputs, news))
            known = reveal(olds)
            if resource.name_property:
                new.setdefault(resource.name_property, known.get(resource.name_property))
            # What the program no longer asks for is AWS's to decide again.
            known = {name: value for name, value in known.items() if name in new or name not in old}
            changed = set(compare(type(resource), old, new).top_level)
            if not changed:  # The engine asks all the same after a create that got stuck half-way
                resource.configure(request.id, new)
            elif changed - {"tags", "tagsAll"}:
                known |= resource.update(request.id, old, new, reveal(olds))
            outputs = self._written(resource, request.id, {**known, **new}, reveal(olds).get("tagsAll") or {})
        return pb.UpdateResponse(properties=encode(_marked(resource, outputs, news)))

    def Delete(self, request: Any) -> Any:
        wire = decode(request.properties)
        with self._errors(request.urn, wire):
            resource = self._resource(request.urn, wire)
            with _missing_is_fine():
                resource.delete(request.id, reveal(wire))
        return Empty()

    def Invoke(self, request: Any) -> Any:
        args = decode(request.args)
        with self._errors(request.tok, args):
            implementation = find_function(request.tok)
            if problems := check_inputs(request.tok, args):
                return pb.InvokeResponse(failures=_failures(problems))
            plain = reveal(args)
            answer = implementation(self._in_region(plain), plain)
        return pb.InvokeResponse(**{"return": encode(answer)})

    def Cancel(self, request: Any) -> Any:
        return Empty()

    def _resource(self, urn: str, props: Props) -> Resource:
        cls = _type_of(urn)
        return cls(self._in_region(props if cls.regional else {}))

    def _in_region(self, props: Props) -> AwsSession:
        """The session in the region that the properties name; in the provider's if they name none."""
        if self._session is None:
            raise ProviderError("the AWS provider was not configured")
        region = reveal(props.get("region"))
        return self._session.in_region(region if isinstance(region, str) else self._session.region)

    def _written(self, resource: Resource, id: str, known: Props, tags: Mapping[str, str]) -> Props:
        outputs = result.written(resource, id, known, tags, self._default_tags)
        if outputs is None:
            raise ProviderError(f"{id} is gone right after it was written; a refresh will show")
        return outputs

    @contextmanager
    def _errors(self, subject: str, props: Props) -> Iterator[None]:
        """Turn what goes wrong into a sentence that names the resource and holds no secret."""
        try:
            yield
        except UnsupportedType as unsupported:
            raise ProviderError(f"{subject}: {unsupported}") from None
        except (ClientError, BotoCoreError, UnknownMember) as error:
            raise ProviderError(redacted(explain(error, self._endpoint), props)) from error


@contextmanager
def _missing_is_fine() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if not is_missing(error):
            raise


def _named_by_prefix(resource: Resource, inputs: Props) -> Props:
    """The inputs with a name made from the prefix, if they give a prefix instead of a name."""
    name, prefix = resource.name_property, inputs.get(resource.prefix_property or "")
    return {**inputs, name: name_with_prefix(prefix)} if name and prefix and name not in inputs else inputs


def _marked(resource: Resource, props: Props, *sources: Props) -> Props:
    """The properties, secret where a source says so or the type does."""
    return result.with_secrets(props, *sources, always=resource.secret_outputs)


def _type_of(urn: str) -> type[Resource]:
    return find_type(urn.split("::")[2].rpartition("$")[2])


def _logical_name(urn: str) -> str:
    return urn.split("::", 3)[3]


def _failures(problems: list[Problem]) -> list[Any]:
    return [pb.CheckFailure(property=problem.path, reason=problem.reason) for problem in problems]
