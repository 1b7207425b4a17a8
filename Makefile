# The two commands: `make run` serves the house, `make test` proves it. Each sets up what it needs.
.DEFAULT_GOAL := help
.PHONY: help run test lint types contracts docs story two-houses bench shots clean lock needs
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
SHOUZE := $(BIN)/shouze
CHECKED := shouze shouze_verify tests conftest.py

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/runtime  ## serve the house with its demo content at http://localhost:8000/ until Ctrl-C
	@$(SHOUZE) run $(ARGS)

test: .venv/dev needs  ## run every test (installs Chromium and a Chinese font where it may)
	$(BIN)/python -m pytest -n auto --maxprocesses=4 $(ARGS)

lint: .venv/dev  ## style
	$(BIN)/ruff check .

types: .venv/dev  ## mypy --strict
	$(BIN)/mypy $(CHECKED)

contracts: .venv/dev  ## who may import whom
	$(BIN)/lint-imports

docs: .venv/dev  ## write the generated pages of docs/ anew
	$(SHOUZE) docs

story: .venv/dev  ## play one certification from application to public certificate
	$(SHOUZE) story

# KILLS=200 kills so many more by lot (SEED=…); COLD=1 starts each process from nothing, as a service manager does.
two-houses: .venv/dev  ## two installations transfer certificates, and their processes are killed at every step
	SHOUZE_KILLS=$(KILLS) SHOUZE_SEED=$(SEED) SHOUZE_COLD=$(COLD) $(BIN)/python -m pytest -q -s tests/test_two_houses.py

bench: .venv/bench  ## measure, against peers
	$(SHOUZE) bench

shots: .venv/dev needs  ## screenshots of the pages, Chinese and English, wide and narrow
	$(SHOUZE) shots

clean:  ## remove what was built; the data under var/postgres and var/files stay
	rm -rf .venv node_modules var/assets var/static var/stamps .mypy_cache .ruff_cache .import_linter_cache

# Hash-pinned throughout: first the installer, then the rest with it. Where uv cannot reach an index that only
# pip is told of (a mirror in pip's configuration), pip reads the same lock.
define install
	@echo "Installing $(1) into .venv …"
	@$(BIN)/uv pip install --quiet --require-hashes -r $(1) \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline -e .
	@touch $@
endef

.venv/installer: bootstrap.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing: as root, apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@touch $@

.venv/runtime: requirements.lock pyproject.toml | .venv/installer
	$(call install,requirements.lock)

.venv/dev: requirements-dev.lock pyproject.toml | .venv/installer
	$(call install,requirements-dev.lock)
	@touch .venv/runtime

.venv/bench: requirements-bench.lock pyproject.toml | .venv/installer
	$(call install,requirements-bench.lock)
	@touch .venv/runtime .venv/dev

# The tests drive a real browser, read PDFs back and run on the distribution's PostgreSQL too where there is one.
NEEDED := chromium fonts-noto-cjk fontconfig poppler-utils
needs: .venv/dev
	@if ! $(SHOUZE) doctor --tests >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing for the tests: $(NEEDED)"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(NEEDED) >/dev/null; \
	fi
	@$(SHOUZE) assets
	@$(SHOUZE) doctor --tests || { echo "The tests need what is marked MISSING above."; exit 1; }

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: .venv/installer  ## resolve the locks anew, after a change of pyproject.toml or package.json
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) pyproject.toml --group dev --group bench -c requirements-dev.lock -o requirements-bench.lock
	npm install --package-lock-only --ignore-scripts
	node frontend/lock.mjs
	@! grep -n '://' *.lock package-lock.json
