"""Own words of every paper are kept here, whichever room declares it."""

from turnabout.foundation.common.own_texts import finds_versions
from turnabout.frame.content.versions import version_kept

finds_versions(version_kept)
