import json
import subprocess
import sys

import pytest

from tests.matching.shell.test_command import APPLICATIONS
from turnabout.cli import main


@pytest.fixture
def folder(tmp_path):
    """What a run wrote, and its plan as data to be changed."""
    (tmp_path / "all.csv").write_text(APPLICATIONS)
    assert main(["match", str(tmp_path / "all.csv"), "--out", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def changed(folder, name, change):
    path = folder / name
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", "utf-8")


def verdict(folder, capsys):
    capsys.readouterr()
    status = main(["verify-plan", str(folder)])
    told = capsys.readouterr()
    return status, (told.out or told.err).strip().removeprefix("turnabout: ")


def test_anybody_checks_a_plan_without_the_solver(folder):
    code = (
        "import sys\nfrom turnabout.cli import main\n"
        f"assert main(['verify-plan', {str(folder)!r}]) == 0\n"
        "used = [one for one in sys.modules if 'ortools' in one or 'numba' in one]\n"
        "assert not used, used\n"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (told.stdout, told.stderr) == ("Optimal: no plan is better.\n", "")


def test_a_plan_that_was_touched_is_found_out(folder, capsys):
    changed(folder, "plan.json", lambda plan: plan["pairs"][0].update(score=99))

    assert verdict(folder, capsys) == (
        1,
        "The plan does not hold: a score is not what the rules give.",
    )


def test_a_pair_that_was_taken_out_is_missed(folder, capsys):
    changed(folder, "plan.json", lambda plan: plan["pairs"].pop())

    assert verdict(folder, capsys) == (
        1,
        "The plan does not reach the figures that are written beside it.",
    )


def test_an_empty_plan_is_not_best_because_somebody_sets_a_least_score(folder, capsys):
    def forge(plan):
        nobody = [-(10**12), 0]
        for side in ("mentor", "mentee"):
            plan["proof"][f"{side}_prices"] = [nobody for _ in plan["proof"][f"{side}_prices"]]
            plan["counts"][f"served_{side}s"] = 0
        reached = dict.fromkeys(plan["proof"]["reached"], 0)
        plan["proof"].update(score_from=10**6, value=[0, 0], bound=[0, 0], reached=reached)
        plan["counts"].update(places=0, wanted_filled=0, total=0)
        plan["pairs"] = []

    changed(folder, "plan.json", forge)

    assert verdict(folder, capsys) == (
        1,
        "The plan does not hold: a least score is asked of pairs that no floor proves.",
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            lambda plan: plan["counts"].update(total=999),
            "The plan does not hold: a figure is not what the pairs give.",
        ),
        (
            lambda plan: plan["counts"].update(places=99),
            "The plan does not hold: a figure is not what the pairs give.",
        ),
        (
            lambda plan: plan["counts"].update(mentors=99),
            "This plan was made of other people or other rules than those in the folder.",
        ),
        (
            lambda plan: plan["pairs"][0].update(pinned=True),
            "The plan does not hold: a pair is not pinned as the rules say.",
        ),
    ],
)
def test_a_figure_that_was_touched_is_found_out(folder, change, what, capsys):
    changed(folder, "plan.json", change)

    assert verdict(folder, capsys) == (1, what)


def test_violators_are_counted_anew(folder, capsys):
    changed(folder, "plan.json", lambda plan: plan["proof"].update(violators=1))

    assert verdict(folder, capsys) == (
        1,
        "The plan does not reach the figures that are written beside it.",
    )


def test_a_price_that_was_touched_is_found_out(folder, capsys):
    def dearer(plan):
        plan["proof"]["mentor_prices"][0][0] += 7_000_000

    changed(folder, "plan.json", dearer)

    status, sentence = verdict(folder, capsys)

    assert status == 1
    assert sentence.startswith("The prices do not give the bound that is written: ")


@pytest.mark.parametrize("name", ["people.json", "rules.toml"])
def test_other_people_or_rules_are_found_out(folder, name, capsys):
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace("Film", "Films").replace("Change", "Alter"), "utf-8")

    assert verdict(folder, capsys) == (
        1,
        "This plan was made of other people or other rules than those in the folder.",
    )


def test_a_plan_with_a_gap_says_how_far_it_is(folder, capsys):
    def both(plan):
        leave_one_out(plan)
        plan["proof"].update(written(folder, plan))
        plan["proof"]["bound"][1] += 1  # what a run that was ended early says of the draw

    changed(folder, "plan.json", both)
    status, sentence = verdict(folder, capsys)

    assert (status, sentence.startswith("Not proven best: up to ")) == (0, True)


def leave_one_out(plan):
    plan["pairs"].pop()
    (left,) = plan["pairs"]
    one = dict.fromkeys(("served_mentors", "served_mentees", "places"), 1)
    plan["counts"].update(one, wanted_filled=2, total=left["score"])


def written(folder, plan):
    """The figures that honest hands would write beside a plan with one pair less."""
    from turnabout.joining.matching.engine import check_proof
    from turnabout.joining.matching.shell.evidence import read_evidence

    changed(folder, "plan.json", leave_one_out)
    evidence = read_evidence(folder)
    checked = check_proof(evidence.problem, evidence.plan)
    return {"value": checked.value, "reached": checked.reached, "bound": [*checked.bound]}


def test_a_fairest_plan_is_checked_with_its_floor(tmp_path, capsys):
    (tmp_path / "all.csv").write_text(APPLICATIONS)
    rules = tmp_path / "rules.toml"
    main(["match", str(tmp_path / "all.csv"), "--write-rules", str(rules)])
    rules.write_text(rules.read_text("utf-8").replace("fairest = false", "fairest = true"), "utf-8")
    out = tmp_path / "out"
    main(["match", str(tmp_path / "all.csv"), "--rules", str(rules), "--out", str(out)])

    assert verdict(out, capsys) == (0, "Optimal: no plan is better.")
    if json.loads((out / "plan.json").read_text("utf-8"))["floor"]:
        changed(out, "plan.json", lambda plan: plan["floor"].update(score_from=1))
        assert verdict(out, capsys)[0] == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"counts": 3}', "not json"])
def test_files_that_no_run_wrote_are_refused(folder, text, capsys):
    (folder / "plan.json").write_text(text, "utf-8")

    assert verdict(folder, capsys) == (
        1,
        "out: the files are not as a run writes them. Run the matching again.",
    )


def test_a_folder_without_a_plan_is_refused(tmp_path, capsys):
    assert verdict(tmp_path / "none", capsys) == (
        1,
        "none: people.json cannot be read. Name a folder that a run wrote with --out.",
    )
