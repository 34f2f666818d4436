# `make demo` and `make test` set up what they need on a bare Debian machine that has Swift.

SWIFT ?= swift
PREFIX ?= /usr/local

# All libraries but the C library are linked into the binary, so that it starts at once and can be copied alone:
#   - at a fixed address, the loader need not go through a hundred thousand pointers at every start
#   - names that nobody looks up need not be in it
#   - types are found without a search through all conformances to protocols, which took a third of a start
STATIC = $(CURDIR)/.build/static
RELEASE = --configuration release --static-swift-stdlib --pkg-config-path $(STATIC) \
	-Xlinker -no-pie -Xlinker --no-export-dynamic -Xlinker --as-needed -Xswiftc -Xclang-linker -Xswiftc -static-libgcc \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# The folders of what was built. SwiftPM is asked for them when a recipe runs.
DEBUG_FOLDER = "$$($(SWIFT) build --show-bin-path)"
RELEASE_FOLDER = "$$($(SWIFT) build $(RELEASE) --show-bin-path)"

.PHONY: demo test test-editors test-page test-readme test-library test-install lint format docs \
	bench growth limits leaks threads fuzz fuzz-one fuzz-minimise fuzz-build \
	screenshot build build-manual install uninstall setup clean

demo: build
	@Scripts/demo.sh $(RELEASE_FOLDER)/okrmd

# The tests of the conversion keep all processors busy. Beside them, those that wait for servers which stall would
# run into time limits of their own.
test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter 'ContentBlocksTests|MarkdownTranslatorTests'
	$(SWIFT) test --skip-build --skip 'ContentBlocksTests|MarkdownTranslatorTests'

# Runs the editors' hooks in the real editors. Debian's packages of them are installed when they are missing.
test-editors: setup
	@Scripts/setup.sh editors
	$(SWIFT) build --product okrmd
	@OKRMD_REQUIRE_EDITORS=1 Tests/editors/run.sh $(DEBUG_FOLDER)/okrmd

# Looks at the page in a browser, Debian's Chromium.
test-page: setup
	@Scripts/setup.sh page
	$(SWIFT) build --product okrmd
	@OKRMD_REQUIRE_CHROMIUM=1 Tests/page/run.sh $(DEBUG_FOLDER)/okrmd

# Runs the commands of both READMEs and compares what they print with what stands there.
test-readme: setup
	@Scripts/setup.sh readme
	$(SWIFT) build --product okrmd
	@Tests/readme/run.sh $(DEBUG_FOLDER)/okrmd

# Builds a package that takes the converter alone, and looks at what is built for it.
test-library: setup
	@Tests/library/run.sh $(SWIFT)

# Installs into a temporary folder.
test-install: build-manual
	@Tests/install/run.sh $(RELEASE_FOLDER)

# Imports that point in a wrong direction, whether they would be found, and formatting.
SWIFT_FILES = Package.swift Sources Tests Examples Fuzzing
lint:
	@Scripts/lint-imports.sh
	@Tests/lint/run.sh
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)

format:
	$(SWIFT) format format --in-place --recursive $(SWIFT_FILES)

# The documentation of the libraries, in .build/docs. A warning is an error there. So are two things that the plugin
# does not see: code in an article that does not compile, and a public symbol without a comment.
LIBRARIES = ContentBlocks MarkdownTranslator OKRClient OKRSandbox
docs: setup
	@Scripts/setup.sh docs
	OKRMD_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation \
		$(LIBRARIES:%=--target %) --enable-experimental-combined-documentation --warnings-as-errors \
		--output-path .build/docs
	@Scripts/docs-code.sh $(DEBUG_FOLDER)
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

# Runs the tool under valgrind.
leaks: build
	@Scripts/setup.sh growth
	@Tests/sanitize/leaks.sh $(RELEASE_FOLDER)/okrmd

# Concurrent conversions under ThreadSanitizer.
threads: setup
	@Tests/sanitize/threads.sh $(SWIFT)

# Fuzzes the conversion: FUZZ_SECONDS for each target, FUZZ_SEED, FUZZ_TARGETS. See Fuzzing/README.md.
# Parts of a few bytes let short notes have many. (SwiftPM hands a second --sanitize on in no fixed order, and the
# compiler hears only the last.)
FUZZ = OKRMD_FUZZ=1 $(SWIFT) build --configuration release --scratch-path .build/fuzz --product okrmd-fuzz \
	--sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address -Xcc -DPART_LENGTH=24 \
	-Xswiftc -assert-config -Xswiftc Debug
FUZZER = "$$($(FUZZ) --show-bin-path)"/okrmd-fuzz
FUZZ_SECONDS ?= 60
FUZZ_SEED ?= 1
export FUZZ_SECONDS FUZZ_SEED FUZZ_TARGETS

fuzz: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) run

# What is wrong with one input, and a smaller one that is wrong too: INPUT=FILE
fuzz-one: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) one "$(INPUT)"

fuzz-minimise: fuzz-build
	@Scripts/fuzz.sh $(FUZZER) minimise "$(INPUT)"

fuzz-build: setup
	$(FUZZ)

# Takes the picture in the README anew.
screenshot: build
	@Scripts/setup.sh page
	@Scripts/preview-screenshot.sh $(RELEASE_FOLDER)/okrmd

build: setup
	@Scripts/static-libraries.sh $(STATIC)
	$(SWIFT) build $(RELEASE) --product okrmd

# What writes the manual pages; it comes with the argument parser.
build-manual: build
	$(SWIFT) build $(RELEASE) --product generate-manual

# PREFIX and DESTDIR say where.
install: build-manual
	@Scripts/install.sh $(RELEASE_FOLDER) "$(DESTDIR)$(PREFIX)"

uninstall:
	@Scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

setup:
	@Scripts/setup.sh

clean:
	$(SWIFT) package clean
