"""The pages of an application as forms."""

from turnabout.joining.applications.forms.hours import HoursForm
from turnabout.joining.applications.forms.step import StepForm

__all__ = ["HoursForm", "StepForm"]
