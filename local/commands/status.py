"""`nudge status`: whether Nudge runs, where, and which processes it consists of."""

import argparse
import json
import time
from pathlib import Path

from local.client import read_status
from local.config import read_settings
from local.instance import read_processes, running_instance

HELP = "tell whether Nudge is running and where"
_STOPPED = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> int:
    instance = running_instance(read_settings().home)
    if instance is None:
        print(json.dumps({"running": False}) if options.json else "Nudge is not running. Start it with `nudge up`.")
        return _STOPPED
    processes = {"guardian": instance.pid, **read_processes(Path(instance.run))}
    told = read_status()
    healthy = told["status"] == "ok"
    if options.json:
        print(
            json.dumps(
                {"running": True, "healthy": healthy, "url": instance.url, "processes": processes, "status": told}
            )
        )
        return 0
    print(f"Nudge is running: {instance.url}")
    print(f"  for {_duration(time.time() - instance.started_at)}")
    print(f"  {told['message']}")
    for each in told["capabilities"]:
        if each["state"] != "works":
            print(f"    {each['name']}: {each['message']}")
    for name, pid in processes.items():
        print(f"  {name:<10} {pid if pid else 'being restarted'}")
    return 0


def _duration(seconds: float) -> str:
    minutes, hours = int(seconds) // 60, int(seconds) // 3600
    if hours >= 48:
        return f"{hours // 24} days"
    if hours >= 1:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{int(seconds)} s"
