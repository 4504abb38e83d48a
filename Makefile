# Everything runs in .venv of this checkout; each target does its own set-up.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo servers test check bench fuzz clean

setup: .venv/.installed

.venv/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("mailflow needs Python 3.11 or newer; set PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

demo: setup
	$(BIN)/mailflow demo --once

servers:
	@sh tests/servers/install.sh

test: setup servers
	$(BIN)/pytest -n 2 --dist worksteal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup servers
	$(BIN)/python bench/drain.py --n 500 --rounds 2
	$(BIN)/python bench/latency.py --mails 10
	$(BIN)/python bench/memory.py --n 2000

fuzz: setup
	$(BIN)/python -m tests.fuzz.reading --minutes $(or $(MINUTES),5)

clean:
	rm -rf .venv
