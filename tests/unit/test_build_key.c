/* Keys of builds, and when two builds are the same. */
#include <byteswap.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/build.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct places places;
static struct progress progress;
static struct environment *environment;
static struct builder builder;
static struct config config;
static struct config_benchmark benchmark;
static struct build_order order;
static char first[BUILD_KEY_SIZE]; /* of `order` as setup leaves it */

static char src[] = "src";
static char bench[] = "bench";
static char out[] = "out";
static char *const inputs[] = {src};
static char *const sources[] = {bench};
static char *const artifacts[] = {out};

static void
new_environment(void)
{
	environment_free(environment);
	cr_assert(eq(int,
	    environment_new(&environment, &config.environment, places.cache),
	    ERR_OK));
	builder.environment = environment;
}

static void
at(const char *revision)
{
	cr_assert(eq(
	    int, repo_commit(builder.repo, revision, &order.commit), ERR_OK));
}

/* HEAD~3 to HEAD: the beginning, then a change in README, bench and src. */
static void
setup(void)
{
	static const char *const changed[] = {"README", "bench/x", "src/a"};

	fixture_init(&fx);
	setenv("XDG_CACHE_HOME", fx.root, 1);
	for (int i = 0; i < 3; i++)
		fixture_write(fx.repo, changed[i], "1\n");
	fixture_commit(fx.repo, "beginning");
	for (int i = 0; i < 3; i++) {
		fixture_write(fx.repo, changed[i], "2\n");
		fixture_commit(fx.repo, changed[i]);
	}
	cr_assert(eq(int, repo_open(&builder.repo, fx.repo), ERR_OK));
	cr_assert(eq(int, places_init(&places, builder.repo, NULL), ERR_OK));
	cr_assert(eq(int, places_make_state(&places), ERR_OK));
	cr_assert(eq(int, places_make_cache(&places), ERR_OK));
	new_environment();
	progress_init(&progress, true);
	builder.places = &places;
	builder.progress = &progress;
	builder.cache_bytes = INT64_C(1) << 30;
	config.build.timeout_ns = 60 * CLOCK_NS_PER_S;
	config.benchmarks = &benchmark;
	config.benchmark_count = 1;
	order = (struct build_order){
	    .config = &config, .salt = "", .command = "make"};
	at("HEAD~3");
	cr_assert(eq(int, build_key(&builder, &order, first), ERR_OK));
}

static void
teardown(void)
{
	environment_free(environment);
	places_release(&places);
	repo_free(builder.repo);
	fixture_release(&fx);
}

TestSuite(build_key, .init = setup, .fini = teardown, .timeout = 60);

/* Whether the order's key is `key`, which becomes it. */
static bool
same_as(char key[BUILD_KEY_SIZE])
{
	char now[BUILD_KEY_SIZE];
	bool same;

	cr_assert(eq(int, build_key(&builder, &order, now), ERR_OK));
	same = strcmp(now, key) == 0;
	memcpy(key, now, sizeof now);
	return same;
}

Test(build_key, equal_orders_have_equal_keys)
{
	cr_expect(same_as(first));
	cr_expect(eq(sz, strspn(first, "0123456789abcdef"), 32));
	cr_expect(eq(sz, strlen(first), 32));
}

Test(build_key, salt_and_command_are_in_it)
{
	order.salt = "control";
	cr_expect(not(same_as(first)));
	order.command = "make -j2";
	cr_expect(not(same_as(first)));
	order.command = NULL;
	cr_expect(not(same_as(first)));
}

Test(build_key, the_machine_is_in_it)
{
	builder.machine_key = "";
	cr_expect(same_as(first));
	builder.machine_key = "AMD EPYC; 2 cores; x86_64; linux";
	cr_expect(not(same_as(first)));
	builder.machine_key = "AMD EPYC; 4 cores; x86_64; linux";
	cr_expect(not(same_as(first)));
}

Test(build_key, declared_artifacts_are_in_it)
{
	config.build.artifacts = (struct config_texts){artifacts, 1};
	cr_expect(not(same_as(first)));
}

Test(build_key, a_passed_variable_is_in_it)
{
	static char name[] = "TEST_FLAGS";
	static char *const names[] = {name};

	config.environment = (struct config_texts){names, 1};
	unsetenv(name);
	new_environment();
	cr_expect(same_as(first));
	setenv(name, "-O1", 1);
	new_environment();
	cr_expect(not(same_as(first)));
	setenv(name, "-O2", 1);
	new_environment();
	cr_expect(not(same_as(first)));
}

Test(build_key, padding_and_other_variables_are_not_in_it)
{
	environment_pad(environment, 100);
	cr_expect(same_as(first));
	setenv("TEST_OTHER", "1", 1);
	new_environment();
	cr_expect(same_as(first));
}

Test(build_key, without_inputs_every_file_is_in_it)
{
	at("HEAD~2");
	cr_expect(not(same_as(first)));
}

Test(build_key, inputs_alone_are_in_it)
{
	config.build.inputs = (struct config_texts){inputs, 1};
	cr_expect(not(same_as(first)));
	at("HEAD~2");
	cr_expect(same_as(first));
	at("HEAD~1");
	cr_expect(same_as(first));
	at("HEAD");
	cr_expect(not(same_as(first)));
}

Test(build_key, benchmark_sources_are_in_it_beside_the_inputs)
{
	config.build.inputs = (struct config_texts){inputs, 1};
	benchmark.sources = (struct config_texts){sources, 1};
	cr_expect(not(same_as(first)));
	at("HEAD~2");
	cr_expect(same_as(first));
	at("HEAD~1");
	cr_expect(not(same_as(first)));
}

Test(build_key, sources_laid_over_count_instead_of_the_commits_own)
{
	struct commit head;

	cr_assert(eq(int, repo_commit(builder.repo, "HEAD", &head), ERR_OK));
	config.build.inputs = (struct config_texts){inputs, 1};
	benchmark.sources = (struct config_texts){sources, 1};
	order.bench_from = &head.oid;
	cr_expect(not(same_as(first)));
	at("HEAD~1"); /* its own bench differs from that of HEAD~3 */
	cr_expect(same_as(first));
}

Test(build_key, an_input_that_appears_changes_it)
{
	static char missing[] = "src/late";
	static char *const items[] = {missing};

	config.build.inputs = (struct config_texts){items, 1};
	cr_expect(not(same_as(first)));
	at("HEAD");
	cr_expect(same_as(first));
	fixture_write(fx.repo, "src/late", "x\n");
	fixture_commit(fx.repo, "late");
	at("HEAD");
	cr_expect(not(same_as(first)));
}

/* ---- equal builds ---- */

/* Build HEAD~3 and HEAD with these commands; whether they are the same. */
static bool
same_builds(const char *a, const char *b)
{
	struct build builds[2];
	const char *const commands[] = {a, b};
	const char *const revisions[] = {"HEAD~3", "HEAD"};
	bool same;

	builder.in_use_count = 0;
	for (int i = 0; i < 2; i++) {
		at(revisions[i]);
		order.command = commands[i];
		cr_assert(
		    eq(int, build_make(&builder, &order, &builds[i]), ERR_OK),
		    "%s", err_text());
	}
	same = build_same_artifacts(&builds[0], &builds[1]);
	build_release(&builds[0]);
	build_release(&builds[1]);
	return same;
}

Test(build_key, builds_with_equal_artifacts_are_the_same)
{
	config.build.artifacts = (struct config_texts){artifacts, 1};
	cr_expect(same_builds("echo x > out", "echo x > out"));
}

Test(build_key, builds_with_other_artifacts_are_not)
{
	config.build.artifacts = (struct config_texts){artifacts, 1};
	cr_expect(not(same_builds("cat src/a > out", "cat src/a > out")));
}

Test(build_key, builds_without_declared_artifacts_never_are)
{
	cr_expect(not(same_builds("echo x > out", "echo x > out")));
}

#define LIBRARY(n)                                                             \
	"echo x > out; echo 'int f(void) { return " n "; }' | "                \
	"cc -shared -fPIC -x c -o libf.so -"

Test(build_key, an_unlisted_shared_object_that_differs_tells_them_apart)
{
	config.build.artifacts = (struct config_texts){artifacts, 1};
	cr_expect(same_builds(LIBRARY("1"), LIBRARY("1")));
	cr_expect(not(same_builds(LIBRARY("1"), LIBRARY("2"))));
	cr_expect(not(same_builds(LIBRARY("1"), "echo x > out")));
}

Test(build_key, a_program_that_is_no_artifact_does_not)
{
	config.build.artifacts = (struct config_texts){artifacts, 1};
	cr_expect(same_builds("echo x > out; echo 'int main(void) { return 1; "
			      "}' | cc -pie -fPIE -x c -o p -",
	    "echo x > out"));
}

/* A file of the dynamic kind that names an interpreter, if it is read as one of
 * the host's 64-bit files. */
static const struct elf {
	Elf64_Ehdr head;
	Elf64_Phdr segment;
} program = {
    .head = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
		 __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB
							   : ELFDATA2MSB},
	.e_type = ET_DYN,
	.e_phoff = sizeof(Elf64_Ehdr),
	.e_phnum = 1},
    .segment = {.p_type = PT_INTERP},
};

/* The command has the file's number, so that it is built anew. */
static bool
counts_as_object(const struct elf *file)
{
	static int number;
	char command[256];

	config.build.artifacts = (struct config_texts){artifacts, 1};
	fixture_write_bytes(fx.root, "elf", file, sizeof *file);
	snprintf(command, sizeof command, "echo x > out; cp '%s/elf' f%d.so",
	    fx.root, number++);
	return !same_builds(command, "echo x > out");
}

Test(build_key, only_files_of_the_hosts_kind_are_searched_for_an_interpreter)
{
	struct elf file = program;

	cr_expect(not(counts_as_object(&file)));
	file.head.e_ident[EI_CLASS] = ELFCLASS32;
	cr_expect(counts_as_object(&file));
}

Test(build_key, the_type_of_a_file_of_the_other_byte_order_is_known)
{
	struct elf file = program;

	file.head.e_ident[EI_DATA] ^= ELFDATA2LSB ^ ELFDATA2MSB;
	cr_expect(not(counts_as_object(&file)));
	file.head.e_type = bswap_16(ET_DYN);
	cr_expect(counts_as_object(&file));
}
