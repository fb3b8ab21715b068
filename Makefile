# The project's commands. `make` lists them. PYTHON chooses the Python that .venv is made with.
PYTHON ?= python3
STACK ?= dev
BIN := .venv/bin
environment = $(PYTHON) scripts/environment.py

# The SDKs are large: without their compiled modules every command takes twice as long.
export PYTHONDONTWRITEBYTECODE =

compile = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	$(OPTIONS) --group build

.PHONY: help up test lint types contracts check bench docs screenshots lock clean
.DEFAULT_GOAL := help

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: ## Bring the whole platform up in the sandbox (STACK=dev)
	@$(environment) runtime
	@$(BIN)/strata up $(STACK) --sandbox --yes

test: ## Run every test
	@$(environment) test
	@$(BIN)/pytest -n auto --dist worksteal

lint: ## Check style and format
	@$(environment) test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: ## Check the types
	@$(environment) test
	@$(BIN)/mypy
	@$(BIN)/mypy scripts
	@$(BIN)/mypy --package benchmarks

contracts: ## Check which package may import which
	@$(environment) test
	@$(BIN)/lint-imports

check: test lint types contracts ## Everything that CI checks

bench: ## Measure time and memory beside the SDK's own mocks
	@$(environment) test
	@$(BIN)/python -m benchmarks.stacks
	@$(BIN)/python -m benchmarks.synthetic
	@$(BIN)/python -m benchmarks.policies
	@$(BIN)/python -m benchmarks.plan

docs: ## Write anew what is generated: the reference, the schema, the template's own part, the picture
	@$(environment) test
	@$(BIN)/python scripts/reference.py
	@$(BIN)/python scripts/schema.py
	@$(BIN)/python scripts/template.py
	@export STRATA_HOME=$$(mktemp -d); trap '$(BIN)/strata sandbox reset --yes; rm -rf $$STRATA_HOME' EXIT; \
	$(BIN)/strata up dev --sandbox --yes --skip-preview && \
	$(BIN)/python scripts/picture.py $$STRATA_HOME/sandbox/.pulumi/stacks/strata/dev.json > docs/platform.svg

screenshots: ## Photograph the HTML pages for docs/images; needs Chromium
	@$(environment) test
	@$(BIN)/python -m scripts.screenshots docs/images

lock: ## Resolve the dependencies, keeping pins that still fit (OPTIONS=--upgrade takes the newest)
	@$(environment) test
	@$(compile) --group test --output-file locks/test.txt pyproject.toml
	@$(compile) --constraint locks/test.txt --output-file locks/runtime.txt pyproject.toml

clean: ## Remove the virtual environment and every cache; the sandbox's state stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
