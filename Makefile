# `make demo` and `make test` set up what they need on a bare Debian machine that has Swift.

SWIFT ?= swift
# The runtime libraries are linked into the binary, so that it starts at once and can be copied alone. At a fixed
# address, the loader need not go through a hundred thousand pointers at every start.
RELEASE = --configuration release --static-swift-stdlib -Xlinker -no-pie

.PHONY: demo test test-editors test-page screenshot build setup clean

demo: build
	@Scripts/demo.sh "$$($(SWIFT) build $(RELEASE) --show-bin-path)/okrmd"

# The tests of the conversion keep all processors busy. Beside them, those that wait for servers which stall would
# run into time limits of their own.
test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter 'ContentBlocksTests|MarkdownTranslatorTests'
	$(SWIFT) test --skip-build --skip 'ContentBlocksTests|MarkdownTranslatorTests'

# Runs the editors' hooks in the real editors. Debian's packages of them are installed when they are missing.
test-editors: setup
	Scripts/setup.sh editors
	$(SWIFT) build --product okrmd
	OKRMD_REQUIRE_EDITORS=1 Tests/editors/run.sh "$$($(SWIFT) build --show-bin-path)/okrmd"

# Looks at the page in a browser, Debian's Chromium.
test-page: setup
	@Scripts/setup.sh page
	$(SWIFT) build --product okrmd
	OKRMD_REQUIRE_CHROMIUM=1 Tests/page/run.sh "$$($(SWIFT) build --show-bin-path)/okrmd"

# Takes the picture in the README anew.
screenshot: build
	@Scripts/setup.sh page
	@Scripts/preview-screenshot.sh "$$($(SWIFT) build $(RELEASE) --show-bin-path)/okrmd"

build: setup
	$(SWIFT) build $(RELEASE) --product okrmd

setup:
	@Scripts/setup.sh

clean:
	$(SWIFT) package clean
