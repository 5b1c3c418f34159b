# Everything one does here by one word. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TESTS ?=

# What `make check` gives the settings to prove that they stand up to production.
PRODUCTION := WEFT_ENVIRONMENT=production WEFT_ALLOWED_HOSTS=forum.example.org \
  WEFT_SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \
  WEFT_DATABASE_URL=postgresql://weft@database.example.org/weft WEFT_REDIS_URL=redis://redis.example.org/0 \
  WEFT_EMAIL_URL=smtp://mail.example.org

.DEFAULT_GOAL := help
.PHONY: help run test check lint bench bench-live faults seed pictures chromium

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(STAMP) ## start everything on this machine, at http://127.0.0.1:8000 (WEFT_PORT to choose another)
	@$(BIN)/python -m config.run

test: $(STAMP) chromium ## run every test; TESTS="tests/realtime -k health" to choose
	@$(BIN)/python -m pytest $(TESTS)

check: $(STAMP) lint ## lint, types, walls, migrations, templates, production settings, and the quick tests
	@$(BIN)/python -m pytest -m "not browser and not slow" $(TESTS)

lint: $(STAMP) ## the same without tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy config realtime forum bench
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(STAMP) ## measure against the baselines; SIZE=medium or SIZE=large for one of them, see bench/
	@$(BIN)/python -m bench $(filter medium large,$(SIZE))

bench-live: $(STAMP) ## measure live talk beside a bare server and the tutorial's chat
	@$(BIN)/python -m bench.live

faults: $(STAMP) ## let servers, Redis, PostgreSQL and networks fail for about an hour; SEEDS=10 for longer, TO=file for the table
	@$(BIN)/python -m tests.faults --seeds $(or $(SEEDS),3) $(if $(TO),--to $(TO))

seed: $(STAMP) ## put the demonstration network into the database; SIZE=medium or large: a bench's own database
ifneq ($(filter medium large,$(SIZE)),)
	@$(BIN)/python -m bench.seed $(SIZE)
else
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed_demo
endif

# Installed anew only when the locked list changes.
$(STAMP): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Weft needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(STAMP)

pictures: $(STAMP) chromium ## take the README's pictures of the site that `make run` serves
	@DJANGO_SETTINGS_MODULE=config.settings $(BIN)/python -m tests.pictures

chromium:
	@./tests/need-chromium
