"""The applications, topics and subscriptions that the contract suite runs against: data, fit for any sidecar."""

from local.sidecar import Backoff, Bulk, Rule, Subscription

TOPICS = {
    "plain": 4, "many": 8, "routed": 1, "fatal": 1, "news": 2, "slow": 8, "framework": 1, "letters": 1, "late": 1,
}  # fmt: skip
QUICK = Backoff(initial_ms=20, max_ms=40, max_retries=3)
PATIENT = Backoff(max_retries=7)
SUBSCRIPTIONS = (
    Subscription("reader", "pubsub", "plain", "/plain", dead_letter_topic="letters", retries=QUICK),
    Subscription("reader", "pubsub", "many", "/many", "letters", Bulk(50, 20), retries=QUICK),
    Subscription(
        "reader",
        "pubsub",
        "routed",
        "/other",
        retries=QUICK,
        rules=(Rule("a.happened", "/a"), Rule("b.happened", "/b")),
    ),
    Subscription("reader", "pubsub", "fatal", "/fatal", retries=QUICK),
    Subscription("undertaker", "pubsub", "letters", "/letters"),
    Subscription("screen", "broadcast", "news", "/news", bulk=Bulk(20, 20), fanout=True, retries=QUICK),
    Subscription("slow", "pubsub", "slow", "/slow"),
    Subscription("framework", "pubsub", "framework", "/"),
    Subscription("late", "pubsub", "late", "/late", bulk=Bulk(100, 20), retries=PATIENT),
)
CONCURRENCY = {"reader": 8, "undertaker": 1, "screen": 2, "slow": 3, "framework": 2, "late": 4, "elsewhere": 2}
ELSEWHERE = "elsewhere"
"""Has no subscriptions, and on real Dapr no sidecar either: it is reached through an HTTPEndpoint."""
API_TOKEN = "token-of-the-api"
APP_TOKEN = "token-of-the-applications"
SECRETS = {"mail-key": "from the file", "database-url": "postgresql://nowhere"}
