# Two commands for people: `make run` and `make test`. Everything else serves them.
.DELETE_ON_ERROR:
.PHONY: run build test lint lock docs messages screenshots speed accessibility tasks fuzz soak clean

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

run: $(VENV)/.installed
	$(BIN)/smup build
	@echo "Open http://localhost:$(PORT) in a browser; Ctrl+C ends the program."
	$(BIN)/streamlit run app.py --server.port $(PORT)

build: $(VENV)/.installed
	$(BIN)/smup build

test: $(VENV)/.installed-test
	CHROMIUM=$$(PYTHON=$(BIN)/python sh tests/e2e/find_chromium) && export CHROMIUM && \
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

# Exact versions of everything, for Python 3.11 and later; run it to take newer ones.
lock: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra test --no-header --no-annotate \
	  --no-emit-index-url --output-file requirements.lock pyproject.toml

# The parts of README and docs that come from the code and the store.
docs: $(VENV)/.installed-test build
	$(BIN)/cog -r README.md docs/tables.md

# Collect new messages for translation into src/smup/locale/pl.po.
messages: $(VENV)/.installed-test
	$(BIN)/pybabel -q extract -k _ -k counted:1,2 --no-location --omit-header -o $(VENV)/smup.pot src/smup
	$(BIN)/pybabel -q update --locale pl --no-fuzzy-matching --ignore-pot-creation-date -w 110 \
	  --input-file $(VENV)/smup.pot --output-file src/smup/locale/pl.po

# Pictures of every page for docs/img, at desktop and phone width.
screenshots: $(VENV)/.installed-test build
	CHROMIUM=$$(PYTHON=$(BIN)/python sh tests/e2e/find_chromium) $(BIN)/python tests/e2e/screenshots.py

# Speed as a reader feels it: times and kilobytes in a real browser.
speed: $(VENV)/.installed-test build
	CHROMIUM=$$(PYTHON=$(BIN)/python sh tests/e2e/find_chromium) $(BIN)/python tests/e2e/speed.py

# What the accessibility statement says of the test, in src/smup/ui/accessibility.json.
accessibility: $(VENV)/.installed-test build
	CHROMIUM=$$(PYTHON=$(BIN)/python sh tests/e2e/find_chromium) PYTHONPATH=tests \
	  $(BIN)/python -m e2e.accessibility

# What people come for, in how many clicks: docs/tasks.md with its pictures.
tasks: $(VENV)/.installed-test build
	CHROMIUM=$$(PYTHON=$(BIN)/python sh tests/e2e/find_chromium) PYTHONPATH=tests \
	  $(BIN)/python -m e2e.tasks

# Bad inputs for all that reads those of strangers, at least 100,000 (docs/reliability.md); SHARE=0.1 for a tenth.
SHARE ?= 1
fuzz: $(VENV)/.installed-test build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[fuzz]'
	cd tests && nice ../$(BIN)/python -m fuzz --share $(SHARE)

# Readers who never stop, and whether memory, files and threads of the server stay flat; a day is MINUTES=1440.
MINUTES ?= 15
soak: $(VENV)/.installed-test build
	cd tests && ../$(BIN)/python -m fuzz.soak --minutes $(MINUTES)

clean:
	rm -rf $(VENV) data/edition data/smup.duckdb data/shapes

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "smup needs Python 3.11 or later; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	@touch $@ $(VENV)/.installed
