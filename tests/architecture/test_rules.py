"""What the walls of imports cannot show: who vouches for HTML, who publishes, how small things stay."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.places import CHECKOUT

FOLDERS = ("config", "realtime", "forum", "bench")
MODULES = [
    path
    for folder in FOLDERS
    for path in sorted((CHECKOUT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((CHECKOUT / "templates").rglob("*.html"))
STYLES = sorted((CHECKOUT / "static" / "css").rglob("*.css"))
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
# To ask for rows, or for those related to one, past the selectors. What a selector gives may be narrowed, and with
# `.all()` what it has fetched already is read.
ROWS = re.compile(
    r"\.objects\b|\.refresh_from_db\(|\.\w+\.get\(\w+="
    r"|\.\w+\.(aggregate|annotate|count|create|delete|exclude|exists|filter|first|get_or_create|in_bulk|last"
    r"|only|order_by|prefetch_related|select_for_update|select_related|update|update_or_create|values_list)\("
)
FEATURES = {
    path.parent.name for part in ("urls", "selectors") for path in (CHECKOUT / "forum").glob(f"*/{part}*")
}
PARTS = {
    *("urls", "views", "forms", "handlers", "actions", "policies", "selectors", "models", "events", "tasks"),
}
SHAPELESS_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base",
    "stuff",
}


def name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def names_called(module: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(module) if isinstance(node, ast.Call))
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def test_every_module_says_in_a_line_why_it_exists() -> None:
    assert [name(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_modules_and_functions_stay_small() -> None:
    long_modules = [name(path) for path in MODULES if len(path.read_text().splitlines()) > LONGEST_MODULE]
    long_functions = [
        f"{name(path)}: {function.name}"
        for path in MODULES
        for function in functions(tree(path))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert (long_modules, long_functions) == ([], [])


def test_scripts_stay_small() -> None:
    scripts = (CHECKOUT / "static" / "js").rglob("*.js")
    assert [name(path) for path in scripts if len(path.read_text().splitlines()) > LONGEST_MODULE] == []


def test_no_module_has_a_name_that_could_hold_anything() -> None:
    named_by_django = {"config/postgresql/base.py"}  # where it looks for a database backend
    shapeless = {name(path) for path in MODULES if path.stem in SHAPELESS_NAMES}
    assert shapeless - named_by_django == set()


def test_html_is_vouched_for_in_one_place() -> None:
    vouching = {"mark_safe", "SafeString", "SafeText"}
    elsewhere = [
        name(path)
        for path in MODULES
        if names_called(tree(path)) & vouching and not name(path).startswith("forum/core/markup")
    ]
    templates = [
        name(path)
        for path in TEMPLATES
        if re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", path.read_text(encoding="utf-8"))
    ]
    assert (elsewhere, templates) == ([], [])


def test_only_actions_publish_events() -> None:
    publishing = [name(path) for path in MODULES if "publish" in names_called(tree(path))]
    elsewhere = [path for path in publishing if not re.search(r"/actions(/|\.py$)", path)]
    assert elsewhere == []


def test_whatever_checks_words_to_store_them_asks_whether_they_identify_a_patient() -> None:
    checking, guarding = {"checked_body", "checked_opening", "checked_words"}, {"guarded", "require_guarded"}
    found = {name(path): names_called(tree(path)) for path in MODULES}
    stores = {path for path, called in found.items() if called & checking and "/actions/" in path}
    defining = {"forum/chat/actions/words.py", "forum/discussions/actions/bodies.py"}
    assert {path for path in stores - defining if not found[path] & guarding} == set()
    assert {"forum/chat/actions/sending.py", "forum/discussions/actions/replies.py"} <= stores - defining


def test_whatever_stores_a_line_that_somebody_typed_asks_about_it_too() -> None:
    """A reason, a note, a remark: asked about where it is stored, or by the log in which it stands."""
    asking = {
        "ask_in",
        "ask_once_in",
        "ask_first",
        "note_change",
        "note_carried",
        "require_guarded",
        "guarded",
    }
    found = {name(path): names_called(tree(path)) for path in MODULES if "/actions/" in name(path)}
    typed = {"on_one_line", "reason_of_removal"}
    stores = {path for path, called in found.items() if called & typed}
    defining = {"forum/communities/actions/removals.py"}
    assert {path for path in stores - defining if not found[path] & asking} == set()
    assert {"forum/moderation/actions/claiming.py", "forum/communities/actions/measures.py"} <= stores


def test_every_event_has_its_line_in_the_table() -> None:
    parts = sorted((CHECKOUT / "forum" / "wiring").glob("*.py"))
    table = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    lines = re.findall(r"^    connect\((\w+)\.(\w+)", table, re.MULTILINE)
    events = [
        (path.relative_to(CHECKOUT / "forum").parts[0], node.name)
        for pattern in ("*/events.py", "*/events/*.py")
        for path in (CHECKOUT / "forum").glob(pattern)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and path.parent.name != "core"
    ]
    assert sorted(lines) == sorted(events)


def test_views_ask_selectors_and_leave_rows_to_actions() -> None:
    views = [path for path in MODULES if "views" in path.relative_to(CHECKOUT).as_posix()]
    found = [(name(path), asked[0]) for path in views for asked in ROWS.finditer(path.read_text("utf-8"))]
    assert found == []


def test_modules_beside_the_parts_of_a_feature_ask_for_no_rows() -> None:
    """They know something, or are doors that a library asks for; rows are read by selectors and changed by actions."""
    doors = {"forum/people/backends.py"}  # the framework has it find the person of a session
    beside = [
        path
        for path in (CHECKOUT / "forum").glob("*/**/*.py")
        if path.relative_to(CHECKOUT / "forum").parts[0] in FEATURES
        and path.relative_to(CHECKOUT / "forum").parts[1].removesuffix(".py") not in PARTS
    ]
    asking = {name(path) for path in beside if re.search(r"\.objects\b", path.read_text("utf-8"))}
    assert (len(beside) > len(FEATURES), asking) == (True, doors)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Post.objects.get(pk=1)", True),
        ("post.topic.refresh_from_db(fields=[name])", True),
        ('post.attachments.order_by("name")', True),
        ("topic.posts.get(number=2)", True),
        ("posts_visible_to(actor).filter(pk=number)", False),
        ("any(row.pinned_at for row in topic.placements.all())", False),
        ('request.GET.get("q", "")', False),
    ],
)
def test_rows_are_asked_for_through_models_and_what_is_related_to_them(words: str, asks: bool) -> None:
    assert (ROWS.search(words) is not None) is asks


def test_the_environment_is_read_in_config_only() -> None:
    readers = [
        name(path) for path in MODULES if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert [path for path in readers if not path.startswith(("config/", "bench/"))] == []


def test_no_request_dictionary_is_unpacked_into_a_query() -> None:
    unpacked = re.compile(r"(filter|exclude|order_by|get|create|update)\([^)]*\*\*?request\.")
    assert [name(path) for path in MODULES if unpacked.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline script", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>"),
        ("inline style", r"<style\b|\sstyle="),
        ("inline handler", r"\son[a-z]+="),
        ("handler that needs eval", r"hx-on[:=]|hx-vals=['\"]js:"),
        ("foreign origin", r"(src|href)=[\"'](https?:)?//"),
    ],
)
def test_templates_hold_nothing_that_the_content_security_policy_forbids(what: str, pattern: str) -> None:
    found = [name(path) for path in TEMPLATES if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert found == [], what


def test_styles_win_by_layers_and_not_by_force() -> None:
    assert [name(path) for path in STYLES if "!important" in path.read_text(encoding="utf-8")] == []


@pytest.mark.xdist_group("one process")
def test_tests_of_one_group_share_a_process(request: pytest.FixtureRequest, worker_id: str) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@one process")
