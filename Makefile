# `make demo` is all a visitor needs; `make check` is all a contributor needs. State lives in var/, never touched here.
.PHONY: demo setup build test check faults lock catalogues clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

UV := 0.13.9
BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ON_TEST := DJANGO_SETTINGS_MODULE=gongzhi.config.settings.test
title = @printf '\n== %s\n'

# --- use

demo: setup
	$(BIN)/gongzhi demo

setup: build
	$(BIN)/gongzhi setup

# What is built and not committed: styles, scripts, catalogues. Does nothing when nothing changed.
build: .venv/.stamp
	$(BIN)/python tools/build_assets.py
	$(BIN)/python tools/catalogue.py compile

.venv/.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "gongzhi needs Python 3.11 or newer; found none. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV)
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

# --- work

check: .venv/.stamp
	$(title) "format"
	$(BIN)/ruff format --check --quiet .
	$(title) "lint"
	$(BIN)/ruff check --quiet .
	$(title) "imports"
	$(BIN)/lint-imports --no-cache --no-logo
	$(title) "templates"
	$(BIN)/djlint gongzhi --lint --quiet
	$(title) "catalogue"
	$(BIN)/python tools/catalogue.py check
	$(title) "migrations"
	$(ON_TEST) $(BIN)/python manage.py makemigrations --check --dry-run
	$(title) "types"
	$(BIN)/mypy
	$(title) "known holes and secrets"
	$(BIN)/python tools/audit.py
	@$(MAKE) test

test: build
	$(title) "tests on SQLite"
	env -u DATABASE_URL GONGZHI_GO="$$($(BIN)/python tools/ensure_go.py)" \
		GONGZHI_BELENIOS="$$($(BIN)/python tools/ensure_belenios.py)" $(BIN)/pytest -q -n auto --dist worksteal -m "not journey"
	$(title) "journeys in Chromium"
	env -u DATABASE_URL GONGZHI_CHROMIUM="$$($(BIN)/python tools/ensure_browser.py)" $(BIN)/pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m journey
	$(title) "what asks for a database, and the main journey, on PostgreSQL"
	GONGZHI_CHROMIUM="$$($(BIN)/python tools/ensure_browser.py)" $(BIN)/python tools/throwaway_postgres.py -- \
		$(BIN)/pytest -q -n auto --dist worksteal --only-database -m "not journey or everywhere"

# What takes minutes or breaks the machine's peace: databases that die, full disks, thousands of lines (tests/faults).
faults: build
	$(BIN)/python -m tests.faults

# Take new texts of the source into the .po files, and old ones out.
catalogues: .venv/.stamp
	$(BIN)/python tools/catalogue.py update

# New versions: make lock UPGRADE=--upgrade
lock: .venv/.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --extra analysis --group dev --group assets \
		--generate-hashes --no-annotate --custom-compile-command "make lock" $(UPGRADE) -o requirements.lock

clean:
	rm -rf .venv node_modules gongzhi/shell/static/built gongzhi/kernel/record/built .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find gongzhi -name '*.mo' -delete
