"""What starting as root changes above the checkout, and that it says so."""

from pathlib import Path

import pytest

from config.embedded.ownership import let_pass


def test_a_closed_folder_becomes_passable_and_is_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o700)
    let_pass(tmp_path)
    let_pass(tmp_path)
    assert (oct(tmp_path.stat().st_mode), capsys.readouterr().err) == (
        "0o40701",
        f"PostgreSQL does not run as root, so other accounts may now pass through {tmp_path} (not list it). "
        f"To undo: chmod o-x {tmp_path}\n",
    )
