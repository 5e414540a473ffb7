# `make` alone lists what can be made. Everything runs inside .venv, which `make setup` builds.
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/uv/bin/uv
RUN := $(VENV)/bin/
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Without it every process would compile everything anew: a demo is several, a run of the tests dozens.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-fresh test check suite faults bench bench-matching capabilities format docs lock translations

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Turnabout needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv --without-pip $(VENV)
	@test -x $(VENV)/uv/bin/python || $(PYTHON) -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.base: $(UV) requirements/base.txt pyproject.toml
	@echo "Setting up Turnabout: about 45 packages, once."
	@$(UV) pip install -q --python $(VENV)/bin/python --require-hashes -r requirements/base.txt
	@printf '%s\n' "$(CURDIR)" > "$$($(RUN)python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/turnabout.pth"
	@printf '#!/bin/sh\nexec "%s/python" -m turnabout "$$@"\n' "$(CURDIR)/$(VENV)/bin" > $(RUN)turnabout && chmod +x $(RUN)turnabout
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Setting up what the tests need."
	@$(UV) pip install -q --python $(VENV)/bin/python --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.base ## build .venv with what Turnabout needs to run

demo: $(VENV)/.base ## set up, make a demo organisation, print one link per role, serve
	@$(RUN)turnabout demo

demo-fresh: $(VENV)/.base ## the same, begun anew
	@$(RUN)turnabout demo --fresh

test: $(VENV)/.dev ## format, lint, types, migrations, the suite on both databases, capabilities
	@$(RUN)python -m tests.run

check: $(VENV)/.dev ## format, lint, types and migrations only
	@$(RUN)python -m tests.run --check

suite: $(VENV)/.dev ## the suite on SQLite only
	@$(RUN)python -m pytest -n 2

faults: $(VENV)/.dev ## list the parts that kill the server and the workers at random moments; PART=all runs them
	@$(RUN)python -m tests.faults $(PART)

bench: $(VENV)/.dev ## list the measured figures, each against its peer in the same run
	@$(RUN)python -m bench

bench-matching: $(VENV)/.dev ## matching beside other tools on the same people; writes bench/matching.md
	@$(RUN)python -m bench matching $(BENCH)

capabilities: $(VENV)/.dev ## the capabilities, the tests that walk them and their outcome
	@$(RUN)python -m tests.capabilities

format: $(VENV)/.dev ## format the code and the templates
	@$(RUN)ruff check -q --fix-only . && $(RUN)ruff format -q .
	@git ls-files 'turnabout/templates/*.html' | xargs -r $(RUN)djhtml -q -t 2

translations: $(VENV)/.dev ## collect the marked texts and compile the catalogues
	@$(RUN)python -m tests.translations

docs: $(VENV)/.dev ## check that the reference pages say what the code does
	@$(RUN)python -m pytest tests/docs

lock: $(UV) ## lock the dependencies anew, with hashes and without naming a registry
	@cd requirements && for name in uv base dev; do \
	  ../$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o $$name.txt $$name.in; done
	@cd bench/peers && for name in matching mentor_match; do \
	  ../../$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o $$name.txt $$name.in; done
