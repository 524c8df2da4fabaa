# Koers. `make help` lists the targets. Only Python 3.11 (with venv) is needed; uv is used if there.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/koers/locale/*/LC_MESSAGES/django.po))
THEME := var/theme/.stamp
TESTS ?= tests
WORKERS ?= 2

export KOERS_URL ?= http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test spark test-postgresql check lint types imports migrations messages \
	format lock bench reference clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: $(VENV)/.core $(THEME) $(CATALOGUES) ## Serve Assen's demonstration on http://127.0.0.1:$(PORT)
	@$(BIN)/python manage.py demo --port $(PORT)

demo-reset: ## Throw the demonstration's database and figures away, and start over
	rm -rf var/koers.sqlite3* var/store
	@$(MAKE) --no-print-directory demo

test: $(VENV)/.dev $(THEME) $(CATALOGUES) ## Run the tests; parts whose needs are absent skip and say so
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

spark: $(VENV)/.spark ## Add PySpark to the environment (Java 17 is needed), for its tests

test-postgresql: $(VENV)/.dev $(THEME) $(CATALOGUES) ## Run the platform's tests on the database of DATABASE_URL
	@case "$$DATABASE_URL" in postgres*) ;; *) echo "Set DATABASE_URL to a PostgreSQL address first."; exit 2;; esac
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder tests/web tests/journeys

check: lint types imports migrations messages test ## The whole gate

lint: $(VENV)/.dev ## Format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint src/koers

types: $(VENV)/.dev ## Type-check; the engine strictly
	$(BIN)/mypy -p koers
	$(BIN)/mypy --strict -p koers_engine

imports: $(VENV)/.dev ## Hold the import contracts
	$(BIN)/lint-imports

migrations: $(VENV)/.dev ## Every model change has its migration
	@mkdir -p var
	$(BIN)/python manage.py makemigrations --check --dry-run

messages: $(VENV)/.dev ## Every text of the interface has its Dutch translation
	$(BIN)/python -m scripts.messages --check

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure the engine beside DuckDB and cbsodata, up to 100 million observations
	$(BIN)/python -m benchmarks

reference: $(VENV)/.dev ## Write the reference pages that are made from the code
	$(BIN)/python -m scripts.make_reference
	$(BIN)/python manage.py rights_page > docs/reference/rights.md

lock: ## Renew the hashed requirement locks (needs uv)
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-header -q \
		--upgrade pyproject.toml -o requirements/core.txt
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-header -q \
		--upgrade --extra dev -c requirements/core.txt pyproject.toml -o requirements/dev.txt
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-header -q \
		--upgrade --extra dev --extra spark -c requirements/dev.txt pyproject.toml \
		-o requirements/spark.txt

clean: ## Remove what was made here: environment, database, figures, styles
	rm -rf $(VENV) var $(CATALOGUES)

$(VENV)/.core: requirements/core.txt pyproject.toml
	@PYTHON="$(PYTHON)" scripts/install.sh $(VENV) requirements/core.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml
	@PYTHON="$(PYTHON)" scripts/install.sh $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/.core

$(VENV)/.spark: requirements/spark.txt pyproject.toml
	@PYTHON="$(PYTHON)" scripts/install.sh $(VENV) requirements/spark.txt
	@touch $@ $(VENV)/.dev $(VENV)/.core

$(THEME): src/koers/portal/theme/package-lock.json
	@test -x $(BIN)/python || $(MAKE) --no-print-directory $(VENV)/.core
	@$(BIN)/python -m koers.portal.theme

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
