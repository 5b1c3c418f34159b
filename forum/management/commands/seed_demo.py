"""Fill an empty installation with the demo network, so that there is something to see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forum.core.verdicts import Refused
from forum.demo.description import read_description
from forum.demo.loader import PASSWORD, SIGN_INS, seed_demo


class Command(BaseCommand):
    """Thin: asks the loader and says how to sign in."""

    help = "Fill an empty installation with invented people, communities and conversations. Runs once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the network and print its sign-ins. Raises CommandError with a sentence."""
        told = read_description()
        try:
            is_new = seed_demo(told, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        topics = [topic for community in told.communities for topic in community.topics]
        posts = sum(len(topic.posts) for topic in topics)
        said = "The demo network is ready" if is_new else "The demo network is here already"
        self.stdout.write(
            f"{said}: {len(told.people)} people, {len(told.communities)} communities, "
            f"{len(topics)} topics, {posts} posts."
        )
        self.stdout.write(f"Sign in at {settings.ORIGIN}/accounts/login/ with the password: {PASSWORD}")
        emails = {person.handle: person.email for person in told.people}
        for role, handle in SIGN_INS.items():
            self.stdout.write(f"  {role:<12} {emails[handle]}")
