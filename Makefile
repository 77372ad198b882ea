# GNU make. `make help` says what there is to do.
VARIANT ?=
B := build$(if $(VARIANT),/$(VARIANT))
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

# ---- what a machine needs, by Debian name; `make deps` installs what is
# missing ----
DEPS_BUILD := gcc libc6-dev make libgit2-dev libcyaml-dev libyaml-dev \
	libjansson-dev libsqlite3-dev libmd-dev scdoc
DEPS_TEST := git cmake g++ python3 sqlite3 procps libcriterion-dev libcmark-gfm-dev \
	libcmark-gfm-extensions-dev
DEPS_LINT := clang clang-format clang-tidy cppcheck libclang-rt-dev shellcheck

# ---- flags ----
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 \
	-Wundef -Wno-missing-field-initializers -Werror
CFLAGS ?= -O2 -g
ifeq ($(VARIANT),clang)
CC := clang
endif
ifeq ($(VARIANT),asan)
CFLAGS := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
endif
DEFINES := -D_GNU_SOURCE -DTIDEMARK_VERSION='"$(VERSION)"'
ALL_CFLAGS = -std=c17 $(WARN) -I. $(DEFINES) $(CPPFLAGS) $(CFLAGS)
# Criterion's macros convert and shadow; a test's text may be a char *.
TEST_CFLAGS = $(ALL_CFLAGS) -Wno-conversion -Wno-missing-prototypes \
	-Wno-shadow -Wno-write-strings
LIBS_TIDEMARK := -lgit2 -lcyaml -lyaml -lsqlite3 -ljansson -lmd -lm
LIBS_BENCH := -ljansson -lm
LIBS_TEST := -lcriterion -lcmark-gfm -lcmark-gfm-extensions

# ---- sources: a file in a floor's folder is part of it ----
MAINS := runner/main.c core/bench/main.c
SRC_BASE := $(wildcard core/base/*.c)
SRC_INTERVAL := $(wildcard core/interval/*.c)
SRC_BENCH := $(filter-out $(MAINS),$(wildcard core/bench/*.c))
SRC_TIDEMARK := $(filter-out $(MAINS),$(wildcard \
	baselines/*.c reports/*.c ci/*.c runner/*.c runner/repo/*.c))
SRC := $(SRC_BASE) $(SRC_INTERVAL) $(SRC_BENCH) $(SRC_TIDEMARK) $(MAINS)
HEADERS := $(wildcard core/*/*.h baselines/*.h reports/*.h ci/*.h runner/*.h \
	runner/repo/*.h)
TEST_KINDS := unit model golden
SRC_TEST := $(wildcard tests/*/*.c)
SRC_SUPPORT := $(wildcard tests/support/*.c)
FORMATTED := $(SRC) $(HEADERS) $(SRC_TEST) $(wildcard tests/*/*.h)
MAN := $(patsubst docs/man/%.scd,$(B)/man/%,$(wildcard docs/man/*.scd))
obj = $(patsubst %.c,$(B)/obj/%.o,$(1))

all: $(B)/tidemark $(B)/interval-bench $(B)/libinterval.a $(MAN)

help:
	@echo 'make               build tidemark, interval-bench, libinterval.a'
	@echo 'make demo          the gate on a scratch repository, end to end'
	@echo 'make test          every quick test; make test-all adds the rest'
	@echo 'make check-asan    the tests under sanitizers; check-clang: clang'
	@echo 'make lint          warnings, clang-tidy, cppcheck, layers, format'
	@echo 'make bench-gate    what the gate costs, and its verdicts'
	@echo 'make fuzz          each fuzzer for FUZZ_SECONDS'
	@echo 'make install       to DESTDIR and PREFIX; make uninstall'
	@echo 'make deps          install the packages that are missing'
	@echo 'make format golden clean'

# ---- building; V=1 shows the commands ----
ifeq ($(V),1)
say = @:
Q :=
else
say = @printf '  %-6s %s\n' $(1) $@
Q := @
endif

$(B)/libbase.a: $(call obj,$(SRC_BASE))
$(B)/libinterval.a: $(call obj,$(SRC_INTERVAL))
$(B)/libbench.a: $(call obj,$(SRC_BENCH))
$(B)/libtidemark.a: $(call obj,$(SRC_TIDEMARK))
$(B)/lib%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR)
	$(Q)$(AR) rcsD $@ $^

$(B)/tidemark: $(call obj,runner/main.c) $(B)/libtidemark.a $(B)/libbase.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)
$(B)/interval-bench: $(call obj,core/bench/main.c) $(B)/libbench.a \
		$(B)/libinterval.a $(B)/libbase.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_BENCH)

$(B)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(TEST_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/man/%: docs/man/%.scd
	@mkdir -p $(@D)
	$(call say,MAN)
	$(Q)scdoc <$< >$@

# ---- tests: one Criterion program a kind ----
TEST_LIBS := $(B)/libtidemark.a $(B)/libbench.a $(B)/libinterval.a \
	$(B)/libbase.a
TEST_PROGRAMS := $(TEST_KINDS:%=$(B)/test/%)
$(B)/test/unit: $(call obj,$(wildcard tests/unit/*.c))
$(B)/test/model: $(call obj,$(wildcard tests/model/*.c))
$(B)/test/golden: $(call obj,$(wildcard tests/golden/*.c))
$(B)/test/%: $(call obj,$(SRC_SUPPORT)) $(TEST_LIBS)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(TEST_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(TEST_LIBS) \
		$(LIBS_TEST) $(LIBS_TIDEMARK)
-include $(shell [ -d $(B)/obj ] && find $(B)/obj -name '*.d')

# Every target that a new user may start with installs what it needs first.
test: deps
	@$(MAKE) --no-print-directory test-built
test-built: all $(TEST_PROGRAMS)
	tests/run $(B) $(TEST_KINDS) e2e
test-unit: all $(TEST_PROGRAMS)
	tests/run $(B) $(TEST_KINDS)
test-e2e: all
	tests/run $(B) e2e
test-all: test
	@$(MAKE) --no-print-directory test-rest
# What `make test` leaves out: clang's build of the tests, and the fuzzers.
test-rest: deps
	@$(MAKE) --no-print-directory VARIANT=clang all $(TEST_KINDS:%=build/clang/test/%)
	tests/run build/clang $(TEST_KINDS)
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=20
check-asan: deps
	@$(MAKE) --no-print-directory VARIANT=asan test-built
check-clang: deps
	@$(MAKE) --no-print-directory VARIANT=clang test-built
golden: $(B)/test/golden
	GOLDEN_UPDATE=1 $(B)/test/golden --jobs 1
	git diff --stat -- tests/golden

# ---- fuzzing: each entry for a while, from its seed corpus ----
FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all
build/fuzz/%: tests/fuzz/%.c $(SRC_BASE) $(SRC_TIDEMARK) $(HEADERS)
	@mkdir -p $(@D)
	$(call say,FUZZ)
	$(Q)clang -std=c17 -I. $(DEFINES) $(FUZZ_FLAGS) -o $@ $< $(SRC_BASE) \
		$(SRC_TIDEMARK) $(LIBS_TIDEMARK)
fuzz: $(FUZZERS)
	@for fuzzer in $(FUZZERS); do \
		echo "$$fuzzer, $(FUZZ_SECONDS) s"; \
		mkdir -p $$fuzzer.found && \
		$$fuzzer -max_total_time=$(FUZZ_SECONDS) -verbosity=0 \
			-artifact_prefix=$$fuzzer. $$fuzzer.found || exit 1; \
	done

demo: deps
	@$(MAKE) --no-print-directory all >/dev/null
	@scripts/demo $(B)
bench-gate: all $(B)/bench/checkout
	scripts/bench-gate $(B)
$(B)/bench/%: $(B)/obj/tests/bench/%.o $(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# ---- lint ----
lint: deps
	@$(MAKE) --no-print-directory -j2 all $(TEST_PROGRAMS) >/dev/null
	@$(MAKE) --no-print-directory -j2 VARIANT=clang all \
		build/clang/test/unit build/clang/test/model \
		build/clang/test/golden >/dev/null
	scripts/lint $(FORMATTED)
format:
	clang-format -i $(FORMATTED)

deps:
	@scripts/deps $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_LINT)

# ---- installing ----
MAN_DIR = $(DESTDIR)$(PREFIX)/share/man
COMPLETION = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tidemark
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(dir $(COMPLETION))
	install -m 755 $(B)/tidemark $(B)/interval-bench \
		$(DESTDIR)$(PREFIX)/bin
	install -m 644 scripts/completion.bash $(COMPLETION)
	for page in $(MAN); do \
		section=$${page##*.} && \
		install -d $(MAN_DIR)/man$$section && \
		install -m 644 $$page $(MAN_DIR)/man$$section || exit 1; \
	done
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tidemark \
		$(DESTDIR)$(PREFIX)/bin/interval-bench $(COMPLETION)
	for page in $(notdir $(MAN)); do \
		rm -f $(MAN_DIR)/man$${page##*.}/$$page; \
	done
clean:
	rm -rf build

.PHONY: all help test test-built test-unit test-e2e test-all test-rest fuzz \
	check-asan \
	check-clang golden demo bench-gate lint format deps install uninstall \
	clean
.DELETE_ON_ERROR:
.SECONDARY:
