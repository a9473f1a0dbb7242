"""What a cluster runs once and to its end, without a sidecar: topics, tables, the reading role, the call that wakes a function by the clock, and the
visit that tests an installation.

Secrets come as variables that the platform fills from its Secrets: NUDGE_SECRET_DATABASE_URL and the like.
"""
