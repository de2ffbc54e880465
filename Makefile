# Everything a fresh Debian with Python 3.11, git and make needs to run, test and measure Einklang.
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8000
VENV := python3-venv:import ensurepip
# An environment that was interrupted while it was made has no pip yet.
install = { $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; } \
	&& $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
	|| { echo "Python packages could not be installed. Is the network there? Then try again."; exit 1; }
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test debian lint bench proof oracle

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/'

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Einklang needs Python 3.11 or newer as python3."; exit 1; }
	@./.ci/need "$(VENV)"
	@python3 -m venv .venv || { rm -rf .venv; exit 1; }

.venv/run.ok: requirements/run.txt | .venv/bin/python
	@echo "Installing what Einklang needs ..."
	@$(call install,$<)
	@touch $@

.venv/test.ok: requirements/test.txt .venv/run.ok
	@echo "Installing what the tests need ..."
	@$(call install,$<)
	@touch $@

run: .venv/run.ok ## demo data, server and dispatcher on http://localhost:8000 (PORT=... for another)
	@EINKLANG_DEMO=1 EINKLANG_BASE_URL=http://localhost:$(PORT) $(PY) -m send.demo.serve $(PORT)

demo: .venv/run.ok ## walks the whole line once without a browser; one JSON line of figures
	@rm -rf var/demo && mkdir -p var/demo/static
	@EINKLANG_DEMO=1 EINKLANG_VAR=var/demo $(PY) manage.py migrate -v 0
	@EINKLANG_DEMO=1 EINKLANG_VAR=var/demo $(PY) manage.py demo

lint: .venv/test.ok ## style, types, floor plan, migrations, contrast of the colours
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports
	@.venv/bin/mypy brand_kits blocks cms partner_spaces send
	@EINKLANG_VAR=var/lint $(PY) manage.py makemigrations --check --dry-run
	@$(PY) tests/contrast.py

test: debian .venv/test.ok lint ## every test: PostgreSQL and Chromium included
	@$(PY) -m tests.on_postgres tests -q
	@$(PY) -m pytest tests/trust tests/test_policy.py tests/journeys -q

debian: # first of all, so that whoever must ask an administrator is told once, and all of it
	@./.ci/need "$(VENV)" "gettext:msgfmt" \
		"postgresql:/usr/lib/postgresql/*/bin/postgres:postgresql-common" \
		"chromium:chromium:chromium-sandbox" \
		"libatomic1:/usr/lib/*/libatomic.so.1" # Playwright's own Node wants it

bench: .venv/test.ok ## speed as ratios, one JSON line a benchmark, kept in var/bench.json
	@$(PY) -m tests.bench

proof: .venv/test.ok ## the long runs: planted faults (ONLY=BK5 for those of one capability)
	@grammar=0; $(if $(ONLY),,$(PY) -m tests.faults || grammar=1;) $(PY) -m tests.house_faults $(ONLY) && exit $$grammar

oracle: .venv/test.ok ## renews where the reference (npm mjml) puts every kind; needs npm
	@./.ci/need chromium:chromium
	@$(PY) -m tests.oracle
