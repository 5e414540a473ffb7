from bench import late
from bench.instances import cohort, sides


def test_a_stand_leads_to_the_pairs_of_its_plan():
    standing = late.stand(cohort(*sides(60, "tight"), "tight"), 1)

    pairs = late.pairs_of(standing, standing.solution)

    assert len(pairs) == len(standing.solution.rows)
    assert {mentor for mentor, _ in pairs} <= set(standing.mentors)


def test_lines_say_how_many_stay_and_that_nobody_is_dropped_at_the_usual_weight():
    rows = [line.split("|")[1:-1] for line in late.lines("surplus", 200, 1)]
    found = {row[3].strip(): [cell.strip() for cell in row] for row in rows}

    usual = found["40"]
    assert (usual[0], usual[1], usual[8]) == ("surplus", "200", "0")
    assert found["all pinned"][7].endswith("100.00 %")
