from dataclasses import replace

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.checks import broken_rules
from turnabout.joining.matching.engine.rules import HardRule
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.problem import load_with_members
from turnabout.joining.matching.rules import RunRules


def rules_in_force(programme: Programme) -> RunRules:
    """What the living pairs were matched by: the rules of the run that was published last."""
    published = Run.objects.filter(programme=programme).exclude(published_at=None)
    latest = published.order_by("-published_at").first()
    if latest is None:
        return RunRules.of(programme)
    return replace(RunRules.from_data(latest.rules), keep="", supposes=())


def supposed_of(run: Run) -> list[Membership]:
    """Who takes one partner more in this run than she said."""
    supposes = run.rules.get("supposes", [])
    people = {one.partition(":")[2] for one in supposes}
    members = Membership.objects.filter(programme=run.programme_id, person__public_id__in=people)
    found = {
        f"{member.role}:{member.person.public_id}": member
        for member in members.select_related("person")
    }
    return [found[one] for one in dict.fromkeys(supposes) if one in found]


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
