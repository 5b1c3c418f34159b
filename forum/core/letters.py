"""Mail to one person, from a template for its subject and one for its words."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from procrastinate import RetryStrategy

QUEUE = "mail"
# A mail server may be away for hours; what it has taken is never handed to it again.
TRIES = RetryStrategy(max_attempts=8, exponential_wait=4)


def send_letter(name: str, *, to: str, context: Mapping[str, Any]) -> None:
    """Send `mail/<name>.txt` under the subject `mail/<name>_subject.txt`. Called by jobs: it waits for the mail server.

    Templates are plain text with autoescaping off; `site` is the address of this installation, no slash at its end. The
    context holds `network_name` for the subject and the foot.
    """
    values = {"site": settings.ORIGIN, **context}
    subject = " ".join(render_to_string(f"mail/{name}_subject.txt", values).split())
    words = render_to_string(f"mail/{name}.txt", values).strip() + "\n"
    message = EmailMessage(
        f"[{values['network_name']}] {subject}",
        words,
        sent_as(values["network_name"]),
        [to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.send()


def sent_as(network_name: str) -> str:
    """Who letters are from: the installation's address, under the network's name where stewards chose one."""
    if network_name == settings.NETWORK_NAME:
        return settings.DEFAULT_FROM_EMAIL
    return formataddr((network_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
