# The commands that people type. Each is one thin line; what they need is installed first, when it is missing.

.PHONY: run test build conformance golden reports fuzz bench figures format clean help setup

help: ## Say what there is.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: build ## Boot the kernel: in a window, or in the terminal when there is no display.
	@Tools/run

build: setup ## Make .build/release/emulator and Images/kernel.elf.
	@Tools/build

test: setup ## Prove everything: lint, unit tests, the guest's own tests on both machines, conformance, determinism.
	@Tools/test

conformance: build ## Boot the same kernel here and in QEMU, and compare what they say and show.
	@Tools/conformance

golden: build ## Remake the golden traces and pictures in Images/Golden on purpose, and show what changed.
	@Tools/golden

fuzz: setup ## Throw random guests at the machine for ten minutes, and for ten more under AddressSanitizer.
	@Tools/fuzz

bench: setup ## Time our machine beside QEMU and Bochs (about eight minutes).
	@Tools/bench --write Documentation/Speed.md

reports: setup ## Write the tables of what the processor was compared with: Documentation/Instructions.md, SystemOracle.md, Decoding.md.
	@Tools/reports

figures: build ## Write down what the guest's operations cost, in instructions (Benchmarks/Guest/figures.txt).
	@Tools/figures --update

format: ## Bring all sources into their form.
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Examples/Package.swift Examples/Tests

clean: ## Remove what was built.
	@rm -rf .build .build-unoptimized .build-sanitized .build-bench Examples/.build Images/kernel.elf

setup:
	@Tools/setup
