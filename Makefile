# doorguard. Needs python3 (3.11 or newer) with its venv module, and make. Everything else goes into .venv.
#
#   make demo    see the program at work on a pretend home
#   make test    run every check of the code
#   make stick   a folder for a computer that has Python: nothing is downloaded there
#   make check   the quick part of make test: lint, types, imports
#   make words   how hard each text is to read, and words that we do not use
#   make clean   remove what these commands made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# No cache: what is fetched lies in .venv and nowhere else on this computer.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --no-cache-dir
# onvif-zeep comes as source only: it is built with the pinned setuptools, not with one fetched unseen.
INSTALL := $(PIP) install -qq --require-hashes --no-build-isolation --use-pep517

.DEFAULT_GOAL := help
.PHONY: help demo test check words stick clean docs pins servers
.DELETE_ON_ERROR:

help:
	@sed -n 's/^#   //p' Makefile

# One clear sentence for a Python that is missing or too old, or that cannot make an environment.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "doorguard needs Python 3.11 or newer. This computer has no $(PYTHON)."; exit 2; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; \
	  v >= (3, 11) or sys.exit("doorguard needs Python 3.11 or newer. This computer has %d.%d. With another: make PYTHON=python3.12" % v[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python has no venv module. On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# The stamps lie inside .venv: they go when it goes, and nothing is installed twice.
$(VENV)/.ready: requirements-build.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Fetching what doorguard needs (about 60 MB, once)."
	@$(INSTALL) -r requirements-build.txt
	@$(INSTALL) -r requirements.txt
	@$(PIP) install -qq --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@echo "Fetching what the tests need."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# 1 means that a problem was found, and the pretend home has some.
demo: $(VENV)/.ready
	@$(BIN)/doorguard demo || test $$? -eq 1

servers:
	@sh .ci/servers

check: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# pytest comes last, so that its closing line is the last line. One process for each processor, four at most: homes
# that are listened to for seconds must not wait for the machine. Whoever has nothing left to do takes from the others.
test: servers check
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal

words: $(VENV)/.ready
	@$(BIN)/python packaging/reading_age.py

stick: $(VENV)/.ready
	@$(BIN)/python packaging/stick.py stick

# What is written from the program: the lists in docs/, the texts for translators, the README's picture and its text.
docs: $(VENV)/.ready
	@$(BIN)/python packaging/generated_docs.py
	@$(BIN)/python packaging/picture.py

# The pinned versions, each at least a week old: a stolen release is mostly withdrawn within hours.
PINS := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate --exclude-newer
WEEK_OLD = $(shell $(PYTHON) -c 'import datetime as d; print(d.date.today() - d.timedelta(7))')
pins:
	@command -v uv >/dev/null || { echo "make pins needs uv."; exit 2; }
	$(PINS) "$(WEEK_OLD)" --upgrade --group build -o requirements-build.txt
	$(PINS) "$(WEEK_OLD)" --upgrade -c requirements-build.txt --extra pdf -o requirements.txt pyproject.toml
	$(PINS) "$(WEEK_OLD)" --upgrade -c requirements-build.txt -c requirements.txt \
	  --extra pdf --group build --group dev -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) stick dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
