from bench import late
from bench.instances import cohort, sides


def test_a_stand_leads_to_the_pairs_of_its_plan():
    standing = late.stand(cohort(*sides(60, "tight"), "tight"), 1)

    pairs = late.pairs_of(standing, standing.solution)

    assert len(pairs) == len(standing.solution.rows)
    assert {mentor for mentor, _ in pairs} <= set(standing.mentors)


def test_a_line_says_how_many_stay_and_that_nobody_is_dropped():
    cells = [one.strip() for one in late.lines("surplus", 200, 1)[-1].split("|")[1:-1]]

    assert (cells[0], cells[1], cells[3], cells[8]) == ("surplus", "200", "40", "0")
