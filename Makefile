# Every path is relative and every tool is run as `python -m`: the checkout may lie in a folder whose name has spaces
# or Cyrillic letters, where make's own path functions and the first lines of installed scripts fail.
SHELL := /bin/sh
PYTHON ?= python3
WHEELS ?= .wheels
PYTEST_ARGS ?=
VAULTKIT_BROWSER ?=
UPGRADE ?=
export PYTHON VAULTKIT_BROWSER
# Many tests start vaultkit as a process: without bytecode each start would compile it again.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SOURCES := $(shell find vaultkit schemas -type f ! -path '*/__pycache__/*')
DEMO := .venv-demo/bin/python -P -m vaultkit
RUN := .venv/bin/python -m

.PHONY: help demo test lint test-models pictures lock clean

help:
	@echo 'make demo         index a copy of sample_vault, show its gaps, write the report, ask a question (own environment)'
	@echo 'make test         style, types, layers and every test that needs no model backend'
	@echo 'make test-models  torch (CPU), transformers and llama.cpp with small real models'
	@echo 'make pictures     the two pictures of the README, from sample_vault in Chromium'
	@echo 'make lock         write requirements/*.txt anew (UPGRADE=--upgrade takes newer versions)'
	@echo 'make clean        remove what these commands made'

demo: .venv-demo/installed
	@rm -rf build/demo && mkdir -p build/demo && cp -R sample_vault build/demo/
	$(DEMO) --vault build/demo/sample_vault index
	$(DEMO) --vault build/demo/sample_vault gaps --top 3
	$(DEMO) --vault build/demo/sample_vault report
	$(DEMO) --vault build/demo/sample_vault ask 'Почему матрицы A и B нельзя обе начать с нулей?'

test: lint
	@sh tools/browser.sh
	HF_HUB_OFFLINE=1 $(RUN) pytest $(PYTEST_ARGS)

lint: .venv/installed
	$(RUN) ruff check
	$(RUN) mypy
	.venv/bin/python -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo

pictures: .venv/installed
	@.venv/bin/python tools/pictures.py

test-models: .venv-models/installed
	HF_HUB_OFFLINE=1 .venv-models/bin/python -m pytest -m models $(PYTEST_ARGS)

.venv/installed: requirements/test.txt pyproject.toml tools/venv.sh tools/link.py
	@sh tools/venv.sh .venv requirements/test.txt
	@.venv/bin/python tools/link.py
	@touch $@

.venv-demo/locked: requirements/base.txt requirements/build.txt tools/venv.sh
	@sh tools/venv.sh .venv-demo requirements/base.txt requirements/build.txt
	@touch $@

.venv-demo/installed: .venv-demo/locked pyproject.toml README.md $(SOURCES)
	@.venv-demo/bin/python -m pip install -qq --no-deps --no-build-isolation --force-reinstall .
	@touch $@

.venv-models/installed: requirements/torch.txt requirements/models.txt requirements/llama.txt pyproject.toml tools/models.sh tools/link.py
	@sh tools/models.sh .venv-models '$(WHEELS)'
	@touch $@

# The public index alone is asked, whatever pip is configured to: the same versions and hashes come out everywhere.
COMPILE = .venv-lock/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-annotate --custom-compile-command 'make lock' $(UPGRADE)
lock: .venv-lock/installed
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) -c requirements/base.txt -c requirements/build.txt --extra dev pyproject.toml -o requirements/test.txt
	$(COMPILE) -c requirements/test.txt --extra all --extra dev pyproject.toml requirements/models.in \
		--no-emit-package torch --no-emit-package llama-cpp-python -o requirements/models.txt
	$(COMPILE) --no-deps requirements/llama.in -o requirements/llama.txt

.venv-lock/installed:
	@sh tools/venv.sh .venv-lock requirements/uv.txt
	@touch $@

clean:
	rm -rf .venv-demo .venv-models .venv-lock build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
