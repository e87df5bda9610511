# The few commands everything starts from. Each needs nothing but what it says it is missing;
# the work itself is done by cargo and by xtask (`cargo xtask --help`).

.DEFAULT_GOAL := help
# Where rustup puts cargo; a shell that was open before does not know it yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

.PHONY: help run test check e2e bench fmt postgres

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## the whole shop on this machine: http://127.0.0.1:8080, Ctrl-C ends it
	@scripts/need cargo cc
	@if command -v perl >/dev/null; then set -- scripts/foreground; fi; \
	exec "$$@" cargo run --release --locked -- serve

test: ## every check and test, on SQLite and on a PostgreSQL of its own, and in a browser
	@scripts/need cargo cc lints node python chromium bangla-font cargo-deny
	@exec cargo --locked xtask test --install

check: ## what finds most mistakes in the least time: format, lints, layering
	@scripts/need cargo cc lints
	@exec cargo xtask check

e2e: ## the tests in a browser alone; pictures of failures go to target/e2e/
	@scripts/need cargo cc node chromium bangla-font
	@exec cargo --locked xtask e2e

bench: ## speed and size against their targets, as a table; takes some minutes
	@scripts/need cargo cc
	@exec cargo --locked xtask bench

fmt: ## format all Rust code
	@cargo fmt --all

postgres: ## a throw-away PostgreSQL for single tests; prints what to export, Ctrl-C removes it
	@scripts/need cargo cc
	@exec cargo xtask postgres --install
