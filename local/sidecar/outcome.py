"""What an application made of a delivered message."""

from enum import Enum


class Outcome(Enum):
    """SUCCESS: done. RETRY: deliver again. DROP: never again; to the dead-letter topic when there is one."""

    SUCCESS = "SUCCESS"
    RETRY = "RETRY"
    DROP = "DROP"

    @classmethod
    def of_status(cls, status: object) -> "Outcome":
        """Unknown words mean RETRY."""
        return cls.DROP if status == "DROP" else cls.SUCCESS if status == "SUCCESS" else cls.RETRY
