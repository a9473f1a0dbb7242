"""State items between gRPC messages and the stores' own terms."""

from collections.abc import Mapping

from dapr.proto.common.v1 import common_pb2
from dapr.proto.runtime.v1 import state_pb2

from local.sidecar import errors
from local.sidecar.services import expiry
from local.sidecar.state import Change, Item
from local.sidecar.stores import ttl_of


def bulk_item(key: str, item: Item | None) -> state_pb2.BulkStateItem:
    if item is None:
        return state_pb2.BulkStateItem(key=key)
    return state_pb2.BulkStateItem(key=key, data=item.value, etag=item.etag, metadata=expiry(item))


def upsert(item: common_pb2.StateItem, common: Mapping[str, str] | None = None) -> Change:
    ttl = ttl_of({**(common or {}), **item.metadata})
    return Change(item.key, item.value, item.etag.value or None, _first_write(item.options), ttl)


def delete(item: common_pb2.StateItem | state_pb2.DeleteStateRequest) -> Change:
    return Change(item.key, None, item.etag.value or None, _first_write(item.options))


def operation(operation: state_pb2.TransactionalStateOperation, common: Mapping[str, str]) -> Change:
    if operation.operationType == "upsert":
        return upsert(operation.request, common)
    if operation.operationType == "delete":
        return delete(operation.request)
    raise errors.state_operation_unknown(operation.operationType)


def _first_write(options: common_pb2.StateOptions) -> bool:
    return options.concurrency == common_pb2.StateOptions.StateConcurrency.CONCURRENCY_FIRST_WRITE
