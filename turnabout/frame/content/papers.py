"""Own words of every paper are kept here, whichever room declares it."""

from turnabout.foundation.common.own_texts import finds_versions
from turnabout.foundation.common.whose_words import loads_wordings
from turnabout.frame.content.versions import version_kept, wordings_of

finds_versions(version_kept)
loads_wordings(wordings_of)
