"""Runs the suite on a PostgreSQL of its own: `python -m tests.on_postgres [pytest arguments]`.

pg_virtualenv makes a throw-away cluster (as root and as a plain user); `provision_database` makes
the logins; pytest runs as the app login and migrates as the owner. It stops by itself.
"""

import os
import shutil
import subprocess
import sys

INSIDE = "EINKLANG_TEST_CLUSTER"
PASSWORD = "nur-fuer-tests"


def url(user: str, password: str, database: str) -> str:
    host, port = os.environ.get("PGHOST", "localhost"), os.environ.get("PGPORT", "5432")
    return f"postgres://{user}:{password}@{host}:{port}/{database}"


def inside(arguments: list[str]) -> int:
    admin = url(os.environ["PGUSER"], os.environ["PGPASSWORD"], "postgres")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PG")},
        "EINKLANG_LOGIN_PASSWORD": PASSWORD,
        "EINKLANG_ADMIN_DATABASE_URL": admin,
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run(
        [*manage, "provision_database"], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    # Made and migrated as the owner of the tables; the suite then is the app login.
    owner = {**environment, "DATABASE_URL": url("einklang_owner", PASSWORD, "einklang")}
    for step in (["migrate", "-v", "0"], ["apply_grants"]):
        subprocess.run([*manage, *step], env=owner, check=True, stdout=subprocess.DEVNULL)
    environment |= {
        "DATABASE_URL": url("einklang_all", PASSWORD, "einklang"),
        "EINKLANG_OWNER_DATABASE_URL": url("einklang_owner", PASSWORD, "einklang"),
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], env=environment, check=False
    ).returncode


def main() -> int:
    if os.environ.get(INSIDE):
        return inside(sys.argv[1:])
    if not shutil.which("pg_virtualenv"):
        print(
            "PostgreSQL is missing. As root: apt-get install -y postgresql postgresql-common",
            file=sys.stderr,
        )
        return 1
    command = ["pg_virtualenv", "-t", sys.executable, "-m", "tests.on_postgres", *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, INSIDE: "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
