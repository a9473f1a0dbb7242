"""What a cluster runs once and to its end, without a sidecar: topics, tables, the reading role, and the call that wakes a function by the clock.

Secrets come as variables that the platform fills from its Secrets: NUDGE_SECRET_DATABASE_URL and the like.
"""
