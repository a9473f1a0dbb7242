"""python -m tests.terraform.simulator PORT: a simulated AWS on loopback, until it is ended."""

import os
import sys

# Before moto reads its settings: policies that AWS itself keeps are there.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
port = int(sys.argv[1])
os.environ["MOTO_PORT"] = str(port)

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

from tests.terraform.simulator.application import with_gaps_filled

run_simple("127.0.0.1", port, with_gaps_filled(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=MotoRequestHandler)
