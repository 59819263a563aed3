# Everything a person or a CI machine does with this project. `make help` prints the list.

CONFIG ?= debug
ARGS ?=
KILLS ?= 1000
SEED ?=
SECONDS_EACH ?= 300
TARGETS ?=
SUITES ?=
SWIFT ?= swift
BUILD := $(SWIFT) build -c $(CONFIG)
SKILLYARD := .build/$(CONFIG)/skillyard

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests build run demo test docs screenshots lint check bench bench-postgres torture fuzz test-tsan clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  CONFIG=release builds optimised; ARGS='--port 9000' is passed on by make run."

setup: ## Install the system packages that are missing (Debian, Ubuntu)
	@scripts/setup.sh

build: setup ## Build the program
	@echo "==> build ($(CONFIG))"
	@$(BUILD) --product skillyard

run: build ## Start on http://127.0.0.1:8080 with sandbox vendors and data under var/
	@$(SKILLYARD) serve --simulators --local-folders demo $(ARGS)

demo: build ## In a second terminal: add the example skills and install them everywhere, live
	@$(SKILLYARD) skill add --recursive examples/skills
	@$(SKILLYARD) install release-notes unit-table meeting-minutes-ko --on all --reason "make demo" --wait

setup-tests:
	@scripts/setup.sh --tests

test: setup-tests ## Build and run every test
	@CONFIG=$(CONFIG) SWIFT='$(SWIFT)' scripts/test.sh

docs: setup ## Write what follows from something else: docs/configuration.md, docs/schema.md, docs/permissions.md, the embedded OpenAPI document
	@scripts/embed-openapi.sh
	@SKILLYARD_WRITE_DOCS=1 $(SWIFT) test -c $(CONFIG) $(SWIFT_BUILD_OPTIONS) --filter 'CLIConfigurationTests|SchemaDocumentTests|PermissionDocumentTests'

screenshots: build setup-tests ## Take the pictures of the READMEs anew
	@$$(scripts/browser-env.sh)/python scripts/screenshots.py

lint: setup ## Check format, sizes and forbidden words
	@SWIFT='$(SWIFT)' scripts/lint.sh

check: lint test ## Everything CI does

bench: setup ## Measure throughput and latency (optimised build)
	@$(SWIFT) build -c release --product skillyard
	@$(SWIFT) build -c release --product StoreBenchmark
	@$(SWIFT) build -c release --product ChatBenchmark
	@scripts/bench.sh bench.py $(ARGS)

bench-postgres: setup-tests ## Measure on PostgreSQL, beside pgbench on the same server (optimised build)
	@$(SWIFT) build -c release --product skillyard
	@$(SWIFT) build -c release --product QueueBenchmark
	@scripts/bench.sh bench_postgres.py $(ARGS)

torture: setup-tests ## Kill the server 1,000 times under load and compare what was promised with what happened
	@SKILLYARD_CRASH_KILLS=$(KILLS) SKILLYARD_CRASH_SEED=$(SEED) $(SWIFT) test -c $(CONFIG) --filter CrashTests

fuzz: setup ## Fuzz what takes bytes from strangers under AddressSanitizer (SECONDS_EACH=300 TARGETS='archive scan')
	@SWIFT='$(SWIFT)' SECONDS_EACH=$(SECONDS_EACH) scripts/fuzz.sh $(TARGETS)

test-tsan: setup-tests ## Run the Swift tests under ThreadSanitizer, in a build of their own (SUITES='EngineTests WebTests')
	@SWIFT='$(SWIFT)' scripts/test-tsan.sh $(SUITES)

clean: ## Remove build products; data under var/ stays
	@rm -rf .build
