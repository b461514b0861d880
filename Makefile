# `make run` opens Proofbook, `make test` runs the tests; both set up first whatever is missing.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
TEST_FLAGS ?= -n 2 --dist loadscope
OFFSCREEN := QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen}

# Without bytecode the program starts a second later.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
unexport PYTHONHOME

.PHONY: help ready run test setup lint screenshots bench lock

help:
	@echo "make run          set up whatever is missing and open Proofbook (ARGS=--sample for options)"
	@echo "make test         set up whatever is missing and run the tests"
	@echo "make setup        only set up"
	@echo "make lint         check style, format and types"
	@echo "make screenshots  write a picture of each screen to build/screenshots"
	@echo "make bench        measure against plain sqlite3 and a bare window"
	@echo "make lock         renew requirements.lock (needs uv)"

# Compares one fingerprint when nothing has changed; `setup` also looks at the system's libraries again.
ready:
	@$(PYTHON) -m resources.packaging.set_up

setup:
	@$(PYTHON) -m resources.packaging.set_up --libraries

run: ready
	@$(VENV_PYTHON) main.py $(ARGS)

test: ready
	@$(OFFSCREEN) $(VENV_PYTHON) -m pytest $(TEST_FLAGS)

lint: ready
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check
	$(VENV_PYTHON) -m mypy --strict

screenshots: ready
	@$(OFFSCREEN) $(VENV_PYTHON) -m tests.screenshots

bench: ready
	@$(OFFSCREEN) $(VENV_PYTHON) -m tests.benchmarks

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --extra dev --upgrade --quiet pyproject.toml --output-file requirements.lock
