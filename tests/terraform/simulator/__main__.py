"""python -m tests.terraform.simulator: a simulated AWS on loopback, at MOTO_PORT, until it is ended. What else moto reads when it is imported
stands in tests/terraform/conftest.py."""

import os

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

from tests.terraform.simulator.application import with_gaps_filled

run_simple(
    "127.0.0.1",
    int(os.environ["MOTO_PORT"]),
    with_gaps_filled(DomainDispatcherApplication(create_backend_app)),
    threaded=True,
    request_handler=MotoRequestHandler,
)
