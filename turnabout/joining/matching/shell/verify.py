"""`turnabout verify-plan`: check a plan's proof without the solver that made it."""

import argparse
import sys
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching import words
from turnabout.joining.matching.engine.check import check_figures, check_floor, check_proof
from turnabout.joining.matching.engine.errors import ProblemError, ProofError
from turnabout.joining.matching.engine.objective import WORTH
from turnabout.joining.matching.engine.plan import Certificate
from turnabout.joining.matching.shell.evidence import read_evidence
from turnabout.joining.matching.shell.speech import speak


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `turnabout verify-plan`."""
    parser.add_argument("folder", type=Path, help="what `turnabout match --out` wrote")
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the verdict")


def run(arguments: argparse.Namespace) -> int:
    """Say what the proof is worth. A plan that does not hold is a Refusal; the exit is then 1."""
    speak()
    with translation.override(arguments.language):
        return _verify(arguments.folder)


def _verify(folder: Path) -> int:
    evidence = read_evidence(folder)
    if not evidence.is_theirs:
        raise Refusal(
            _("This plan was made of other people or other rules than those in the folder.")
        )
    try:
        checked = check_proof(evidence.problem, evidence.plan)
        is_asked = evidence.problem.rules.fairest
        fair = not is_asked or check_floor(evidence.problem, evidence.plan)
    except (ProofError, ProblemError) as error:
        raise Refusal(_("The plan does not hold: %(what)s.") % {"what": error}) from error
    _refuse_other_figures(checked, evidence.plan.certificate)
    try:
        check_figures(evidence.problem, evidence.plan)
    except ProofError as error:
        raise Refusal(_("The plan does not hold: %(what)s.") % {"what": error}) from error
    if not fair:
        raise Refusal(_("The plan is best, but not proven to have the fairest weakest pair."))
    sys.stdout.write(words.verdict(checked) + "\n")
    return 0


def _refuse_other_figures(checked: Certificate, written: Certificate) -> None:
    if checked.value != written.value or checked.reached != written.reached:
        raise Refusal(_("The plan does not reach the figures that are written beside it."))
    # A run that was ended early may not have come to the draw: only what matters is held to.
    draw = written.is_optimal
    if draw and checked.violators != written.violators:
        raise Refusal(_("The plan does not reach the figures that are written beside it."))
    if checked.bound[WORTH] != written.bound[WORTH] or (draw and checked.bound != written.bound):
        raise Refusal(
            _("The prices do not give the bound that is written: %(bound)s, not %(written)s.")
            % {"bound": checked.bound[0], "written": written.bound[0]}
        )
