"""Errors of the Dapr API: one exception that knows both its gRPC and its HTTP form.

Codes and texts follow Dapr's published error codes (docs.dapr.io, "Error codes").
"""

import grpc
import orjson
from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import ErrorInfo  # type: ignore[import-untyped]
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]


class ApiError(Exception):
    """A refused or failed request. `code` is Dapr's ERR_… code, `reason` the reason of the rich gRPC error."""

    def __init__(self, grpc_code: grpc.StatusCode, http_status: int, code: str, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.grpc_code = grpc_code
        self.http_status = http_status
        self.code = code
        self.message = message
        self.reason = reason or code

    def json(self) -> bytes:
        """Dapr's HTTP error document."""
        detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "dapr.io", "reason": self.reason}
        return orjson.dumps({"errorCode": self.code, "message": self.message, "details": [detail]})

    def status(self) -> bytes:
        """The google.rpc.Status that travels as trailing metadata `grpc-status-details-bin`."""
        info = Any()
        info.Pack(ErrorInfo(reason=self.reason, domain="dapr.io"))
        status = Status(code=self.grpc_code.value[0], message=self.message, details=[info])
        return bytes(status.SerializeToString())


def unauthenticated() -> ApiError:
    return ApiError(grpc.StatusCode.UNAUTHENTICATED, 401, "ERR_UNAUTHENTICATED", "the API token is missing or wrong")


def malformed(message: str) -> ApiError:
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 400, "ERR_MALFORMED_REQUEST", message)


def pubsub_not_found(name: str) -> ApiError:
    message = f"pubsub {name} not found" if name else "pubsub name is empty"
    code, reason = ("NOT_FOUND", "NOT_FOUND") if name else ("EMPTY", "NAME_EMPTY")
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 404, f"ERR_PUBSUB_{code}", message, f"DAPR_PUBSUB_{reason}")


def topic_empty(pubsub: str) -> ApiError:
    message = f"topic is empty in pubsub {pubsub}"
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 404, "ERR_TOPIC_EMPTY", message, "DAPR_PUBSUB_TOPIC_NAME_EMPTY")


def topic_unknown(pubsub: str, topic: str) -> ApiError:
    """Topics are never made by publishing (as with Kafka when auto-creation is off)."""
    message = f"error when publishing to topic {topic} in pubsub {pubsub}: the topic does not exist"
    return publish_failed(message)


def publish_failed(message: str) -> ApiError:
    return ApiError(grpc.StatusCode.INTERNAL, 500, "ERR_PUBSUB_PUBLISH_MESSAGE", message, "DAPR_PUBSUB_PUBLISH_MESSAGE")


def log_unavailable(message: str) -> ApiError:
    """The database is away or the sidecar is stopping: nothing was acknowledged, try again."""
    return ApiError(
        grpc.StatusCode.UNAVAILABLE, 503, "ERR_PUBSUB_PUBLISH_MESSAGE", message, "DAPR_PUBSUB_PUBLISH_MESSAGE"
    )


def event_malformed(topic: str, pubsub: str, why: str) -> ApiError:
    message = f"error when unmarshaling the request for topic {topic} pubsub {pubsub}: {why}"
    return ApiError(
        grpc.StatusCode.INVALID_ARGUMENT, 400, "ERR_PUBSUB_EVENTS_SER", message, "DAPR_PUBSUB_UNMARSHAL_EVENTS"
    )


def cloud_event_malformed(why: str) -> ApiError:
    message = f"cannot create cloudevent: {why}"
    return ApiError(
        grpc.StatusCode.INVALID_ARGUMENT,
        400,
        "ERR_PUBSUB_CLOUD_EVENTS_SER",
        message,
        "DAPR_PUBSUB_CLOUD_EVENT_CREATION",
    )


def state_store_not_found(name: str) -> ApiError:
    message = f"state store {name} is not found"
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 400, "ERR_STATE_STORE_NOT_FOUND", message, "DAPR_STATE_NOT_FOUND")


def etag_mismatch(operation: str, store: str, key: str) -> ApiError:
    message = f"failed {operation} in state store {store}: possible etag mismatch. key: {key}"
    code = "ERR_STATE_DELETE" if operation.startswith("deleting") else "ERR_STATE_SAVE"
    return ApiError(grpc.StatusCode.ABORTED, 409, code, message)


def state_failed(code: str, message: str) -> ApiError:
    return ApiError(grpc.StatusCode.INTERNAL, 500, code, message)


def state_unavailable(code: str, message: str) -> ApiError:
    return ApiError(grpc.StatusCode.UNAVAILABLE, 503, code, message)


def secret_store_not_found(name: str) -> ApiError:
    message = f"failed finding secret store with key {name}"
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 401, "ERR_SECRET_STORE_NOT_FOUND", message)


def secret_missing(store: str, key: str) -> ApiError:
    message = f"failed getting secret with key {key} from secret store {store}: secret {key} not found"
    return ApiError(grpc.StatusCode.INTERNAL, 500, "ERR_SECRET_GET", message)


def invocation_failed(app_id: str, why: str) -> ApiError:
    message = f"failed to invoke, id: {app_id}, err: {why}"
    return ApiError(grpc.StatusCode.INTERNAL, 500, "ERR_DIRECT_INVOKE", message)


def invocation_without_app() -> ApiError:
    message = "failed getting app id either from the URL path or the header dapr-app-id"
    return ApiError(grpc.StatusCode.NOT_FOUND, 404, "ERR_DIRECT_INVOKE", message)


def state_operation_unknown(operation: str) -> ApiError:
    message = f"operation type {operation} not supported"
    return ApiError(grpc.StatusCode.INVALID_ARGUMENT, 400, "ERR_NOT_SUPPORTED_STATE_OPERATION", message)
