"""The AWS provider of the sandbox: Pulumi's provider verbs over a server on loopback.

Every verb translates the wire message, finds the type's class and calls it; errors come back as sentences.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.masking import Mask
from protocol.provider import InitializationFailed, Log, ProviderError, Unanswered
from protocol.values import Props, decode, encode, reveal
from sandbox.patience import Patience, Verb, within
from sandbox.providers.aws import inputs as asked
from sandbox.providers.aws import outputs as result
from sandbox.providers.aws.answers import Vanished, is_busy, is_missing, is_too_early
from sandbox.providers.aws.diff import collide, compare
from sandbox.providers.aws.function import find_function
from sandbox.providers.aws.resource import Resource, UnsupportedType, find_type
from sandbox.providers.aws.retries import patiently
from sandbox.providers.aws.session import AwsSession, explain, require_loopback
from sandbox.providers.aws.translation import UnknownMember
from sandbox.redaction import check_failures, redacted
from sandbox.schema import check_inputs


class AwsProvider:
    """Implements `protocol.provider.Provider` for the package `aws`.

    Args:
        endpoint: the sandbox server's URL, on loopback.
        patience: how long to wait for what will pass.

    Attributes:
        log: told of every wait.

    Raises:
        ProviderError: the endpoint is not on this machine.
    """

    def __init__(self, endpoint: str, patience: Patience | None = None) -> None:
        require_loopback(endpoint)
        self.log: Log = lambda *_, **__: None
        self._endpoint = endpoint
        self._patience = patience or Patience()
        self._cancelled = threading.Event()
        self._session: AwsSession | None = None
        self._default_tags: dict[str, str] = {}

    def CheckConfig(self, request: Any) -> Any:
        news = decode(request.news)
        return pb.CheckResponse(inputs=request.news, failures=check_failures(asked.config_problems(news), news))

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
        return pb.CheckResponse(inputs=encode(inputs), failures=check_failures(problems, news))

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
        wire = decode(request.properties)
        if request.preview:
            return pb.CreateResponse(properties=encode(result.planned(_type_of(request.urn), {}, wire)))
        # The engine's name for this operation; it is the same when a create whose answer got lost is asked for again.
        with self._changing(request.urn, wire, request.resource_status_token) as verb:
            resource = self._resource(request.urn, wire)
            inputs = asked.named_by_prefix(resource, {**resource.defaults, **reveal(wire)})
            created = patiently(lambda: resource.create(inputs), is_too_early)
            try:
                patiently(lambda: resource.configure(created.id, inputs), is_too_early)
                outputs = self._written(resource, created.id, {**inputs, **created.outputs}, {})
            except (ClientError, BotoCoreError, ResponseParserError, ProviderError) as error:
                # It exists: the engine must record it, or nothing would ever delete it. Its tags may be missing.
                known = {name: value for name, value in wire.items() if name not in ("tags", "tagsAll")}
                reason = self._told(error, verb, wire)
                raise InitializationFailed(created.id, known, wire, [reason]) from error
        return pb.CreateResponse(id=created.id, properties=encode(_marked(resource, outputs, wire)))

    def Read(self, request: Any) -> Any:
        old_inputs, olds = decode(request.inputs), decode(request.properties)
        with self._errors(request.urn, olds):
            resource = self._resource(request.urn, {**old_inputs, **olds})
            with _missing_is_fine():
                tags = self._default_tags
                outputs = patiently(lambda: result.current(resource, request.id, reveal(olds), tags))
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
        with self._changing(request.urn, news):
            resource = self._resource(request.urn, {"region": olds.get("region"), **news})
            old, new = ({**resource.defaults, **reveal(side)} for side in (old_inputs, news))
            known = reveal(olds)
            if resource.name_property:
                new.setdefault(resource.name_property, known.get(resource.name_property))
            # What the program no longer asks for is AWS's to decide again.
            known = {name: value for name, value in known.items() if name in new or name not in old}
            changed = set(compare(type(resource), old, new).top_level)
            if "id" not in olds:  # What a create that got stuck half-way left behind
                patiently(lambda: resource.configure(request.id, new), is_too_early)
            if changed - {"tags", "tagsAll"}:
                known |= patiently(lambda: resource.update(request.id, old, new, reveal(olds)), is_too_early)
            outputs = self._written(resource, request.id, {**known, **new}, reveal(olds).get("tagsAll") or {})
        return pb.UpdateResponse(properties=encode(_marked(resource, outputs, news)))

    def Delete(self, request: Any) -> Any:
        wire = decode(request.properties)
        with self._changing(request.urn, wire):
            resource = self._resource(request.urn, wire)
            with _missing_is_fine():
                patiently(lambda: resource.delete(request.id, reveal(wire)), is_busy)
        return Empty()

    def Invoke(self, request: Any) -> Any:
        args = decode(request.args)
        with self._errors(request.tok, args):
            implementation = find_function(request.tok)
            if problems := check_inputs(request.tok, args):
                return pb.InvokeResponse(failures=check_failures(problems, args))
            plain = reveal(args)
            answer = patiently(lambda: implementation(self._in_region(plain), plain))
        return pb.InvokeResponse(**{"return": encode(answer)})

    def Cancel(self, request: Any) -> Any:
        self._cancelled.set()  # nothing is waited for any more
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
        def written() -> Props:
            outputs = result.written(resource, id, known, tags, self._default_tags)
            if outputs is None:
                raise Vanished(f"{id} is gone right after it was written; a refresh will show")
            return outputs

        return patiently(written, is_too_early)

    @contextmanager
    def _changing(self, subject: str, props: Props, name: str = "") -> Iterator[Verb]:
        """As `_errors`, for what changes something: its requests bear a name.

        Raises:
            Unanswered: nobody knows what came of it.
        """
        with self._errors(subject, props, name or str(uuid.uuid4())) as verb:
            try:
                yield verb
            except InitializationFailed:
                raise
            except (ClientError, BotoCoreError, ResponseParserError, ProviderError) as error:
                if not verb.doubtful:
                    raise
                raise Unanswered(self._told(error, verb, props)) from error

    @contextmanager
    def _errors(self, subject: str, props: Props, name: str = "") -> Iterator[Verb]:
        """Turn what goes wrong into a sentence that names the resource and holds no secret."""
        urn = subject if subject.startswith("urn:") else ""
        verb = Verb(urn, name, self.log, self._patience, self._cancelled)
        try:
            with within(verb):
                yield verb
        except UnsupportedType as unsupported:
            raise ProviderError(f"{subject}: {unsupported}") from None
        except (ClientError, BotoCoreError, ResponseParserError, UnknownMember) as error:
            raise ProviderError(self._told(error, verb, props)) from error
        except ProviderError as error:
            if isinstance(error, InitializationFailed):
                raise
            raise ProviderError(redacted(str(error), props)) from None

    def _told(self, error: Exception, verb: Verb, props: Props) -> str:
        """An error for people, with what was tried before it was believed, and without the properties' secrets."""
        hidden = Mask(props, shortest=1)
        told = explain(error, self._endpoint, hidden)
        return hidden(f"{told}; {verb.story}" if verb.story else told)


@contextmanager
def _missing_is_fine() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if not is_missing(error):
            raise


def _marked(resource: Resource, props: Props, *sources: Props) -> Props:
    """The properties, secret where a source says so or the type does."""
    return result.with_secrets(props, *sources, always=resource.secret_outputs)


def _type_of(urn: str) -> type[Resource]:
    return find_type(urn.split("::")[2].rpartition("$")[2])


def _logical_name(urn: str) -> str:
    return urn.split("::", 3)[3]
