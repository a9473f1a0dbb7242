import socket
from pathlib import Path

from local.composition import UNBOUNDED, background, people_serving, public_function, sidecar_config
from local.equipment import Equipment, SidecarDoor
from shared import catalogue
from shared.events import DEAD_LETTERS


def test_every_function_runs_in_exactly_one_worker() -> None:
    known = catalogue.load()
    assert sorted((*people_serving(known), *background(known))) == sorted(known.functions)


def test_functions_with_routes_serve_people() -> None:
    known = catalogue.load()
    with_routes = {name for name, function in known.functions.items() if function.routes}
    assert with_routes <= set(people_serving(known))
    assert public_function(known) in people_serving(known)


def test_the_sidecar_knows_every_function_and_every_subscription_of_the_catalogue(tmp_path: Path) -> None:
    known = catalogue.load()
    with socket.socket() as any_socket:
        equipment = Equipment(tmp_path, tmp_path, "", SidecarDoor(any_socket, "t"), None, any_socket, {}, 0)
        config = sidecar_config(known, equipment)
    assert {app.app_id: app.max_concurrency for app in config.apps} == {
        name: function.concurrency or UNBOUNDED for name, function in known.functions.items()
    }
    declared = {(name, wanted.topic) for name, f in known.functions.items() for wanted in f.subscribes}
    assert {(each.app_id, each.topic) for each in config.subscriptions} == declared
    for each in config.subscriptions:
        assert each.route == ("/bulk" if each.bulk else "/")
        assert each.dead_letter_topic == (None if each.fanout or each.topic == DEAD_LETTERS else DEAD_LETTERS)
