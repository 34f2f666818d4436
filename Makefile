# `make demo` and `make test` install what they need on a bare machine that has Swift. CONTRIBUTING.md explains the rest.

SWIFT ?= swift
# For every build: `--disable-sandbox` inside another sandbox, such as Homebrew's.
SWIFT_FLAGS ?=
PREFIX ?= /usr/local

# The release binary. On Linux all libraries but the C library are linked into it, so that it starts fast and can be
# copied alone:
#   - unused sections and names that nobody looks up are left out
#   - types are found without a search through all protocol conformances, which took a third of a start
#   - no hashes of the compiler's own and no build id are in it, which differ from one build to the next
STATIC = $(CURDIR)/.build/static
ifeq ($(shell uname),Darwin)
RELEASE = $(SWIFT_FLAGS) --configuration release
else
RELEASE = $(SWIFT_FLAGS) --configuration release --static-swift-stdlib --pkg-config-path $(STATIC) \
	-Xlinker --no-export-dynamic -Xlinker --as-needed -Xlinker --build-id=none \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
	-Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
endif
# The folders of what was built. SwiftPM is asked for them when a recipe runs.
DEBUG_FOLDER = "$$($(SWIFT) build --show-bin-path)"
RELEASE_FOLDER = "$$($(SWIFT) build $(RELEASE) --show-bin-path)"

.PHONY: demo test check bench fuzz install uninstall format clean \
	lint docs test-parsers test-editors test-page test-docs test-library test-install \
	kills rounds week growth limits leaks threads fuzz-one fuzz-minimise fuzz-build screenshot build build-manual package test-package debug setup

demo: debug
	@Scripts/demo.sh $(DEBUG_FOLDER)/okrmd

# The parser reads one note at a time, so the tests of the conversion run in two processes. Next to them, tests that wait
# for stalled servers would exceed their own time limits.
CONVERSION_TESTS = ContentBlocksTests|MarkdownTranslatorTests
LONG_TESTS = PropertyTests|RenderingLawTests|HostileHTMLTests
test: setup
	@Scripts/setup.sh test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --ignore-lock --filter '$(LONG_TESTS)' & \
	$(SWIFT) test --skip-build --ignore-lock --filter '$(CONVERSION_TESTS)' --skip '$(LONG_TESTS)'; status=$$?; \
	wait $$! && exit $$status
	$(SWIFT) test --skip-build --skip '$(CONVERSION_TESTS)'

# What every change must pass.
check: lint test test-parsers test-editors test-page test-docs test-library test-install docs

# The direction of imports, whether a wrong one would be found, and formatting.
SWIFT_FILES = Package.swift Sources Tests Examples Fuzzing
lint:
	@Scripts/lint-imports.py
	@Tests/lint/run.py
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)

format:
	$(SWIFT) format format --in-place --recursive $(SWIFT_FILES)

# The conversion with another version of the parser, and a build with its public headers alone.
test-parsers: setup
	@Scripts/setup.sh parsers
	@Tests/parsers/run.sh $(SWIFT)

# The editors' hooks in the real editors.
test-editors: debug
	@Scripts/setup.sh editors
	@OKRMD_REQUIRE_EDITORS=1 Tests/editors/run.sh $(DEBUG_FOLDER)/okrmd

# The page in a browser, Debian's Chromium.
test-page: debug
	@Scripts/setup.sh page
	@OKRMD_REQUIRE_CHROMIUM=1 Tests/page/run.sh $(DEBUG_FOLDER)/okrmd

# The commands of the READMEs, and what they print.
test-docs: debug
	@Scripts/setup.sh readme
	@Tests/readme/run.sh $(DEBUG_FOLDER)/okrmd

# A package that takes the converter alone, and what is built for it.
test-library: setup
	@Tests/library/run.sh $(SWIFT)

# okrmd against its sandbox: killed at any moment, on two machines in turn, and a week of two people.
kills: debug
	@Tests/records/kills.py $(DEBUG_FOLDER)/okrmd 300
rounds: debug
	@Tests/records/rounds.py $(DEBUG_FOLDER)/okrmd 20
week: debug
	@Tests/records/week.py $(DEBUG_FOLDER)/okrmd

# Installs into a temporary folder.
test-install: build-manual
	@Scripts/setup.sh install
	@Tests/install/run.sh $(RELEASE_FOLDER)

# The documentation of the libraries, in .build/docs. A warning is an error there. So are two things that the plugin
# does not check: code in an article that does not compile, and a public symbol without a comment.
LIBRARIES = ContentBlocks MarkdownTranslator OKRClient OKRSandbox
docs: setup
	@Scripts/setup.sh docs
	OKRMD_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation \
		$(LIBRARIES:%=--target %) --enable-experimental-combined-documentation --warnings-as-errors \
		--output-path .build/docs
	@Scripts/docs-code.py $(DEBUG_FOLDER)
	@Scripts/undocumented.py $(DEBUG_FOLDER)/../extracted-symbols $(LIBRARIES)

# Compares the conversion with cmark-gfm, pandoc and parsing alone. CASES='1k 8m' measures these alone.
bench: build
	@Scripts/setup.sh bench
	@Benchmarks/run.sh $(RELEASE_FOLDER)/okrmd

# Counts instructions for hostile input of a size and of twice that size.
growth: build
	@Scripts/setup.sh growth
	@Tests/growth/run.sh growth $(RELEASE_FOLDER)/okrmd

# Converts hostile input of the largest size.
limits: build
	@Scripts/setup.sh growth
	@Tests/growth/run.sh limits $(RELEASE_FOLDER)/okrmd

# The tool under valgrind.
leaks: build
	@Scripts/setup.sh growth
	@Tests/sanitize/leaks.sh $(RELEASE_FOLDER)/okrmd

# Concurrent conversions under ThreadSanitizer.
threads: setup
	@Tests/sanitize/threads.sh $(SWIFT)

# Fuzzes the conversion: FUZZ_SECONDS for each target, FUZZ_SEED, FUZZ_TARGETS. See Fuzzing/README.md.
# (SwiftPM passes a second --sanitize in no fixed order, and the compiler uses only the last.)
FUZZ = OKRMD_FUZZ=1 $(SWIFT) build --configuration release --scratch-path .build/fuzz --product okrmd-fuzz \
	--sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address \
	-Xswiftc -assert-config -Xswiftc Debug
FUZZER = "$$($(FUZZ) --show-bin-path)"/okrmd-fuzz
FUZZ_SECONDS ?= 60
FUZZ_SEED ?= 1
export FUZZ_SECONDS FUZZ_SEED FUZZ_TARGETS

fuzz: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) run

# What is wrong with one input, and a smaller one with the same fault: INPUT=FILE
fuzz-one: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) one "$(INPUT)"

fuzz-minimise: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) minimise "$(INPUT)"

fuzz-build: setup
	$(FUZZ)

# Regenerates the screenshot in the README.
screenshot: build
	@Scripts/setup.sh page
	@Scripts/preview-screenshot.sh $(RELEASE_FOLDER)/okrmd

debug: setup
	$(SWIFT) build --product okrmd

build: setup
	@Scripts/static-libraries.sh $(STATIC)
	$(SWIFT) build $(RELEASE) --product okrmd

# The program that writes the manual pages; it is part of the argument parser.
build-manual: build
	$(SWIFT) build $(RELEASE) --product generate-manual

# PREFIX and DESTDIR are honoured.
install: build-manual
	@Scripts/install.sh $(RELEASE_FOLDER) "$(DESTDIR)$(PREFIX)"

# The Debian package and the archive, in .build/package.
package: setup
	@Scripts/setup.sh package
	@Scripts/package.sh

# Installs the package into new roots of two Debian releases. Needs root.
test-package:
	@Scripts/setup.sh package
	@Tests/package/run.sh

uninstall:
	@Scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

setup:
	@Scripts/setup.sh

clean:
	rm -rf .build
