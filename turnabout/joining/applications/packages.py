"""Learning paths as a mentee may begin with them: up to three wishes, each with its goal."""

from dataclasses import dataclass

from turnabout.frame.topics.paths import LearningPath, load_paths
from turnabout.frame.topics.queries import name_of
from turnabout.joining.applications.queries import Asked


@dataclass(frozen=True)
class PathShown:
    path: LearningPath
    topics: tuple[str, ...]


def packages_for(asked: Asked) -> list[PathShown]:
    """The paths whose topics this programme offers; none where a mentor is asked."""
    if asked.is_mentor or not asked.takes_wishes:
        return []
    names = {topic.slug: name_of(topic) for group in asked.groups for topic in group.topics}
    return [
        PathShown(path, tuple(names[goal.topic] for goal in path.goals))
        for path in load_paths()
        if all(goal.topic in names for goal in path.goals)
    ]
