"""The containers run what the Procfile names, and refuse to start half configured."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import yaml

from config.embedded.places import CHECKOUT
from config.run import _commands

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]


def procfile() -> dict[str, str]:
    lines = (CHECKOUT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def test_each_process_of_the_procfile_has_a_container_that_runs_it() -> None:
    running = {
        service: part["command"]
        for service, part in SERVICES.items()
        if part.get("image", "").startswith("weft")
    }
    assert running == {
        "migrate": ["python", "manage.py", "migrate", "--no-input"],
        **{name: ["deploy/process", name] for name in procfile()},
    }


def test_a_laptop_runs_the_worker_that_the_procfile_names() -> None:
    assert procfile()["worker"].split() in [["python", *command] for command in _commands(8000)]


def test_a_process_that_the_procfile_does_not_name_is_refused_with_a_sentence() -> None:
    asked = subprocess.run(["deploy/process", "cron"], cwd=CHECKOUT, capture_output=True, text=True)
    assert (asked.returncode, asked.stderr) == (1, "The Procfile has no line “cron”.\n")


def test_what_has_no_safe_default_is_asked_for_with_a_sentence() -> None:
    asked = dict(re.findall(r"\$\{(WEFT_\w+):\?([^}]+)\}", (CHECKOUT / "docker-compose.yml").read_text()))
    assert asked == {
        "WEFT_SECRET_KEY": "Set WEFT_SECRET_KEY in .env to 50 or more random characters.",
        "WEFT_ALLOWED_HOSTS": "Set WEFT_ALLOWED_HOSTS in .env to the host of your forum.",
        "WEFT_EMAIL_URL": "Set WEFT_EMAIL_URL in .env to the server that sends your mail.",
        "WEFT_DATABASE_PASSWORD": "Set WEFT_DATABASE_PASSWORD in .env, letters and digits only.",
    }


def test_every_variable_of_compose_and_settings_is_in_the_operations_table() -> None:
    sources = [
        "docker-compose.yml",
        ".env.example",
        "Procfile",
        "config/settings.py",
        "config/accounts.py",
        "config/environment.py",
        "config/embedded/places.py",
    ]
    text = "".join((CHECKOUT / source).read_text() for source in sources)
    used = set(re.findall(r"WEFT_[A-Z_]+[A-Z]", text))
    inner = set(
        re.findall(r"^      (WEFT_[A-Z_]+):", (CHECKOUT / "docker-compose.yml").read_text(), re.MULTILINE)
    )
    documented = set(
        re.findall(r"`(WEFT_[A-Z_]+[A-Z])(?:`|_<)", (CHECKOUT / "docs" / "operations.md").read_text())
    )
    assert used - inner - documented == set()


def test_each_institution_has_the_variables_that_the_operations_page_names() -> None:
    """Their names hold the institution's, so no search for whole names finds them."""
    source = (CHECKOUT / "config" / "accounts.py").read_text()
    read = set(re.findall(r'its\("([A-Z_]+)"', source)) | set(re.findall(r"upper\(\)}_([A-Z_]+)\"", source))
    named = re.findall(r"`WEFT_OIDC_<NAME>_([A-Z_]+)`", (CHECKOUT / "docs" / "operations.md").read_text())
    assert read == set(named) == {"NAME", "URL", "CLIENT_ID", "SECRET", "TRUST_MAIL"}
    assert {file["path"] for file in SERVICES["web"]["env_file"]} == {"providers.env"}


def test_the_image_holds_every_folder_the_processes_need() -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()
    for folder in ("config", "forum", "realtime", "templates", "static"):
        assert f"COPY {folder} {folder}\n" in dockerfile
        assert f"!{folder}" in ignored
        assert (CHECKOUT / folder).is_dir()
