# Every command of the project. People, CI and the GitHub workflow call these and nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
NAMESPACE ?= nudge
IMAGE ?= nudge:dev
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
NODE_WANTED := 20.9
NODE_OK := $(shell node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 9) ? 0 : 1)' 2>/dev/null && echo yes)
WEB_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) web/package-lock.json web/next.config.mjs web/tsconfig.json

.PHONY: help run test lint format bench e2e e2e-cluster charts-test deploy undeploy status shift back verify image scan evaluate chaos degrade \
	contracts screenshots lock setup page bench-web terraform-test browser clean

help: ## List every command
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup page ## Start Nudge; the address is printed (PORT=8000 NUDGE_HOME=~/.local/share/nudge)
	@$(BIN)/nudge up

test: $(VENV)/.test-ready $(if $(NODE_OK),web/node_modules/.test-ready) page browser ## Run all tests; sets up what they need
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile
	@$(if $(NODE_OK),cd web && npm test --silent)

lint: $(VENV)/.test-ready $(if $(NODE_OK),web/node_modules/.test-ready) ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run make format"; exit 1; }
	@$(BIN)/mypy
	@$(if $(NODE_OK),cd web && npm run --silent lint)

format: $(VENV)/.test-ready ## Format the Python code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: $(VENV)/.test-ready ## Measure speed beside targets and limits (about 6 minutes): make bench ONLY=reminders, make bench LANE=real
	@$(BIN)/python -m tests.benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(LANE),--lane $(LANE))

bench-web: $(VENV)/.test-ready page browser ## Measure the page in a real Chromium (about 5 minutes)
	@$(BIN)/python -m tests.benchmarks.page

e2e: $(VENV)/.test-ready ## Test on real Dapr, Kafka and Postgres with TLS (needs Go, Java 17, Maven; 25 minutes the first time)
	@$(BIN)/python -m tests.lane build
	@echo "The contract suite runs on daprd beside the tests that follow; it is told at the end …"
	@told=$$(mktemp) && trap 'rm -f "$$told"' EXIT; \
		$(BIN)/python -m pytest -q tests/contract/sidecar --sidecar daprd --ignore tests/contract/sidecar/local > "$$told" 2>&1 & contract=$$!; \
		trap 'kill $$contract; exit 130' INT TERM; \
		$(BIN)/python -m pytest -q $(if $(THOROUGH),-m "thorough or not thorough") tests/real; lane=$$?; \
		wait $$contract; contract=$$?; echo "Contract suite on daprd:"; cat "$$told"; \
		exit $$((lane || contract))

e2e-cluster: $(VENV)/.test-ready ## Test the Nudge that is installed on a Kubernetes cluster: make e2e-cluster KUBECONFIG=file
	@test -n "$(KUBECONFIG)" || { echo "Say which cluster: make e2e-cluster KUBECONFIG=file"; exit 2; }
	@KUBECONFIG=$(KUBECONFIG) $(BIN)/python -m pytest -q -s --timeout 900 tests/cluster

charts-test: $(VENV)/.test-ready ## Judge the charts and workflows by helm, kubeconform, kube-score, checkov and actionlint (needs Go; 10 minutes the first time)
	@$(BIN)/python -m tests.charts
	@$(BIN)/python -m pytest -q --timeout 900 tests/charts

deploy: setup ## Install Nudge on the cluster of KUBECONFIG: make deploy PLATFORM=minikube VALUES=my.yaml SET="global.publicUrl=https://…"
	@test -n "$(PLATFORM)" || { echo "Say where to: make deploy PLATFORM=minikube (or eks, gke, aks, digitalocean)"; exit 2; }
	@$(BIN)/python -m deploy install $(PLATFORM) --namespace $(NAMESPACE) $(addprefix --values ,$(VALUES)) $(addprefix --set ,$(SET)) $(if $(HOLD),--hold)

undeploy: setup ## Take Nudge off the cluster; secrets and data stay
	@$(BIN)/python -m deploy remove --namespace $(NAMESPACE)

status: setup ## Show what runs on the cluster and what is wrong
	@$(BIN)/python -m deploy status --namespace $(NAMESPACE)

shift: setup ## After make deploy HOLD=yes: send all requests to the new version
	@$(BIN)/python -m deploy shift --namespace $(NAMESPACE)

back: setup ## Send all requests to the version before, and roll the release back
	@$(BIN)/python -m deploy back --namespace $(NAMESPACE)

verify: $(VENV)/.test-ready ## Try out the Nudge at an address: make verify URL=https://… (its access token in NUDGE_ACCESS_TOKEN)
	@test -n "$(URL)" || { echo "Say where it is: make verify URL=https://nudge.example.com"; exit 2; }
	@NUDGE_URL=$(URL) $(BIN)/python -m pytest -q tests/smoke

image: ## Build the image of all functions (needs Docker with buildx): make image IMAGE=ghcr.io/nudge/nudge:1.0
	@command -v docker > /dev/null || { echo "The image is built by Docker with buildx, which is missing."; exit 1; }
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) docker buildx build --tag $(IMAGE) --build-arg REVISION=$$(git rev-parse HEAD) \
		--output type=docker,rewrite-timestamp=true .

scan: $(VENV)/.test-ready ## Look for known weaknesses in packages, and for secrets in the history (needs Go and the network)
	@$(BIN)/python -m tests.scan

evaluate: $(VENV)/.test-ready ## Score the understanding of language: make evaluate DATA=folder
	@test -n "$(DATA)" || { echo "Say where the data lies: make evaluate DATA=folder"; exit 2; }
	@$(BIN)/python -m tests.evaluate $(DATA)

chaos: $(VENV)/.test-ready ## Kill, stop and cut off processes at random under load: make chaos LANE=real ROUNDS=20 SEED=1
	@$(BIN)/python -m tests.chaos --lane $(or $(LANE),local) --rounds $(or $(ROUNDS),100) --seed $(or $(SEED),1) $(if $(KINDS),--kinds $(KINDS))

degrade: $(VENV)/.test-ready ## Let each part fail in each way and write docs/failures.md anew (about 10 minutes)
	@$(BIN)/python -m pytest -q -s -m "thorough or not thorough" tests/faults
	@$(BIN)/python -m tests.faults

terraform-test: $(VENV)/.terraform-ready ## Check terraform/ and apply it to a simulated AWS (needs Terraform and Go; some minutes to set up the first time)
	@$(BIN)/python -m pytest -q --timeout 3600 tests/terraform

contracts: $(VENV)/.test-ready ## Write the event schemas and the OpenAPI document anew
	@$(BIN)/python -m shared.contracts

screenshots: $(VENV)/.test-ready page browser ## Take the pictures in docs/images anew
	@$(BIN)/python -m tests.e2e.screenshots

lock: $(VENV)/.test-ready ## Pin the Python packages anew, with hashes
	@$(PIP) install uv
	@for each in "run:build,machine" "test:build,machine,cluster,test" "image:cluster"; do \
		extras=$$(echo "$${each#*:}" | sed 's/[^,]*/--extra &/g; s/,/ /g'); \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
			--no-header --no-annotate $$extras pyproject.toml -o requirements/$${each%%:*}.txt; done
	@cd requirements && for each in terraform checkov "bindings --no-deps"; do \
		../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
			--no-header --no-annotate $${each%% *}.in $$(echo "$$each" | grep -o -e "--.*") -o $${each%% *}.txt; done

clean: ## Remove what was built (never your data)
	@rm -rf $(VENV) web/node_modules web/out web/.next web/.test .mypy_cache .pytest_cache .ruff_cache *.egg-info build

setup: $(VENV)/.ready

$(VENV)/.ready: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Nudge needs Python 3.11 or newer; $(PYTHON) is older. Name another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Preparing the Python environment …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages (about half a minute the first time) …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q functions shared local
	@touch $@

$(VENV)/.test-ready: $(VENV)/.ready requirements/test.txt
	@echo "Installing packages for tests …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.terraform-ready: $(VENV)/.test-ready requirements/terraform.txt
	@echo "Installing packages for checks of Terraform …"
	@$(PIP) install --require-hashes -r requirements/terraform.txt
	@touch $@

ifeq ($(NODE_OK),yes)
page: web/out/index.html

web/node_modules/.ready: web/package-lock.json
	@echo "Installing packages of the page …"
	@cd web && npm ci --omit=dev --silent
	@touch $@

web/node_modules/.test-ready: web/package-lock.json
	@echo "Installing packages of the page and its tests …"
	@cd web && npm ci --silent
	@touch web/node_modules/.ready $@

web/out/index.html: web/node_modules/.ready $(WEB_SOURCES)
	@echo "Building the page (about half a minute) …"
	@cd web && npm run --silent build > .build.log 2>&1 || { cat .build.log; exit 1; }
	@touch $@
else
page:
	@echo "Note: the page is not built, which needs Node $(NODE_WANTED) or newer. Everything else works."
endif

browser:
	@command -v "$${CHROMIUM:-chromium}" > /dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
			echo "Installing Chromium for the browser tests …"; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } > /dev/null 2>&1; \
		fi; \
		command -v "$${CHROMIUM:-chromium}" > /dev/null || { \
			echo "The browser tests need Chromium: install it, or name it by CHROMIUM=/path/to/chromium"; exit 1; }; }
