PYTHON ?= python3
BIN := .venv/bin
NODE_TOOLS := $(BIN)/node .venv/scripts/node_modules/.bin
.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-root lint bench bench-reading picture clean

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 18

run: .venv/run.stamp ## start the kiosk with the demo record room on http://127.0.0.1:8000
	$(BIN)/chart-kiosk demo

test: lint ## check the code and run every quick test (under ten minutes)
	$(BIN)/node --test --test-force-exit --test-timeout=30000 "tests/scripts/*.test.js"
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

test-slow: .venv/test.stamp ## run what takes long: kills, races, thousands of scans, twenty thousand frames (under an hour)
	$(BIN)/pytest -m slow

test-root: ## run the README's two commands in a bare Debian, SUITE=bookworm or trixie (as root, twenty minutes)
	.ci/test-root $(SUITE)

lint: .venv/test.stamp .venv/scripts.stamp ## ruff, mypy and the import contracts; biome and tsc for the scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NODE_TOOLS)/biome lint --config-path=.ci --error-on-warnings kiosk/static tests/scripts
	$(NODE_TOOLS)/tsc -p .ci/tsconfig.json

bench: .venv/test.stamp ## measure scans, lists, frames, labels and imports, as ratios
	$(BIN)/python -m tests.bench

bench-reading: .venv/test.stamp ## measure the reader beside pyzbar and zxing-cpp, and the camera at the desk
	$(BIN)/python -m tests.bench.reading
	$(BIN)/python -m tests.bench.camera

picture: .venv/test.stamp ## take the README's screenshots of the running kiosk
	$(BIN)/python -m tests.browser.picture

clean: ## remove everything that the set-up and the tools made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: pyproject.toml constraints.txt .ci/packages
	PYTHON=$(PYTHON) .ci/packages run
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/test.stamp: .venv/run.stamp
	PYTHON=$(PYTHON) .ci/packages test
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

.venv/scripts.stamp: .venv/test.stamp .ci/script-tools
	NODE_OPTIONS=--use-system-ca $(BIN)/npm install --prefix .venv/scripts --no-save --no-package-lock --silent $$(cat .ci/script-tools)
	touch $@
