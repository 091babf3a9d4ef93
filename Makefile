# Everything the project can do, one word each. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
SMTP_PORT ?= 2525
DYNAMODB ?= memory
MINUTES ?= 1
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CONSOLE := portal_static/console
CONSOLE_PAGE := $(CONSOLE)/dist/index.html
CONSOLE_SCHEMA := $(CONSOLE)/src/api/schema.ts
CONSOLE_SOURCES := $(shell find $(CONSOLE)/src $(CONSOLE)/styles portal_static/shared -type f) $(addprefix $(CONSOLE)/,build.mjs index.html package-lock.json)
HAS_NODE = command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'

with_node = if $(HAS_NODE); then $(MAKE) -s $(CONSOLE)/node_modules/.installed && cd $(CONSOLE) && npm run --silent $(1); else echo "Without Node 20 or newer the style of the pages' scripts is left out."; fi

# What takes longest begins first: at the end nobody waits for one test alone.
SWEEPS := tests/reports tests/yesterday tests/e2e tests/api/serving/test_contract.py tests/services/mail/test_flood.py tests/privacy tests/services/privacy tests/jobs

# A page that never answers ends its process, and the run goes on with another.
ENDS := -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true

# Whoever starts Python may forbid it to keep what it compiled: each start of the tests, and each desk that they start,
# would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help console console-checked console-if-newer console-tools install run fresh test test-console test-all test-sweeps test-dynamodb test-browser browser-tools pictures guide trees lint format types imports fuzz lighthouse bench similar package test-zip lock clean always

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(STAMP): requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Workestra Tickets needs Python 3.11, 3.12 or 3.13 on the PATH."; exit 1; }
	@echo "Installing into $(VENV) with $(PYTHON); this takes about a minute the first time …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@
	@echo "Installed."

install: $(STAMP) ## Install everything into .venv

console: console-checked ## Build and check the agents' console (needs Node 20 or newer)
	@cd $(CONSOLE) && npm run --silent build

$(CONSOLE_PAGE): $(CONSOLE_SOURCES) $(CONSOLE_SCHEMA) | $(CONSOLE)/node_modules/.installed
	@echo "Building the console …"
	@cd $(CONSOLE) && npm run --silent build

# Made each time, but written only when the API says something else: nothing is built anew for its sake.
$(CONSOLE_SCHEMA): $(STAMP) always
	@$(BIN)/python -m infra.package.console_types

always:

# The desk starts without a console, too: people without Node work on everything else.
console-if-newer:
	@if $(HAS_NODE); then $(MAKE) -s $(CONSOLE_PAGE) || echo "The console could not be built. Everything else runs without."; else echo "Without Node 20 or newer the agents' console is not built. Everything else runs without."; fi

console-checked: $(CONSOLE)/node_modules/.installed $(CONSOLE_SCHEMA)
	@echo "Checking the console …"
	@cd $(CONSOLE) && npm run --silent types && npm test --silent

$(CONSOLE)/node_modules/.installed: $(CONSOLE)/package-lock.json
	@$(HAS_NODE) || { echo "The console is built with Node 20 or newer, which is not on the PATH. Everything else works without."; exit 1; }
	@echo "Installing the console's tools …"
	@cd $(CONSOLE) && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

console-tools: # before what needs them is made side by side
	@if $(HAS_NODE); then $(MAKE) -s $(CONSOLE)/node_modules/.installed; fi

test-console:
	@if $(HAS_NODE); then $(MAKE) --no-print-directory console-checked; else echo "Without Node 20 or newer the console's own types and tests are left out."; fi

run: $(STAMP) console-if-newer ## Start the whole desk here, as it was left (PORT=8000 SMTP_PORT=2525 DYNAMODB=memory)
	@$(BIN)/python -m infra.local --port $(PORT) --smtp-port $(SMTP_PORT) --dynamodb $(DYNAMODB)

fresh: $(STAMP) ## The same, from the beginning: what was kept in .local goes
	@rm -rf .local
	@$(MAKE) --no-print-directory run

test: $(STAMP) console-tools ## Check style, types and imports, then run the tests
	@$(MAKE) --no-print-directory -j 2 lint types imports test-console
	@echo "Running the tests …"
	@$(BIN)/python -m pytest -n 2

test-dynamodb: $(STAMP) ## Storage, race and capacity tests on DynamoDB Local (needs Java; fetches the jar outside the repo)
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/dynamodb --run-dynamodb

test-sweeps: $(STAMP) ## The long sweeps: every handler cut off at every call, lives of tickets, the API tester
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --run-sweeps $(SWEEPS)

browser-tools: tests/browser/node_modules/.installed

tests/browser/node_modules/.installed: tests/browser/package-lock.json
	@echo "Installing the tools of the browser tests …"
	@cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

test-browser: $(STAMP) browser-tools $(CONSOLE_PAGE) ## The pages in a real browser (needs Node and Debian's chromium)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --run-browser tests/browser $(ENDS)

pictures: $(STAMP) ## Take pictures of every page and state into build/pictures (ONLY=widget, JOURNEY=…, LOOK=dark-phone; needs Debian's chromium)
	@$(BIN)/python -m tests.browser.pictures --only "$(ONLY)" --journey "$(JOURNEY)" --look "$(LOOK)"

guide: $(STAMP) ## Put the pictures that the guides show into docs/guide, small (after `make pictures`)
	@$(BIN)/python -m tests.browser.guide_pictures

trees: $(STAMP) browser-tools console ## Write anew what a screen reader is told of the main pages (tests/browser/trees)
	@WRITE_TREES=1 $(BIN)/python -m pytest --run-browser tests/browser/test_trees.py

test-all: test test-sweeps test-dynamodb test-browser package test-zip ## Everything there is to check

lint: $(STAMP)
	@echo "Checking style …"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	+@$(call with_node,lint)

format: $(STAMP) ## Format the code and fix what ruff and Biome can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	+@$(call with_node,format)

types: $(STAMP)
	@echo "Checking types …"
	@$(BIN)/mypy

imports: $(STAMP)
	@echo "Checking who imports whom …"
	@$(BIN)/lint-imports --no-logo

fuzz: $(STAMP) ## Read made-up mails for a while (MINUTES=1); what fails is kept in build/fuzz
	@$(BIN)/python -m tests.mail.fuzz --minutes $(MINUTES)

tests/bench/node_modules/.installed: tests/bench/package-lock.json
	@$(HAS_NODE) || { echo "Lighthouse needs Node 20 or newer, which is not on the PATH."; exit 1; }
	@echo "Installing Lighthouse …"
	@cd tests/bench && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

lighthouse: $(STAMP) tests/bench/node_modules/.installed ## Score the portal's first page with Lighthouse into docs/benchmarks.md
	@$(BIN)/python -m tests.bench lighthouse

bench: $(STAMP) tests/bench/node_modules/.installed ## Measure on DynamoDB Local and write docs/benchmarks.md
	@$(BIN)/python -m tests.bench

similar: $(STAMP) ## Judge the assistant's similar tickets and write their recall into docs/benchmarks.md
	@$(BIN)/python -m tests.bench similar

package: $(STAMP) $(CONSOLE_PAGE) ## Build and check the Lambda zip, its bill of materials and the CloudFormation template in build/
	@$(BIN)/python -m infra.package

build/deployment.zip:
	@$(MAKE) --no-print-directory package

test-zip: $(STAMP) build/deployment.zip ## Run every function of the packaged zip as Lambda does, with its role's rights alone (needs Linux)
	@$(BIN)/python -m tests.zip.build
	@echo "Running the functions of the zip …"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --run-zip tests/zip

lock: $(STAMP) ## Write requirements-dev.lock, with hashes, anew from requirements-dev.txt
	@$(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --no-annotate --no-header --output-file requirements-dev.lock requirements-dev.txt

clean: ## Remove everything that was built or installed
	@rm -rf $(VENV) build .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
