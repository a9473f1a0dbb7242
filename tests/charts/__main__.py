"""`python -m tests.charts` fetches and builds the tools before the tests, where one can see that it goes on."""

import sys

from tests.charts.programs import checkov, program
from tests.charts.schemas import schemas
from tests.lane.errors import LaneError


def main() -> int:
    try:
        for tool in ("helm", "kubeconform", "kube-score", "actionlint"):
            program(tool)
        schemas()
        checkov()
    except LaneError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
