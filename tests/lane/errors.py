"""What keeps the lane from starting, in a sentence for the person at the terminal."""


class LaneError(Exception):
    """The message says what to do."""
