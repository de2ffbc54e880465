# Everything a fresh Debian with Python 3.11, git and make needs to run, test and measure Einklang.
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8000
.DEFAULT_GOAL := help
.PHONY: help run demo test lint bench proof

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/'

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Einklang needs Python 3.11 or newer."; exit 1; }
	@python3 -m venv .venv || { rm -rf .venv; ./.ci/need python3-venv && python3 -m venv .venv; }

.venv/run.ok: requirements/run.txt | .venv/bin/python
	@echo "Installing what Einklang needs ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/test.ok: requirements/test.txt .venv/run.ok
	@echo "Installing what the tests need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
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
	@EINKLANG_VAR=$$(mktemp -d) $(PY) manage.py makemigrations --check --dry-run
	@$(PY) tests/contrast.py

test: .venv/test.ok lint ## every test: PostgreSQL and Chromium included
	@./.ci/need postgresql:pg_virtualenv:postgresql-common chromium:chromium gettext:msgfmt
	@$(PY) -m tests.on_postgres tests -q
	@$(PY) -m pytest tests/trust tests/test_policy.py tests/journeys -q

bench: .venv/test.ok ## speed as ratios, one JSON line a benchmark, kept in var/bench.json
	@$(PY) -m tests.bench

proof: .venv/test.ok ## the long runs: planted faults
	@$(PY) -m tests.faults
