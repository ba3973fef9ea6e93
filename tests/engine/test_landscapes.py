"""Landscapes are losses at other parameters, and a path finds its places on them."""

import numpy as np
import pytest

from neuroglow.runtime import WasmEngine
from tests.engine.nets import Array, Net, examples, split_layers

SIZES = (2, 4, 3, 1)
WIDTH, HEIGHT = 5, 4


def net() -> Net:
    x, y = examples(2, 1, 150)
    return Net(WasmEngine(), SIZES, ("tanh", "relu", "identity"), "half_sse", x, y, init="pytorch")


def directions_of(made: Net, seed: int = 0) -> Array:
    directions = made.engine.zeros((2, len(made.params)))
    made.call("random_directions", seed=seed, directions=directions)
    return directions


def test_a_direction_is_as_long_as_each_neuron() -> None:
    made = net()
    for direction in directions_of(made):
        layers = zip(split_layers(direction, SIZES), made.layers(), strict=True)
        for (weights, biases), (own, own_biases) in layers:
            drawn = (weights**2).sum(1) + biases**2
            assert drawn == pytest.approx((own**2).sum(1) + own_biases**2)


def test_directions_follow_from_their_seed_and_differ() -> None:
    made = net()
    one, other = directions_of(made, 3), directions_of(made, 3)
    assert one.tobytes() == other.tobytes()
    assert abs(one - directions_of(made, 4)).max() > 0.1
    assert abs(one[0] - one[1]).max() > 0.1


def test_a_neuron_of_zeros_gets_a_direction_all_the_same() -> None:
    made = net()
    made.params[:] = 0
    weights, biases = split_layers(directions_of(made)[0], SIZES)[1]
    assert (weights**2).sum(1) + biases**2 == pytest.approx(np.ones(3))


def test_a_landscape_is_the_loss_at_every_place() -> None:
    made = net()
    made.arrays["muted"] = made.engine.array([3], np.int32)
    centre, directions = made.engine.array(made.params), directions_of(made)
    bounds, losses = made.engine.array([-1, 2, -0.5, 0.5]), made.engine.zeros(WIDTH * HEIGHT)
    losses[:] = -1
    given = {"centre": centre, "directions": directions, "bounds": bounds, "width": WIDTH, "height": HEIGHT}
    made.call("landscape", first=3, count=2, losses=losses, **given)
    assert (losses >= 0).nonzero()[0].tolist() == [3, 4]
    made.call("landscape", first=0, count=3, losses=losses, **given)
    made.call("landscape", first=5, count=WIDTH * HEIGHT - 5, losses=losses, **given)
    us, vs = -1 + 3 * (np.arange(WIDTH) + 0.5) / WIDTH, 0.5 - (np.arange(HEIGHT) + 0.5) / HEIGHT
    for place, (v, u) in enumerate((v, u) for v in vs for u in us):
        made.params[:] = centre + u * directions[0] + v * directions[1]
        made.call("evaluate")
        assert losses[place] == pytest.approx(made.result[0], rel=1e-12)


def test_a_place_is_found_again_and_what_is_beside_the_plane_does_not_matter() -> None:
    made = net()
    centre, directions = made.engine.array(made.params), directions_of(made)
    beside = np.random.default_rng(0).normal(size=len(centre))
    plane = np.linalg.qr(directions.T)[0]
    beside -= plane @ (plane.T @ beside)
    place = made.engine.zeros(2)
    for u, v in [(0, 0), (1, 0), (-0.3, 2.5)]:
        made.params[:] = centre + u * directions[0] + v * directions[1] + beside
        made.call("project", centre=centre, directions=directions, place=place)
        assert place == pytest.approx([u, v], abs=1e-9)


def test_parallel_directions_have_no_places() -> None:
    made = net()
    centre, directions, place = made.engine.array(made.params), directions_of(made), made.engine.zeros(2)
    directions[:] = 0
    directions[:, 4] = 1
    made.params[4] += 1
    made.call("project", centre=centre, directions=directions, place=place)
    assert place.tolist() == [0, 0]
