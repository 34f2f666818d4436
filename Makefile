# `make demo` and `make test` set up what they need on a bare Debian machine that has Swift.

SWIFT ?= swift
# The runtime libraries are linked into the binary, so that it starts at once and can be copied alone. At a fixed
# address, the loader need not go through a hundred thousand pointers at every start.
RELEASE = --configuration release --static-swift-stdlib -Xlinker -no-pie

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
