"""What recognition brings to a pair's page."""

from turnabout.together.recognition import pair_page

PARTS = pair_page
