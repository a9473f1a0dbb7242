"""What Kafka does by itself: kafka-python produces and consumes events of the same size, no Dapr and no function between."""

from __future__ import annotations

import threading
import time

import orjson
from kafka import KafkaConsumer, KafkaProducer

from shared.jobs import topics
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.real.content import TOPIC_PARTITIONS, event

_BULK, _PACED = "bench-kafka-bulk", "bench-kafka-paced"
_SILENCE_MS = 5_000


def limits(brokers: str, count: int, rate: int, seconds: int) -> list[Figure]:
    """Producing and consuming `count` events, each as fast as it goes; then `rate` events a second end to end."""
    topics.make({"bootstrap_servers": brokers}, dict.fromkeys((_BULK, _PACED), TOPIC_PARTITIONS))
    produced, consumed = _produce(brokers, count), _consume(brokers, count)
    taken = _paced(brokers, rate, seconds)
    name = f"limit: Kafka alone, {rate}/s end to end"
    return [
        Figure("limit: Kafka alone, produced (acks=all)", count / produced, "events/s"),
        Figure("limit: Kafka alone, consumed", count / consumed, "events/s"),
        Figure(f"{name}: median", in_ms(taken, 0.5), "ms"),
        Figure(f"{name}: p95", in_ms(taken, 0.95), "ms"),
    ]


def _produce(brokers: str, count: int) -> float:
    producer = KafkaProducer(bootstrap_servers=brokers, acks="all", linger_ms=5)
    events = [event(number, "bulk") for number in range(count)]
    started = time.perf_counter()
    for number, each in enumerate(events):
        producer.send(_BULK, each, key=str(number).encode())
    producer.flush()
    taken = time.perf_counter() - started
    producer.close()
    return taken


def _consume(brokers: str, count: int) -> float:
    consumer = _consumer(brokers, _BULK, "earliest")
    seen, started = 0, 0.0
    for _ in consumer:
        started = started or time.perf_counter()
        seen += 1
        if seen == count:
            break
    taken = time.perf_counter() - started
    consumer.close()
    if seen < count:
        raise SystemExit(f"Kafka gave back {seen} of {count} events.")
    return taken


def _paced(brokers: str, rate: int, seconds: int) -> list[float]:
    """Seconds from an event's making to its arrival, each."""
    consumer = _consumer(brokers, _PACED, "earliest")
    arriving = threading.Thread(target=lambda: taken.extend(_ages(consumer, rate * seconds)))
    taken: list[float] = []
    arriving.start()
    producer = KafkaProducer(bootstrap_servers=brokers, acks="all", linger_ms=0)
    started = time.perf_counter()
    for number in range(rate * seconds):
        time.sleep(max(0.0, started + number / rate - time.perf_counter()))
        producer.send(_PACED, event(number, "paced"), key=str(number).encode())
    producer.flush()
    producer.close()
    arriving.join()
    consumer.close()
    return taken


def _ages(consumer: KafkaConsumer, count: int) -> list[float]:
    ages: list[float] = []
    for record in consumer:
        ages.append(time.perf_counter() - orjson.loads(record.value)["data"]["made"])
        if len(ages) == count:
            break
    return ages


def _consumer(brokers: str, topic: str, beginning: str) -> KafkaConsumer:
    return KafkaConsumer(topic, bootstrap_servers=brokers, auto_offset_reset=beginning, consumer_timeout_ms=_SILENCE_MS)
