"""Runs the suite on a PostgreSQL of its own: `python -m tests.on_postgres [pytest arguments]`.

pg_virtualenv makes a throw-away cluster (as root and as a plain user); `provision_database` makes
the logins; pytest runs as the app login and migrates as the owner. It stops by itself.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

INSIDE = "EINKLANG_TEST_CLUSTER"
PASSWORD = "nur-fuer-tests"
FASTER = ("-o", "fsync=off", "-o", "synchronous_commit=off", "-o", "full_page_writes=off")


def url(user: str, password: str, database: str) -> str:
    host, port = os.environ.get("PGHOST", "localhost"), os.environ.get("PGPORT", "5432")
    return f"postgres://{quote(user)}:{quote(password)}@{host}:{port}/{database}"


def inside(arguments: list[str], var: str) -> int:
    """In the cluster: roles and logins, tables as their owner, then the suite as the app login."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PG")},
        "EINKLANG_VAR": var,
        "EINKLANG_LOGIN_PASSWORD": PASSWORD,
        "EINKLANG_ADMIN_DATABASE_URL": url(
            os.environ["PGUSER"], os.environ["PGPASSWORD"], "postgres"
        ),
    }
    owner = url("einklang_owner", PASSWORD, "einklang")
    manage = [sys.executable, "manage.py"]
    for step, database in (
        (["provision_database"], ""),
        (["migrate", "-v", "0"], owner),  # gives the rights, too
    ):
        done = subprocess.run(
            [*manage, *step],
            env={**environment, "DATABASE_URL": database},
            check=False,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode:
            return done.returncode
    environment |= {
        "DATABASE_URL": url("einklang_all", PASSWORD, "einklang"),
        "EINKLANG_OWNER_DATABASE_URL": owner,
    }
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """pytest's exit code. It travels in a file: told of a failure, pg_virtualenv prints its log."""
    if os.environ.get(INSIDE):
        with tempfile.TemporaryDirectory(prefix="einklang-test-") as var:
            Path(os.environ[INSIDE]).write_text(str(inside(sys.argv[1:], var)))
        return 0
    if not shutil.which("pg_virtualenv"):
        print(
            "PostgreSQL is missing. As root: "
            "apt-get update && apt-get install -y postgresql postgresql-common",
            file=sys.stderr,
        )
        return 1
    command = ["pg_virtualenv", "-t", *FASTER, sys.executable, "-m", "tests.on_postgres"]
    with tempfile.NamedTemporaryFile() as code:
        me = pwd.getpwuid(os.geteuid()).pw_name  # after `su`, USER is still somebody else
        environment = {**os.environ, "USER": me, INSIDE: code.name}
        ended = subprocess.run([*command, *sys.argv[1:]], env=environment, check=False).returncode
        return ended or int(Path(code.name).read_text() or 1)


if __name__ == "__main__":
    sys.exit(main())
