# `make demo` and `make test` set up what they need on a bare Debian machine that has Swift.

SWIFT ?= swift
# The runtime libraries are linked into the binary, so that it starts at once and can be copied alone.
RELEASE = --configuration release --static-swift-stdlib

.PHONY: demo test build setup clean

demo: build
	@Scripts/demo.sh "$$($(SWIFT) build $(RELEASE) --show-bin-path)/okrmd"

test: setup
	$(SWIFT) test

build: setup
	$(SWIFT) build $(RELEASE) --product okrmd

setup:
	@Scripts/setup.sh

clean:
	$(SWIFT) package clean
