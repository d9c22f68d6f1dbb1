# make plan       install, solve an instance (INSTANCE=jiangxi), print its key figures, draw its map
# make test       install what tests need; style, types, layers, then all tests
# make bench      install what benchmarks need; building and handing over a model, maps, searches of made-up and published networks beside
#                 other solvers, our own instances; takes hours
# make lock       renew requirements.lock from the ranges in pyproject.toml
# make format     lay out the code
# make documents  write FORMULATION.md anew from the model
# make clean      remove all that make and the tools made; runs/ stays

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTANCE ?= jiangxi
JOBS ?= 2

.PHONY: plan test lint format documents bench lock clean
.DEFAULT_GOAL := plan

plan: $(VENV)/core.stamp
	$(PY) -m recyclenet solve instances/$(INSTANCE) --out runs
	@mkdir -p maps
	@cp "$$(ls -td runs/$(INSTANCE)-*/ | head -n 1)map.html" maps/$(INSTANCE).html
	@echo "copy of the map: maps/$(INSTANCE).html"

test: lint
	$(PY) -m pytest -n $(JOBS)

lint: $(VENV)/test.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/test.stamp
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

documents: $(VENV)/core.stamp
	$(PY) -m recyclenet formulation --output FORMULATION.md

bench: $(VENV)/bench.stamp
	$(PY) -m tests.benchmarks
	$(PY) -m tests.benchmarks maps
	$(PY) -m tests.benchmarks location
	$(PY) -m tests.benchmarks two_echelon
	$(PY) -m tests.benchmarks hard_peer
	$(PY) -m tests.benchmarks instances
	$(PY) -m tests.benchmarks peers
	$(PY) -m tests.benchmarks plot
	$(PY) -m tests.benchmarks changes

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core.stamp: $(VENV)/made.stamp pyproject.toml requirements.lock
	@echo "installing recyclenet (about a minute)"
	@$(PIP) install --quiet --constraint requirements.lock --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/core.stamp
	@echo "installing what tests need (about a minute)"
	@$(PIP) install --quiet --constraint requirements.lock --editable ".[test]"
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	@echo "installing what benchmarks need (about a minute)"
	@$(PIP) install --quiet --constraint requirements.lock --editable ".[test,bench]"
	@touch $@

# What a clean install of everything gives today, without recyclenet itself.
lock:
	rm -rf .lock-venv
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip --disable-pip-version-check install --quiet --editable ".[excel,notebook,test,bench,roads,sea]"
	{ echo "# Versions recyclenet is tested with; made by make lock, used as constraints by make."; \
	  .lock-venv/bin/python -m pip --disable-pip-version-check freeze --exclude-editable; } > requirements.lock
	rm -rf .lock-venv

clean:
	rm -rf $(VENV) .lock-venv build dist recyclenet.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find recyclenet tests instances -name __pycache__ -type d -prune -exec rm -rf {} +
