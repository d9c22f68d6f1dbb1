"""What the benchmark compares is one model, however it is loaded."""

from recyclenet.instance.files import check_instance, write_instance
from recyclenet.network.network import build_network
from tests.benchmarks.agreement import assert_agreement
from tests.benchmarks.instances import made_up


def test_the_three_routes_load_the_same_model():
    assert_agreement(made_up(2000))


def test_a_made_up_instance_is_sound_and_as_large_as_wanted(tmp_path):
    instance = made_up(20_000)
    write_instance(instance, tmp_path)
    read, problems = check_instance(tmp_path)
    assert read is not None
    assert not problems
    assert len(build_network(instance)["arcs"]) * 5 == 20_025
    # 13 points, 3 plants: 150 regions x 13 points x 2 + 13 x 3 x 2 + 3 x 4 x 2 + 3 x 1 = 4 005 arcs, in 5 periods
