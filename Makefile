# make demo    a small archive from samples/, and real searches on it
# make serve   the same archive in a browser
# make test    the whole test suite
# make check   format, lint, strict types and the tests
# make lock    pin the dependencies anew (after a change in pyproject.toml)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
ARCHIVE := $(BIN)/archive --home $(DEMO)

.PHONY: demo serve test check format lock docs clean

# Installs from the lock, then the package itself without looking for dependencies again.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DEMO)/archive.db: $(VENV)/installed $(shell find samples -type f 2>/dev/null)
	rm -rf $(DEMO)
	$(ARCHIVE) ingest samples

demo: $(DEMO)/archive.db
	@echo; echo '$$ archive search "Deir Ezzor" --facets --limit 3'
	@$(ARCHIVE) search "Deir Ezzor" --facets --limit 3
	@echo; echo '$$ archive search "Deir Ezzor" --tag "Syria, Iraq, Conflict" --from 2017-11 --to 2017-11 --limit 3'
	@$(ARCHIVE) search "Deir Ezzor" --tag "Syria, Iraq, Conflict" --from 2017-11 --to 2017-11 --limit 3
	@echo; echo '$$ archive search "title:retaken OR oilfield -Raqa" --sort newest --limit 2'
	@$(ARCHIVE) search "title:retaken OR oilfield -Raqa" --sort newest --limit 2
	@echo; echo '$$ archive status'
	@$(ARCHIVE) status
	@echo; echo 'The same archive in a browser: make serve'

serve: $(DEMO)/archive.db
	$(ARCHIVE) serve

test: $(VENV)/installed
	$(BIN)/python -m pytest

check: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:
	uv pip compile --quiet --extra dev --group build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
