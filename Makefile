# Everything a person or CI runs. `make site` and `make test` set up what they need on a fresh machine.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: help site serve test lint types pytest soak bench bench-build bench-scale bench-check bench-codes bench-messages bench-search bench-scan bench-startup bench-diagnose bench-pictures budgets lighthouse screenshots floors reference scripts lock audit sbom release fuzz clean
help:               ; @grep -hoE '^[a-z-]+: .*## .*' Makefile | sed 's/:.*## /	/' | expand -t 12
site: .venv/.run    ; $(BIN)/errata build                                        ## build site/ from kb/
serve: .venv/.run   ; $(BIN)/errata serve                                        ## serve kb/ with live reload
test: lint types pytest                                                          ## everything CI checks
lint: .venv/.dev    ; $(BIN)/ruff format --check && $(BIN)/ruff check && $(BIN)/lint-imports ## format, style, floors
types: .venv/.dev node_modules/.done ; $(BIN)/mypy && scripts/npm exec --offline -- tsc -p . ## mypy --strict, tsc --strict
# The tests start Python hundreds of times, which takes half a second more where it may not keep what it has compiled.
pytest soak: export PYTHONDONTWRITEBYTECODE =
pytest: .venv/.dev node_modules/.done browser ; $(BIN)/python -m pytest -n 4 --dist worksteal ## the tests, browser included
soak: .venv/.dev node_modules/.done browser ; $(BIN)/python -m pytest -n 2 --dist worksteal -m "soak or hypothesis" --hypothesis-profile soak ## the long tests: every combination, page and random text
bench: .venv/.dev node_modules/.done ; $(BIN)/python -m bench.build_peers               ## builds beside those of Hugo with Pagefind, and of six other generators
bench-build: .venv/.dev ; $(BIN)/python -m bench.floor            ## the build beside its unavoidable parts, and the share of each stage
bench-scale: .venv/.dev browser ; $(BIN)/python -m bench.scale                  ## how builds, sites and queries grow with the number of articles
bench-check: .venv/.dev ; $(BIN)/python -m bench.check                       ## a check beside a build: processor time, and the wait after one edit
bench-codes: .venv/.dev ; $(BIN)/python bench/codes.py --misses                         ## how well codes are found, against labels
bench-messages: .venv/.dev ; $(BIN)/python -m bench.messages                     ## pasted lines and messages against the labels
bench-search: .venv/.dev node_modules/.done browser ; $(BIN)/python -m bench.search                 ## the judged queries in Chromium, beside Pagefind and MiniSearch
bench-scan: .venv/.dev ; $(BIN)/python bench/scan.py                          ## the speed of `errata scan` beside grep's
bench-startup: .venv/.dev ; $(BIN)/python -m bench.startup                     ## what starting errata costs beside starting Python
bench-diagnose: .venv/.dev browser ; $(BIN)/python -m bench.diagnose                 ## a log read in Chromium: time, memory, sizes
bench-pictures: .venv/.dev ; $(BIN)/python -m bench.pictures                     ## smaller forms of pictures: bytes saved, time
budgets: .venv/.dev node_modules/.done browser ; $(BIN)/python -m bench.budgets                ## what pages weigh and how long they take, against the budgets
lighthouse: .venv/.dev node_modules/.done browser ; $(BIN)/python -m bench.lighthouse             ## Lighthouse on home, article, code and search
screenshots: .venv/.dev browser ; $(BIN)/python -m scripts.screenshots                 ## take the pictures of the README anew
floors: .venv/.dev  ; $(BIN)/python -m scripts.draw_floors                      ## draw docs/floors.svg anew from the imports
reference: .venv/.dev ; $(BIN)/python -m scripts.write_reference                  ## write the reference pages of the documentation anew from the code
scripts: .venv/.dev node_modules/.done ; scripts/npm run --silent bundle                  ## bundle src/web into the theme's scripts
lock: .venv/.dev    ; scripts/lock                                               ## pin requirements anew
audit: .venv/.dev node_modules/.done ; $(BIN)/python -m scripts.audit                  ## known faults of the packages, where their services can be reached
sbom: .venv/.run    ; $(BIN)/python -m scripts.write_sbom                         ## write dist/errata.cdx.json, the bill of materials of a release
release: .venv/.dev node_modules/.done ; $(BIN)/hatchling build && $(BIN)/python -m scripts.write_sbom && $(BIN)/python -m scripts.audit ## dist/: the packages, the bill of materials; what is known of their dependencies
fuzz: .venv/.dev    ; $(BIN)/python -m scripts.fuzz && $(BIN)/python -m scripts.fuzz_guided 600 ## 100,000 random articles parsed and rendered, then atheris if it is installed
clean:              ; rm -rf .venv node_modules dist                             ## remove what was set up

.PHONY: browser
browser:            ; @scripts/ensure-browser
.venv/bin/pip:      ; @test -n "$(PYTHON)" || { echo "errata needs Python 3.11 or newer with venv"; exit 1; }; $(PYTHON) -m venv .venv
.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/pip ; $(BIN)/pip install --quiet --require-hashes -r requirements/run.txt && $(BIN)/pip install --quiet --no-deps --no-build-isolation -e . && touch $@
.venv/.dev: requirements/dev.txt .venv/.run ; $(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt && touch $@
node_modules/.done: package-lock.json .venv/.dev ; scripts/npm ci --no-audit --no-fund --silent && touch $@
