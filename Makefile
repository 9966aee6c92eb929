# make demo   builds Swiftlet, runs the first notebook through Jupyter and says where its results are
# make test   runs every test
# make lab    opens the notebooks in JupyterLab
# make help   lists the rest

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
export PYTHON

venv := $(CURDIR)/.venv
python := $(venv)/bin/python
environment := $(venv)/.installed
pytorch := $(CURDIR)/.venv-pytorch
# Which PyTorch to compare with; one without CUDA is smaller, as in PYTORCH=torch==2.13.0+cpu.
PYTORCH ?= torch>=2.5,<3
swift := .tools/with-toolchain swift
swiftlet := .build/release/swiftlet
# JupyterLab refuses to run as root, as in a container, unless it is told to.
allow_root := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help demo test sanitize bench pytorch lab screenshot setup toolchain packages build kernelspec format lint clean

help: ## lists these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: setup ## builds, runs the first notebook through Jupyter, says where its results are
	@$(python) .tools/run_demo.py notebooks/01-first-network.ipynb .build/demo
	@echo "To run it yourself in JupyterLab: make lab"

test: setup ## runs the Swift tests and those that drive the kernel as Jupyter clients do
	@.tools/system-packages chromium || echo "Without chromium, the tests in a browser are skipped."
	@$(swift) build -c release --build-tests
	@failed=0; \
	$(swift) test -c release --skip-build --disable-xctest || failed=1; \
	$(python) -m pytest Tests/Clients || failed=1; \
	exit $$failed

# Not the kernel's: it catches the signals that the sanitizer wants for itself.
sanitize: packages ## runs the learning modules' tests under the address sanitizer
	@$(swift) build -c release --build-tests --sanitize=address --scratch-path .build/sanitized
	@ASAN_OPTIONS=detect_leaks=0 $(swift) test -c release --skip-build --disable-xctest --sanitize=address \
		--scratch-path .build/sanitized --filter "Tensors|NeuralNetworks|Training|Baselines|Models|Figures|Weights|NotebookDisplay"

lab: setup ## opens the notebooks in JupyterLab
	@$(python) -m jupyterlab $(allow_root) --notebook-dir=notebooks notebooks/01-first-network.ipynb

screenshot: setup ## runs the first notebook in JupyterLab in a headless browser and takes its picture
	@.tools/system-packages chromium
	@$(python) Tests/Clients/screenshot.py notebooks/01-first-network.ipynb .build/screenshots

bench: setup ## runs the benchmarks, beside PyTorch if `make pytorch` has installed it
	@SWIFTLET_PYTORCH=$(pytorch)/bin/python $(python) Benchmarks/compare.py

pytorch: packages ## installs PyTorch, which is large, for the benchmarks
	@test -x $(pytorch)/bin/python || $(PYTHON) -m venv $(pytorch)
	@$(pytorch)/bin/python -m pip install --quiet --disable-pip-version-check '$(PYTORCH)' 'numpy>=2.1,<3'

setup: kernelspec ## everything up to an installed kernel

kernelspec: build $(environment)
	@$(swiftlet) install --prefix $(venv)

build: packages
	@$(swift) build -c release

$(environment): .tools/requirements.txt $(wildcard kernelspec/papermill-swift/*.*) | packages
	@.tools/python-environment $(venv) $<
	@touch $@

packages: toolchain
	@.tools/system-packages

toolchain:
	@.tools/with-toolchain true

format: toolchain ## lays out the Swift sources
	@$(swift) format format --in-place --recursive --parallel Package.swift Sources $(wildcard Tests/*Tests)

lint: toolchain ## checks the layout of the Swift sources
	@$(swift) format lint --strict --recursive --parallel Package.swift Sources $(wildcard Tests/*Tests)

clean: ## removes what was built and installed here
	rm -rf .build .venv .venv-pytorch
