from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.checks import broken_rules
from turnabout.joining.matching.engine.rules import HardRule
from turnabout.joining.matching.problem import load_with_members
from turnabout.joining.matching.rules import RunRules


def rules_against(
    programme: Programme, mentor: Membership, mentee: Membership, rules: RunRules
) -> list[HardRule]:
    """The rules that may be named and that this pair would break. Nothing private is asked."""
    problem, _members = load_with_members(
        programme, rules=rules, salt="", only=(mentor.pk, mentee.pk)
    )
    if not problem.mentors or not problem.mentees:
        return []
    return broken_rules(problem.rules.hard, problem.mentors[0], problem.mentees[0])
