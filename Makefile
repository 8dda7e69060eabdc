# `make demo` is all a visitor needs; `make check` is all a contributor needs. State lives in var/, never touched here.
.PHONY: demo setup test check lock catalogues clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

UV := 0.13.9
BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ON_TEST := DJANGO_SETTINGS_MODULE=gongzhi.config.settings.test
ASSETS := gongzhi/shell/static/built
title = @printf '\n== %s\n'

# --- use

demo: setup
	$(BIN)/gongzhi demo

setup: .venv/.stamp .venv/.assets
	$(BIN)/python tools/catalogue.py compile
	$(BIN)/gongzhi setup

.venv/.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "gongzhi needs Python 3.11 or newer; found none. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV)
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

.venv/.assets: .venv/.stamp package-lock.json tools/build_assets.py $(shell find frontend -type f) $(if $(wildcard $(ASSETS)),,again)
	$(BIN)/python tools/build_assets.py
	@touch $@

.PHONY: again
again:

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
	@$(MAKE) test

test: .venv/.stamp .venv/.assets
	$(BIN)/python tools/catalogue.py compile
	$(title) "tests on SQLite"
	env -u DATABASE_URL $(BIN)/pytest -q -n auto -m "not journey"
	$(title) "journeys in Chromium"
	env -u DATABASE_URL GONGZHI_CHROMIUM="$$($(BIN)/python tools/ensure_browser.py)" $(BIN)/pytest -q -m journey
	$(title) "tests and the main journey on PostgreSQL"
	GONGZHI_CHROMIUM="$$($(BIN)/python tools/ensure_browser.py)" $(BIN)/python tools/throwaway_postgres.py -- \
		$(BIN)/pytest -q -n auto -m "not journey or everywhere"

catalogues: .venv/.stamp
	$(BIN)/python tools/catalogue.py update
	$(BIN)/python tools/catalogue.py compile

# New versions: make lock UPGRADE=--upgrade
lock: .venv/.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --group dev --group assets \
		--generate-hashes --no-annotate --custom-compile-command "make lock" $(UPGRADE) -o requirements.lock

clean:
	rm -rf .venv node_modules $(ASSETS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find gongzhi -name '*.mo' -delete
