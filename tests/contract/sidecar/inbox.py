"""Where the function of functions-framework puts its events: it is loaded from its file and gets nothing passed in."""

from tests.contract.sidecar.receiver import Receiver

receiver = Receiver("framework")
