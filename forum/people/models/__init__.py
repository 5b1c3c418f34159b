"""The rows that say who a person is."""

from forum.people.models.applications import Application
from forum.people.models.handles import FormerHandle
from forum.people.models.people import HANDLE_PATTERN, People, Person

__all__ = ["HANDLE_PATTERN", "Application", "FormerHandle", "People", "Person"]
