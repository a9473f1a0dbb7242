"""Dapr's gRPC API (dapr.proto.runtime.v1.Dapr): decode, call, encode. Calls outside this list are UNIMPLEMENTED."""

# ruff: noqa: N802 (the names are the protocol's)

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

import grpc
from dapr.proto.common.v1 import common_pb2
from dapr.proto.runtime.v1 import (
    dapr_pb2_grpc,
    invoke_pb2,
    metadata_pb2,
    pubsub_pb2,
    secret_pb2,
    state_pb2,
)
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty

from local.sidecar import errors, grpc_state
from local.sidecar.broker import Event
from local.sidecar.description import rules
from local.sidecar.errors import ApiError
from local.sidecar.services import TRACE_HEADERS, Services, expiry

Context = grpc.aio.ServicerContext[Any, Any]
Request = TypeVar("Request")
Reply = TypeVar("Reply")
Call = Callable[["DaprService", Request, Context], Awaitable[Reply]]
MOST_BYTES = 32 * 1024 * 1024


def guarded(call: Call[Request, Reply]) -> Call[Request, Reply]:
    """Checks the API token and turns ApiError into a rich gRPC status."""

    @wraps(call)
    async def guard(self: "DaprService", request: Request, context: Context) -> Reply:
        try:
            if not self.services.authorized(_token(context)):
                raise errors.unauthenticated()
            return await call(self, request, context)
        except ApiError as error:
            await context.abort(error.grpc_code, error.message, (("grpc-status-details-bin", error.status()),))
            raise

    return guard


class DaprService(dapr_pb2_grpc.DaprServicer):
    """The servicer."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @guarded
    async def PublishEvent(self, request: pubsub_pb2.PublishEventRequest, context: Context) -> Empty:
        event = Event(request.data, request.data_content_type, request.metadata)
        await self.services.broker.publish(request.pubsub_name, request.topic, [event], _trace(context))
        return Empty()

    @guarded
    async def BulkPublishEvent(
        self, request: pubsub_pb2.BulkPublishRequest, context: Context
    ) -> pubsub_pb2.BulkPublishResponse:
        """All or nothing: either every entry is committed or the call fails, so `failedEntries` stays empty."""
        common = dict(request.metadata)
        ids = {entry.entry_id for entry in request.entries}
        if len(ids) != len(request.entries) or "" in ids:
            why = "entryId is duplicated or not present for entry"
            raise errors.event_malformed(request.topic, request.pubsub_name, why)
        events = [
            Event(entry.event, entry.content_type, {**entry.metadata, **common} if common else entry.metadata)
            for entry in request.entries
        ]
        await self.services.broker.publish(request.pubsub_name, request.topic, events, _trace(context))
        return pubsub_pb2.BulkPublishResponse()

    BulkPublishEventAlpha1 = BulkPublishEvent

    @guarded
    async def GetState(self, request: state_pb2.GetStateRequest, context: Context) -> state_pb2.GetStateResponse:
        found = await self.services.stores.get(request.store_name, [request.key])
        item = found.get(request.key)
        if item is None:
            return state_pb2.GetStateResponse()
        return state_pb2.GetStateResponse(data=item.value, etag=item.etag, metadata=expiry(item))

    @guarded
    async def GetBulkState(
        self, request: state_pb2.GetBulkStateRequest, context: Context
    ) -> state_pb2.GetBulkStateResponse:
        found = await self.services.stores.get(request.store_name, list(request.keys))
        return state_pb2.GetBulkStateResponse(items=[grpc_state.bulk_item(key, found.get(key)) for key in request.keys])

    @guarded
    async def SaveState(self, request: state_pb2.SaveStateRequest, context: Context) -> Empty:
        await self.services.stores.save(request.store_name, [grpc_state.upsert(item) for item in request.states])
        return Empty()

    @guarded
    async def DeleteState(self, request: state_pb2.DeleteStateRequest, context: Context) -> Empty:
        await self.services.stores.delete(request.store_name, [grpc_state.delete(request)])
        return Empty()

    @guarded
    async def DeleteBulkState(self, request: state_pb2.DeleteBulkStateRequest, context: Context) -> Empty:
        await self.services.stores.delete(request.store_name, [grpc_state.delete(item) for item in request.states])
        return Empty()

    @guarded
    async def ExecuteStateTransaction(
        self, request: state_pb2.ExecuteStateTransactionRequest, context: Context
    ) -> Empty:
        changes = [grpc_state.operation(operation, request.metadata) for operation in request.operations]
        await self.services.stores.transact(request.storeName, changes)
        return Empty()

    @guarded
    async def GetSecret(self, request: secret_pb2.GetSecretRequest, context: Context) -> secret_pb2.GetSecretResponse:
        value = self.services.secret(request.store_name, request.key)
        return secret_pb2.GetSecretResponse(data={request.key: value})

    @guarded
    async def GetBulkSecret(
        self, request: secret_pb2.GetBulkSecretRequest, context: Context
    ) -> secret_pb2.GetBulkSecretResponse:
        values = self.services.secrets_of(request.store_name)
        return secret_pb2.GetBulkSecretResponse(
            data={key: secret_pb2.SecretResponse(secrets={key: value}) for key, value in values.items()}
        )

    @guarded
    async def InvokeService(
        self, request: invoke_pb2.InvokeServiceRequest, context: Context
    ) -> common_pb2.InvokeResponse:
        message = request.message
        verb = common_pb2.HTTPExtension.Verb.Name(message.http_extension.verb)
        if verb == "NONE":
            raise errors.malformed("invalid HTTP verb: the HTTP extension is missing")
        target = quote(message.method, safe="/?&=%:@!$'()*+,;~-._")
        if message.http_extension.querystring:
            target += ("&" if "?" in target else "?") + message.http_extension.querystring
        headers = [(name, value) for name, value in _text_metadata(context) if not name.startswith(("grpc-", "user-"))]
        if message.content_type:
            headers.append(("content-type", message.content_type))
        answer = await self.services.invocation.invoke(request.id, verb, target, headers, message.data.value)
        async with answer:
            body = await answer.body.read()
        if not 200 <= answer.status < 300:
            raise _app_error(request.id, answer.status, body)
        return common_pb2.InvokeResponse(
            data=AnyMessage(value=body), content_type=answer.headers.get("content-type", "")
        )

    @guarded
    async def GetMetadata(
        self, request: metadata_pb2.GetMetadataRequest, context: Context
    ) -> metadata_pb2.GetMetadataResponse:
        description = self.services.description
        return metadata_pb2.GetMetadataResponse(
            id=description.id,
            registered_components=[
                metadata_pb2.RegisteredComponents(
                    name=component.name, type=component.type, version=component.version,
                    capabilities=component.capabilities,
                )
                for component in description.components
            ],
            extended_metadata=description.extended,
            subscriptions=[
                metadata_pb2.PubsubSubscription(
                    pubsub_name=subscription.pubsub, topic=subscription.topic,
                    dead_letter_topic=subscription.dead_letter_topic or "",
                    type=metadata_pb2.PubsubSubscriptionType.DECLARATIVE,
                    rules=metadata_pb2.PubsubSubscriptionRules(
                        rules=[
                            metadata_pb2.PubsubSubscriptionRule(match=match, path=path)
                            for match, path in rules(subscription)
                        ]
                    ),
                )
                for subscription in description.subscriptions
            ],
            runtime_version=description.extended["daprRuntimeVersion"],
        )  # fmt: skip

    @guarded
    async def SetMetadata(self, request: metadata_pb2.SetMetadataRequest, context: Context) -> Empty:
        self.services.description.extended[request.key] = request.value
        return Empty()


def _text_metadata(context: Context) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, value in context.invocation_metadata() or () if isinstance(value, str)]


def _trace(context: Context) -> dict[str, str]:
    return {name: value for name, value in _text_metadata(context) if name in TRACE_HEADERS}


def _app_error(app_id: str, status: int, body: bytes) -> ApiError:
    """daprd's mapping of an application's HTTP status to a gRPC code."""
    codes = {
        400: grpc.StatusCode.INVALID_ARGUMENT, 401: grpc.StatusCode.UNAUTHENTICATED,
        403: grpc.StatusCode.PERMISSION_DENIED, 404: grpc.StatusCode.NOT_FOUND, 409: grpc.StatusCode.ALREADY_EXISTS,
        429: grpc.StatusCode.RESOURCE_EXHAUSTED, 500: grpc.StatusCode.UNKNOWN, 501: grpc.StatusCode.UNIMPLEMENTED,
        503: grpc.StatusCode.UNAVAILABLE, 504: grpc.StatusCode.DEADLINE_EXCEEDED,
    }  # fmt: skip
    code = codes.get(status, grpc.StatusCode.UNKNOWN)
    return ApiError(
        code, status, "ERR_DIRECT_INVOKE", f"{app_id} answered {status}: {body[:1000].decode(errors='replace')}"
    )


def _token(context: Context) -> str | bytes | None:
    for name, value in context.invocation_metadata() or ():
        if name == "dapr-api-token":
            return value
    return None


def build_server(services: Services, address: str) -> grpc.aio.Server:
    """The server, bound but not started. `address`: "unix:/path" or "host:port"."""
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", MOST_BYTES),
            ("grpc.max_send_message_length", MOST_BYTES),
            ("grpc.so_reuseport", 0),
        ],
    )
    dapr_pb2_grpc.add_DaprServicer_to_server(DaprService(services), server)  # type: ignore[no-untyped-call]
    server.add_insecure_port(address)
    return server
