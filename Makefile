# GNU make. `make help` says what there is to do.
VARIANT ?=
B := build$(if $(VARIANT),/$(VARIANT))
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

# ---- what a machine needs, by Debian name; `make deps` installs what is
# missing ----
DEPS_LIBS := libgit2-dev libcyaml-dev libyaml-dev libjansson-dev \
	libsqlite3-dev libmd-dev libcurl4-openssl-dev
DEPS_BUILD := gcc libc6-dev make scdoc $(DEPS_LIBS)
DEPS_RUN := $(DEPS_LIBS) bubblewrap gnuplot-nox
DEPS_TEST := git openssl cmake g++ bubblewrap pkgconf python3 python3-yaml \
	sqlite3 procps libcriterion-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
	libxml2-utils gnuplot-nox fontconfig fonts-dejavu-core
DEPS_LINT := clang clang-format clang-tidy cppcheck libclang-rt-dev shellcheck \
	valgrind
DEPS_BENCH := libabsl-dev libboost-dev
DEPS_BROWSER := chromium
DEPS_CHARTS := gnuplot-nox

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
LIBS_TIDEMARK := -lcurl -lgit2 -lcyaml -lyaml -lsqlite3 -ljansson -lmd -lm
LIBS_BENCH := -ljansson -lm
LIBS_TEST := -lcriterion -lcmark-gfm -lcmark-gfm-extensions

# ---- sources: a file in a floor's folder is part of it ----
MAINS := runner/main.c core/bench/main.c
SRC_BASE := $(wildcard core/base/*.c)
SRC_ROOM := core/room/main.c core/base/supervisor.c core/base/supervisor_child.c \
	core/base/clock.c core/base/cpus.c core/base/instructions.c
SRC_INTERVAL := $(wildcard core/interval/*.c)
SRC_EXAMPLES := $(wildcard core/examples/*.c)
SRC_BENCH := $(filter-out $(MAINS),$(wildcard core/bench/*.c))
SRC_TIDEMARK := $(filter-out $(MAINS),$(wildcard \
	core/room/program.c baselines/*.c reports/*.c ci/*.c runner/*.c \
	runner/repo/*.c))
SRC := $(SRC_BASE) $(SRC_INTERVAL) $(SRC_BENCH) $(SRC_TIDEMARK) \
	$(SRC_EXAMPLES) $(MAINS)
HEADERS := $(wildcard core/*/*.h baselines/*.h reports/*.h ci/*.h runner/*.h \
	runner/repo/*.h)
comma := ,
TEST_KINDS := unit model visits golden nomem
SRC_TEST := $(wildcard tests/*/*.c)
SRC_SUPPORT := $(wildcard tests/support/*.c)
SRC_CONTEST := $(wildcard tests/bench/core/*.c tests/bench/core/*.cc)
MAINS_DETECTOR := tests/bench/detector/main.c tests/bench/detector/workload.c
SRC_DETECTOR := $(filter-out $(MAINS_DETECTOR), \
	$(wildcard tests/bench/detector/*.c))
MAINS_HISTORY := tests/bench/history/main.c tests/bench/history/store.c
SRC_HISTORY := $(filter-out $(MAINS_HISTORY), \
	$(wildcard tests/bench/history/*.c))
SRC_SCALING := $(wildcard tests/bench/scaling/*.c)
SRC_BISECT := $(filter-out %/main.c,$(wildcard tests/bench/bisect/*.c))
FORMATTED := $(SRC) $(HEADERS) $(SRC_TEST) $(wildcard tests/*/*.h) \
	$(SRC_CONTEST) $(wildcard tests/bench/core/*.h tests/bench/core/*.hh) \
	$(SRC_DETECTOR) $(MAINS_DETECTOR) $(wildcard tests/bench/detector/*.h) \
	$(wildcard tests/bench/history/*.[ch] tests/bench/bisect/*.[ch] \
	tests/bench/scaling/*.[ch] tests/bench/report/*.c)
MAN := $(patsubst docs/man/%.scd,$(B)/man/%,$(wildcard docs/man/*.scd))
EXAMPLES := $(patsubst core/examples/%.c,$(B)/examples/%, \
	$(filter-out %/commands.c,$(SRC_EXAMPLES)))
SONAME := libinterval.so.$(firstword $(subst ., ,$(VERSION)))
obj = $(patsubst %.c,$(B)/obj/%.o,$(1))

all: $(B)/tidemark $(B)/interval-bench $(B)/libinterval.a \
	$(B)/installed/libinterval.a $(B)/libinterval.so examples $(MAN)
examples: $(EXAMPLES)

help:
	@echo 'make               build the programs, libinterval and its examples'
	@echo 'make demo          the gate on a scratch repository, end to end'
	@echo 'make test          every quick test; make test-all adds the rest'
	@echo 'make check-asan    the tests under sanitizers; check-clang: clang'
	@echo 'make check-tsan    the interval library in threads; check-valgrind'
	@echo 'make test-browser  the site and the reports in headless Chromium'
	@echo 'make test-long     10^7 random operations of a new seed'
	@echo 'make lint          warnings, clang-tidy, cppcheck, layers, format'
	@echo 'make benchmark     all interval managers, 5,000 operations'
	@echo 'make test-perf     10,000; test-perf-full: 50,000, memory, scaling'
	@echo 'make bench-gate    what the gate costs, and its verdicts'
	@echo 'make bench-core    the interval library beside other containers'
	@echo 'make bench-detector  errors and costs of rules; QUICK=1, SEED=, NOISE='
	@echo 'make bench-history   change points: agreement, delays, times; QUICK=1'
	@echo 'make bench-history-store  what the store of samples costs'
	@echo 'make bench-site    what a site of 2,000 series and 1,000 commits costs'
	@echo 'make bench-bisect  who is named, at what cost; QUICK=1, SEED='
	@echo 'make bench-scaling  classes of growth, and changes; QUICK=1, SEED='
	@echo 'make bench-report  many charts at once; the size of a long one'
	@echo 'make gallery       draw the charts of docs/gallery'
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

# The map is all that hides symbols: -fvisibility=hidden would need marks in
# the header.
$(B)/libinterval.so.$(VERSION): $(SRC_INTERVAL:%.c=$(B)/obj/pic/%.o) \
		core/interval/libinterval.map
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) \
		-Wl,--version-script=core/interval/libinterval.map \
		-Wl,-Bsymbolic-functions -Wl,-z,defs -o $@ $(filter %.o,$^)
$(B)/libinterval.so: $(B)/libinterval.so.$(VERSION)
	$(Q)ln -sf $(<F) $(B)/$(SONAME)
	$(Q)ln -sf $(SONAME) $@
$(B)/examples/%: $(B)/obj/core/examples/%.o \
		$(B)/obj/core/examples/commands.o $(B)/libinterval.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

# Others link this one: one object, whose only global names are interval_*.
$(B)/installed/libinterval.a: $(call obj,$(SRC_INTERVAL))
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR)
	$(Q)$(LD) -r -o $(@D)/interval.o $^
	$(Q)objcopy --wildcard --keep-global-symbol='interval_*' \
		$(@D)/interval.o
	$(Q)$(AR) rcsD $@ $(@D)/interval.o

$(B)/obj/pic/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -fno-semantic-interposition \
		-MMD -MP -c -o $@ $<
# An example includes the header by the name that it is installed as.
$(B)/obj/core/examples/%.o: core/examples/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -Icore/interval -MMD -MP -c -o $@ $<
$(B)/obj/visits/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(TEST_CFLAGS) -DINTERVAL_COUNT_VISITS -MMD -MP -c -o $@ $<
$(B)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(TEST_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A room's supervisor is one static file that tidemark has in it; a sanitizer
# cannot be linked so.
$(B)/obj/static/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) -std=c17 $(WARN) -I. $(DEFINES) $(CPPFLAGS) -O2 \
		-ffunction-sections -MMD -MP -c -o $@ $<
$(B)/room: $(SRC_ROOM:%.c=$(B)/obj/static/%.o)
	$(call say,LINK)
	$(Q)$(CC) -static -Wl,--gc-sections -s -o $@ $^
$(B)/obj/core/room/program.o: $(B)/room
$(B)/obj/core/room/program.o: private CPPFLAGS += -Wa,-I,$(B)

# What the assembler takes in.
$(B)/obj/reports/assets.o: reports/assets/tidemark.css \
	reports/assets/tidemark.js

$(B)/man/%: docs/man/%.scd
	@mkdir -p $(@D)
	$(call say,MAN)
	$(Q)scdoc <$< >$@

# ---- tests: one Criterion program a kind ----
TEST_LIBS := $(B)/libdetector.a $(B)/libhistory.a $(B)/libbisect.a \
	$(B)/libtidemark.a $(B)/libbench.a $(B)/libinterval.a $(B)/libbase.a
BENCH_DETECTOR := $(B)/bench/detector $(B)/bench/workload
TEST_PROGRAMS := $(TEST_KINDS:%=$(B)/test/%)
$(B)/test/unit: $(call obj,$(wildcard tests/unit/*.c))
$(B)/test/model: $(call obj,$(wildcard tests/model/*.c))
# Each n-th allocation of what is linked into it fails.
$(B)/test/nomem: $(call obj,$(wildcard tests/nomem/*.c))
$(B)/test/nomem: private LDFLAGS += \
	$(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc strdup)
$(B)/test/golden: $(call obj,$(wildcard tests/golden/*.c))
$(B)/test/gallery: $(call obj,$(wildcard tests/gallery/*.c))
# The library's objects come before its archive, so they are what is linked.
$(B)/test/visits: $(patsubst %.c,$(B)/obj/visits/%.o, \
	$(wildcard tests/visits/*.c) $(SRC_INTERVAL))
$(B)/test/%: $(call obj,$(SRC_SUPPORT)) $(TEST_LIBS)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(TEST_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(TEST_LIBS) \
		$(LIBS_TEST) $(LIBS_TIDEMARK)
-include $(shell [ -d $(B)/obj ] && find $(B)/obj -name '*.d')

# Every target that a new user may start with installs what it needs first.
test: deps
	@$(MAKE) --no-print-directory test-built
test-built: all $(TEST_PROGRAMS) $(BENCH_DETECTOR)
	tests/run $(B) $(TEST_KINDS) e2e
test-unit: all $(TEST_PROGRAMS)
	tests/run $(B) $(TEST_KINDS)
test-e2e: all $(TEST_PROGRAMS) $(BENCH_DETECTOR)
	tests/run $(B) e2e
test-all: test
	@$(MAKE) --no-print-directory test-rest
# What `make test` leaves out: clang's build of the tests, the fuzzers, and
# the interval library under ThreadSanitizer, valgrind and long streams.
test-rest: deps
	@$(MAKE) --no-print-directory VARIANT=clang all $(TEST_KINDS:%=build/clang/test/%)
	tests/run build/clang $(TEST_KINDS)
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=20
	@$(MAKE) --no-print-directory check-tsan check-valgrind
	@$(MAKE) --no-print-directory test-long INTERVAL_MODEL_SEED=1
	@$(MAKE) --no-print-directory test-browser
# The site and the reports in headless Chromium. Node.js may come from
# elsewhere; where there is none, Debian's is taken.
test-browser: deps all build/browser/node_modules
	@scripts/deps $(DEPS_BROWSER)
	BROWSER_MODULES=$(CURDIR)/build/browser tests/run $(B) browser
build/browser/node_modules: tests/browser/package.json \
		tests/browser/package-lock.json
	@command -v npm >/dev/null || scripts/deps nodejs npm
	@mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@
# A hundred times as many random operations, each time others.
test-long: all $(TEST_PROGRAMS)
	@export INTERVAL_MODEL_OPS=10000000 && \
	export INTERVAL_MODEL_SEED=$${INTERVAL_MODEL_SEED:-$$(date +%s)} && \
	echo "INTERVAL_MODEL_SEED=$$INTERVAL_MODEL_SEED" && \
	tests/run $(B) model visits
check-asan: deps
	@$(MAKE) --no-print-directory VARIANT=asan test-built
check-clang: deps
	@$(MAKE) --no-print-directory VARIANT=clang test-built
# Only the interval library: readers of one set in many threads.
check-tsan: build/tsan/interval_readers
	$<
build/tsan/%: tests/threads/%.c $(SRC_INTERVAL) $(HEADERS)
	@mkdir -p $(@D)
	$(call say,TSAN)
	$(Q)$(CC) -std=c17 $(WARN) -I. $(DEFINES) -O1 -g -fsanitize=thread \
		-o $@ $< $(SRC_INTERVAL) -lpthread
check-valgrind: $(TEST_PROGRAMS)
	tests/valgrind $(B)
golden: $(B)/test/golden
	GOLDEN_UPDATE=1 $(B)/test/golden --jobs 1
	git diff --stat -- tests/golden

# ---- fuzzing: each entry for a while, from its seed corpus ----
FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all
SRC_FUZZED := $(SRC_BASE) $(SRC_INTERVAL) $(SRC_BENCH) $(SRC_TIDEMARK) \
	tests/support/interval_model.c tests/support/interval_flock.c
build/fuzz/%: tests/fuzz/%.c $(SRC_FUZZED) $(HEADERS) build/room
	@mkdir -p $(@D)
	$(call say,FUZZ)
	$(Q)clang -std=c17 -I. -Wa,-I,build $(DEFINES) $(FUZZ_FLAGS) -o $@ $< \
		$(SRC_FUZZED) $(LIBS_TIDEMARK)
# Files to begin with; only what is found is written, and elsewhere.
FUZZ_SEEDS_fuzz_result_file := tests/golden/expected
FUZZ_SEEDS_fuzz_rejudge := tests/golden/expected
fuzz: $(FUZZERS)
	@set -e; $(foreach fuzzer,$(FUZZERS), \
		echo "$(fuzzer), $(FUZZ_SECONDS) s"; \
		mkdir -p $(fuzzer).found; \
		$(fuzzer) -max_total_time=$(FUZZ_SECONDS) -verbosity=0 \
			-artifact_prefix=$(fuzzer). $(fuzzer).found \
			$(FUZZ_SEEDS_$(notdir $(fuzzer)));)

demo: deps
	@$(MAKE) --no-print-directory all >/dev/null
	@scripts/demo $(B)
# The interval managers: each result is checked, no time is.
benchmark: $(B)/interval-bench
	$(B)/interval-bench protocol --ops 5000
test-perf: $(B)/interval-bench
	$(B)/interval-bench protocol --ops 10000
test-perf-full: $(B)/interval-bench
	$(B)/interval-bench protocol --ops 50000
	$(B)/interval-bench memory
	$(B)/interval-bench scaling
bench-gate: all $(B)/bench/checkout
	scripts/bench-gate $(B)
$(B)/bench/%: $(B)/obj/tests/bench/%.o $(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# The store's times and sizes.
# The library beside other libraries' containers. NDEBUG is theirs: with its
# assertions absl's small functions are not inlined, and it is a third slower.
# The second program counts visited nodes.
ALL_CXXFLAGS = -std=c++17 -Wall -Wextra -Werror -I. -DNDEBUG $(DEFINES) \
	$(CPPFLAGS) $(CFLAGS)
bench-core: deps
	@scripts/deps $(DEPS_BENCH)
	@$(MAKE) --no-print-directory $(B)/bench/contest
	@$(MAKE) --no-print-directory VARIANT=visits \
		CPPFLAGS=-DINTERVAL_COUNT_VISITS build/visits/bench/contest
	scripts/bench-core $(B) build/visits
$(B)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(call say,CXX)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<
$(B)/bench/contest: $(patsubst %,$(B)/obj/%.o,$(basename $(SRC_CONTEST))) \
		$(B)/libbench.a $(B)/libinterval.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CXX) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_BENCH) -labsl_throw_delegate

# Rules of decision, ours and others', on simulated, recorded and real noise.
TRIALS ?= 10000000
bench-detector: deps
	@scripts/deps $(DEPS_CHARTS)
	@$(MAKE) --no-print-directory $(BENCH_DETECTOR)
	scripts/bench-detector --trials $(TRIALS) $(if $(QUICK),--quick) \
		$(if $(SEED),--seed $(SEED)) $(if $(NOISE),--noise $(NOISE)) $(B)
$(B)/libdetector.a: $(call obj,$(SRC_DETECTOR))
$(B)/bench/detector: $(B)/obj/tests/bench/detector/main.o \
		$(B)/libdetector.a $(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)
$(B)/bench/workload: $(B)/obj/tests/bench/detector/workload.o \
		$(B)/libinterval.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_BENCH)

# What looks at stored history, on simulated series.
bench-history: $(B)/bench/history bench-history-store
	scripts/bench-history $(if $(QUICK),--quick) $(if $(SEED),--seed $(SEED)) \
		$(B)
bench-history-store: $(B)/bench/history-store
	$< $(B)
$(B)/bench/history-store: $(B)/obj/tests/bench/history/store.o \
		$(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)
$(B)/libhistory.a: $(call obj,$(SRC_HISTORY))
$(B)/bench/history: $(B)/obj/tests/bench/history/main.o $(B)/libhistory.a \
		$(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# The site of a simulated history, and that of one commit more.
bench-site: deps all $(B)/bench/site_store
	scripts/bench-site $(B)

# Simulated searches for the commit that is slower, beside plain halving.
bench-bisect: $(B)/bench/bisect
	scripts/bench-bisect $(if $(QUICK),--quick) $(if $(SEED),--seed $(SEED)) \
		$(B)
$(B)/libbisect.a: $(call obj,$(SRC_BISECT))
$(B)/bench/bisect: $(B)/obj/tests/bench/bisect/main.o $(B)/libbisect.a \
		$(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# Classes of simulated families, beside other methods.
bench-scaling: $(B)/bench/scaling
	$< $(B) $(if $(QUICK),30,300) $(or $(SEED),42)
$(B)/bench/scaling: $(call obj,$(SRC_SCALING)) $(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# The charts of docs/gallery, from fixed data.
gallery: deps
	@$(MAKE) --no-print-directory $(B)/test/gallery
	$(B)/test/gallery docs/gallery

# Many charts in one process beside one each, and what a long one weighs.
bench-report: deps
	@$(MAKE) --no-print-directory $(B)/bench/report
	@mkdir -p $(B)/bench
	$(B)/bench/report $(B)/bench
$(B)/bench/report: $(call obj,$(wildcard tests/bench/report/*.c)) \
		$(B)/libtidemark.a $(B)/libbase.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_TIDEMARK)

# ---- lint ----
lint: deps
	@$(MAKE) --no-print-directory -j2 all $(TEST_PROGRAMS) \
		$(BENCH_DETECTOR) $(B)/bench/history $(B)/bench/history-store \
		$(B)/bench/bisect $(B)/bench/scaling >/dev/null
	@$(MAKE) --no-print-directory -j2 VARIANT=clang all \
		$(TEST_KINDS:%=build/clang/test/%) \
		build/clang/bench/detector build/clang/bench/workload \
		build/clang/bench/history build/clang/bench/bisect \
		build/clang/bench/scaling >/dev/null
	@scripts/lint $(FORMATTED)
format:
	clang-format -i $(FORMATTED)

# For CI: what a program needs that is built, and what builds it.
deps-run:
	@scripts/deps $(DEPS_RUN)
deps-build:
	@scripts/deps $(DEPS_BUILD)
deps:
	@scripts/deps $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_LINT)

# ---- installing ----
MAN_DIR = $(DESTDIR)$(PREFIX)/share/man
COMPLETION = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tidemark
LIB_DIR = $(DESTDIR)$(PREFIX)/lib
INCLUDE_DIR = $(DESTDIR)$(PREFIX)/include
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(dir $(COMPLETION)) \
		$(INCLUDE_DIR) $(LIB_DIR)/pkgconfig
	install -m 755 $(B)/tidemark $(B)/interval-bench \
		$(DESTDIR)$(PREFIX)/bin
	install -m 644 scripts/completion.bash $(COMPLETION)
	ln -sf tidemark $(dir $(COMPLETION))interval-bench
	install -m 644 core/interval/interval.h $(INCLUDE_DIR)
	install -m 644 $(B)/installed/libinterval.a \
		$(B)/libinterval.so.$(VERSION) $(LIB_DIR)
	cp -P $(B)/$(SONAME) $(B)/libinterval.so $(LIB_DIR)
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
		core/interval/interval.pc.in | \
		install -m 644 /dev/stdin $(LIB_DIR)/pkgconfig/interval.pc
	[ -n "$(DESTDIR)" ] || ldconfig 2>/dev/null || true
	for page in $(MAN); do \
		section=$${page##*.} && \
		install -d $(MAN_DIR)/man$$section && \
		install -m 644 $$page $(MAN_DIR)/man$$section || exit 1; \
	done
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tidemark \
		$(DESTDIR)$(PREFIX)/bin/interval-bench $(COMPLETION) \
		$(dir $(COMPLETION))interval-bench \
		$(INCLUDE_DIR)/interval.h $(LIB_DIR)/libinterval.a \
		$(LIB_DIR)/libinterval.so $(LIB_DIR)/$(SONAME) \
		$(LIB_DIR)/libinterval.so.$(VERSION) \
		$(LIB_DIR)/pkgconfig/interval.pc
	for page in $(notdir $(MAN)); do \
		rm -f $(MAN_DIR)/man$${page##*.}/$$page; \
	done
clean:
	rm -rf build

.PHONY: all examples help \
	test test-built test-unit test-e2e test-all test-rest test-browser fuzz \
	test-long check-tsan check-valgrind \
	check-asan \
	check-clang golden demo benchmark test-perf test-perf-full bench-gate \
	bench-core bench-detector bench-history bench-history-store bench-bisect \
	bench-scaling bench-site bench-report gallery \
	lint format deps deps-run deps-build install uninstall \
	clean
.DELETE_ON_ERROR:
.SECONDARY:
