# make demo        a small archive from samples/, and real searches on it
# make serve       the same archive in a browser
# make test        the whole test suite
# make test-postgres  the tests that need a PostgreSQL server, on a real one (needs initdb)
# make check       format, lint, strict types and the tests
# make bench       the archive beside its peers: a report into benchmarks/results (BENCH=... options)
# make torture     every call of every command failing in turn, kills, damaged files, fuzzing (TORTURE=... options)
# make cluster     three nodes of OpenSearch, and the samples on them in a browser (needs a JDK, Maven)
# make test-cluster  the tests that need such nodes, on three, and nodes and workers killed under way
# make installs    a wheel and the folder by pip, pipx and uv, for every Python that is found
# make mutants     whether the tests notice changes of the code (MUTANTS=... options)
# make audit       known weaknesses of the dependencies; it asks servers on the internet
# make docs        write the generated parts of README.md and docs/ anew
# make format      put the code into its one form
# make screenshot  take docs/search-page.png anew
# make screenshots a picture of every kind of page, into .screenshots/
# make lock        pin the dependencies anew (after a change in pyproject.toml)
# make clean       remove everything that these made
#
# PYTHON=...       the interpreter to use (3.11 or later); else the first of these that will do
# TESTED=yes       with check: the tests have just run, so leave them out

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO := .demo
ARCHIVE := $(BIN)/archive --home $(DEMO)

# Where nothing compiled may be kept, each command compiles the whole program for itself: twice the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo serve test test-cluster test-postgres cluster check static format bench torture installs mutants audit docs screenshot screenshots lock clean

help:
	@sed -n -e '/^$$/q' -e 's/^# \{0,1\}//p' Makefile

# From the lock, then the package itself without looking for dependencies again. What was left half
# made (the stamp is missing) is mended: pip completes it, and where there is no pip all is new.
$(VENV)/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed. Where it has another name: make PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "Setting up $(VENV) (once; it downloads the dependencies) ..."
	@rm -f $@
	@$(PIP) --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Made anew when a sample or anything that reads, keeps or indexes one has changed.
$(DEMO)/complete: $(VENV)/installed $(shell find samples archive index -type f ! -name '*.pyc')
	@rm -rf $(DEMO)
	@printf '%s\n' '$$ archive ingest samples --collection Samples'
	@$(ARCHIVE) ingest samples --collection Samples
	@touch $@

# Each line is a command of the demonstration, or (with a #) what to look at in the next one.
define TOUR
# Words, the best article first, with counts of what was found beside them.
search "Deir Ezzor" --facets --limit 3
# A phrase, and what must not occur.
search '"Syrian Democratic Forces" -Raqa' --limit 2
# Narrowed by tags and by month: both ends of the range are included.
search "Deir Ezzor" --tag "Syria, Conflict" --from 2017-11 --to 2017-11
# Fields, brackets, a beginning of a word: newest first.
search 'title:(army OR forces) Mayad*' --sort newest --limit 2
# Any script. This one is written without spaces.
search 神舟
# An article that came twice, the second time corrected: one article, two revisions.
search status:corrected
# What the archive holds.
status
endef
export TOUR

demo: $(DEMO)/complete
	@echo "$$TOUR" | while IFS= read -r line; do case "$$line" in \
		'#'*) printf '\n\n%s\n' "$$line";; \
		*) printf '$$ archive %s\n\n' "$$line"; eval "$(ARCHIVE) $$line" </dev/null || exit 1;; \
	esac; done
	@printf '\n\nThe same archive in a browser: make serve\n'

serve: $(DEMO)/complete
	@$(ARCHIVE) serve

# The server goes on until `tests/cluster/postgres.sh down`.
POSTGRES := [ -e .cluster/postgres/env ] || tests/cluster/postgres.sh up; . .cluster/postgres/env

test-postgres: $(VENV)/installed
	@$(POSTGRES); $(BIN)/python -m pytest --numprocesses auto --dist worksteal \
		tests/archive tests/cli/test_postgres.py -k "server or postgres"

test: $(VENV)/installed
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# The nodes go on until `tests/cluster/cluster.sh down`.
NODES := tests/cluster/cluster.sh status >/dev/null 2>&1 || tests/cluster/cluster.sh up 3; \
	. .cluster/nodes/env

cluster: $(VENV)/installed
	@$(NODES); export ARCHIVE_ENGINE=opensearch ARCHIVE_OPENSEARCH="$$(echo "$$OPENSEARCH_URLS" | tr , ' ')" \
		ARCHIVE_OPENSEARCH_SHARDS=3 ARCHIVE_OPENSEARCH_REPLICAS=1; \
	$(BIN)/archive --home .cluster/archive ingest samples --collection Samples && \
	echo "The nodes go on until: tests/cluster/cluster.sh down" && \
	$(BIN)/archive --home .cluster/archive serve

test-cluster: $(VENV)/installed
	@$(NODES); $(POSTGRES); $(BIN)/python -m pytest --numprocesses auto --dist worksteal -k opensearch && \
	CLUSTER_FAULTS=yes $(BIN)/python -m pytest tests/cluster tests/index/upkeep tests/cli/test_work.py

static: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: static $(if $(TESTED),,test)

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed
	$(BIN)/python benchmarks/bench.py $(BENCH)

torture: $(VENV)/installed
	$(BIN)/python -m tests.torture $(TORTURE)

installs: $(VENV)/installed
	$(BIN)/python -m tests.install $(INSTALLS)

# mutmut stands beside the environment and not in it: nothing else needs what it needs. What is called
# of it is no command, and may be another in the next version.
mutants: $(VENV)/installed
	@test -d .mutants/mutmut || $(PIP) install --target .mutants 'mutmut>=3.8,<3.9'
	$(BIN)/python -m tests.mutants --packages .mutants $(MUTANTS)

# A package that could not be looked up is a failure: without --strict it would pass as sound.
audit: $(VENV)/installed
	@test -x .audit/bin/pip-audit || { "$(PYTHON)" -m venv .audit && .audit/bin/python -m pip --quiet install pip-audit; }
	@.audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.lock || { \
		echo "If the lines above name a package that was not found or a server that did not answer," \
			"nothing was audited:" >&2; \
		echo "it takes PyPI itself, and no mirror that has the files alone." >&2; exit 1; }

docs: $(VENV)/installed
	$(BIN)/python docs/generate.py

# The browser test takes the picture where this variable names a file.
screenshot: $(VENV)/installed
	NEWS_SCREENSHOT=docs/search-page.png $(BIN)/python -m pytest tests/webui/test_journey.py

# Every kind of page: wide and narrow, light and dark, and in a reader's own colours.
screenshots: $(VENV)/installed
	NEWS_SCREENSHOTS=.screenshots $(BIN)/python -m pytest tests/webui/test_looks.py -k pictures

lock:
	uv pip compile --quiet --extra aws --extra cluster --extra dev --extra documents --extra metrics --extra tantivy --group build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(DEMO) .bench .cluster .screenshots .mutants .audit .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
