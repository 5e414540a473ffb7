from turnabout.outcomes.figures.groups import merge_small


def groups(**sizes):
    start, made = 0, {}
    for name, size in sizes.items():
        made[name] = frozenset(range(start, start + size))
        start += size
    return made


def told(**sizes):
    return [(merged.label, len(merged.members)) for merged in merge_small(groups(**sizes))]


def test_groups_of_five_stand_alone():
    assert told(North=5, South=6) == [("South", 6), ("North", 5)]


def test_small_groups_are_merged_and_named():
    assert told(North=9, South=3, East=1, West=2) == [("North", 9), ("East, South and West", 6)]


def test_a_single_small_group_takes_the_next_smallest_with_it():
    assert told(North=9, South=5, East=1) == [("North", 9), ("East and South", 6)]


def test_too_few_people_make_no_group():
    assert told(North=2, East=1) == []


def test_people_without_a_unit_have_a_name():
    assert [merged.label for merged in merge_small({"": frozenset(range(5))})] == ["no unit given"]
