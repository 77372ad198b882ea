/* Builds: made once, kept, found again, and not when they are not sound. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/build.h"
#include "runner/repo/tree.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct places places;
static struct progress progress;
static struct builder builder;
static struct config config;
static struct build_order order; /* of HEAD */
static struct build build;
static char command[512];

static char out[] = "out";
static char *const artifacts[] = {out};

static void
setup(void)
{
	char *cache;

	fixture_init(&fx);
	cache = fixture_path(&fx, "cache");
	setenv("XDG_CACHE_HOME", cache, 1);
	fixture_write(fx.repo, "src/a", "one\n");
	fixture_write(fx.repo, "same", "same\n");
	fixture_commit(fx.repo, "one");
	fixture_write(fx.repo, "src/a", "two\n");
	fixture_commit(fx.repo, "two");
	cr_assert(eq(int, repo_open(&builder.repo, fx.repo), ERR_OK));
	cr_assert(eq(int, places_init(&places, builder.repo, NULL), ERR_OK));
	cr_assert(eq(int, places_make_state(&places), ERR_OK));
	cr_assert(eq(int, places_make_cache(&places), ERR_OK));
	cr_assert(eq(int,
	    environment_new((struct environment **)&builder.environment,
		&config.environment, places.cache),
	    ERR_OK));
	progress_init(&progress, true);
	builder.places = &places;
	builder.progress = &progress;
	builder.cache_bytes = INT64_C(1) << 30;
	config.build.artifacts = (struct config_texts){artifacts, 1};
	config.build.timeout_ns = 60 * CLOCK_NS_PER_S;
	order = (struct build_order){.config = &config, .salt = ""};
	cr_assert(
	    eq(int, repo_commit(builder.repo, "HEAD", &order.commit), ERR_OK));
	free(cache);
}

static void
teardown(void)
{
	build_release(&build);
	environment_free((struct environment *)builder.environment);
	places_release(&places);
	repo_free(builder.repo);
	fixture_release(&fx);
}

TestSuite(build, .init = setup, .fini = teardown, .timeout = 60);

/* ---- helpers ---- */

/* Each run of the command adds a line to root/runs. */
static void
counts_runs(const char *then)
{
	snprintf(
	    command, sizeof command, "echo x >> '%s/runs'; %s", fx.root, then);
	order.command = command;
}

static size_t
runs(void)
{
	char *text = fixture_read(fx.root, "runs");
	size_t count = strlen(text) / 2;

	free(text);
	return count;
}

static enum err
make_again(void)
{
	build_release(&build);
	builder.in_use_count = 0;
	return build_make(&builder, &order, &build);
}

static void
makes(void)
{
	cr_assert(eq(int, make_again(), ERR_OK), "%s", err_text());
}

/* The whole path of the build's file; free() it. */
static char *
in_tree(const struct build *of, const char *name)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, of->tree, name), ERR_OK));
	return path;
}

static void
holds(const char *name, const char *expected)
{
	char *text = fixture_read(build.tree, name);

	expect_text(text, expected);
	free(text);
}

static void
at(const char *revision)
{
	cr_assert(eq(
	    int, repo_commit(builder.repo, revision, &order.commit), ERR_OK));
}

/* ---- what is made is kept ---- */

Test(build, a_build_is_made_once_and_found_again)
{
	counts_runs("cat src/a same > out");
	makes();
	cr_expect(not(build.reused));
	cr_expect(lt(i64, 0, build.duration_ns));
	holds("out", "two\nsame\n");
	cr_assert(eq(sz, build.artifact_count, 1));
	expect_text(build.artifacts[0].path, "out");
	makes();
	cr_expect(build.reused);
	cr_expect(lt(i64, 0, build.duration_ns));
	holds("out", "two\nsame\n");
	cr_assert(eq(sz, build.artifact_count, 1));
	cr_expect(eq(sz, strlen(build.artifacts[0].hash), 64));
	cr_expect(eq(sz, runs(), 1));
}

Test(build, without_a_command_the_checkout_is_the_build)
{
	static char source[] = "src/a";
	static char *const items[] = {source};

	config.build.artifacts = (struct config_texts){items, 1};
	makes();
	holds("src/a", "two\n");
	makes();
	cr_expect(build.reused);
}

Test(build, the_control_is_built_again_at_a_path_of_equal_length)
{
	struct build control = {0};

	counts_runs("echo > out");
	makes();
	order.salt = "control";
	cr_assert(eq(int, build_make(&builder, &order, &control), ERR_OK));
	cr_expect(eq(sz, runs(), 2));
	cr_expect(ne(str, control.tree, build.tree));
	cr_expect(eq(sz, strlen(control.tree), strlen(build.tree)));
	cr_expect(eq(sz, builder.in_use_count, 2));
	build_release(&control);
}

Test(build, sources_of_another_commit_are_laid_over)
{
	static char source[] = "src";
	static char *const items[] = {source};
	const struct config_benchmark benchmark = {.sources = {items, 1}};
	struct commit first;

	config.benchmarks = &benchmark;
	config.benchmark_count = 1;
	cr_assert(eq(int, repo_commit(builder.repo, "HEAD~1", &first), ERR_OK));
	order.bench_from = &first.oid;
	order.command = "cat src/a > out";
	makes();
	holds("out", "one\n");
}

/* ---- failures ---- */

static void
fails(const char *text)
{
	char key[BUILD_KEY_SIZE];

	cr_assert(eq(int, make_again(), ERR_CHILD));
	expect_error(text);
	cr_assert(eq(int, build_key(&builder, &order, key), ERR_OK));
	cr_expect(eq(int, build_lookup(&builder, key, &build), ERR_NOTFOUND));
}

Test(build, a_failed_one_shows_its_last_lines_and_leaves_its_log)
{
	char key[BUILD_KEY_SIZE];
	char *name = NULL;
	char *log;

	counts_runs("seq 20; echo oh >&2; echo > out; exit 3");
	fails("");
	cr_assert(eq(int, make_again(), ERR_CHILD));
	expect_error("exit status 3");
	expect_error(":\n| 10\n| 11\n");
	expect_error("\n| 20\n| oh");
	cr_expect(eq(ptr, strstr(err_text(), "| 9\n"), NULL));
	expect_error(places.logs);
	cr_assert(eq(int, build_key(&builder, &order, key), ERR_OK));
	cr_assert(eq(int, path_format(&name, "build-%s.log", key), ERR_OK));
	log = fixture_read(places.logs, name);
	cr_expect(eq(int, strncmp(log, "1\n2\n", 4), 0));
	cr_expect(eq(sz, runs(), 2));
	free(name);
	free(log);
}

/* Some CI systems obey a line of the log that begins so. */
Test(build, a_failed_one_begins_no_line_of_the_text)
{
	order.command = "echo x; echo ::error::spoof; echo ::stop-commands::y\n"
			"::warning::of the command 2>/dev/null";
	cr_assert(eq(int, make_again(), ERR_CHILD));
	expect_error("\n| ::error::spoof\n| ::stop-commands::y");
	expect_error("\n| ::warning::of the command");
	cr_expect(eq(ptr, strstr(err_text(), "\n::"), NULL));
}

Test(build, one_that_hangs_is_ended)
{
	config.build.timeout_ns = 200 * CLOCK_NS_PER_MS;
	order.command = "echo started; sleep 1000";
	fails("timed out");
	cr_assert(eq(int, make_again(), ERR_CHILD));
	expect_error("started");
}

Test(build, an_artifact_that_is_not_there_is_named)
{
	static const char *const commands[] = {
	    "echo > oout", "ln -s nowhere out", "mkdir out", "mkfifo out"};

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		order.command = commands[i];
		fails("the build left no artifact out (build.artifacts)");
	}
}

/* ---- what is not sound ---- */

/* Writes over out, of four bytes, and puts its time back, until the clock of
 * the file system has ticked. */
static const char forge[] = "z=$(stat -c %z out); touch -r out ../time; "
			    "until test \"$(stat -c %z out)\" != \"$z\"; "
			    "do echo own > out; touch -r ../time out; done";

/* What benchmarks do to a build: run in its tree, after it is made. */
static void
used(const char *shell)
{
	char line[512];

	snprintf(line, sizeof line, "cd '%s' && %s", build.tree, shell);
	cr_assert(eq(int, system(line), 0), "%s", shell);
}

Test(build, one_that_was_changed_is_built_again)
{
	static const char *const uses[] = {"echo tampered > out", "rm out",
	    "rm same", "echo x > journal", "mkdir -p a/__pycache__",
	    "chmod +x out", "ln -sf same link", forge};

	counts_runs("ln -s out link; cat src/a > out");
	makes();
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		used(uses[i]);
		makes();
		cr_expect(not(build.reused), "%s", uses[i]);
		cr_expect(eq(sz, runs(), i + 2), "%s", uses[i]);
		holds("out", "two\n");
	}
	used("! test -e journal && ! test -e a");
}

Test(build, one_that_was_read_or_asked_by_git_is_reused)
{
	counts_runs("cat src/a > out");
	makes();
	used("cat out src/* >/dev/null && find . >/dev/null");
	used("git status >/dev/null && echo x > .git/left");
	makes();
	cr_expect(build.reused);
	cr_expect(eq(sz, runs(), 1));
}

/* Nor is half of one that a kill left, and that goes with the next build. */
Test(build, a_broken_record_is_no_build)
{
	static const char *const records[] = {"", "{", "[]",
	    "{\"artifacts\": [[\"out\"]]}", "{\"artifacts\": [[1, 2, 3]]}"};
	char *folder = NULL;
	char half[1024];

	counts_runs("cat src/a > out");
	makes();
	cr_assert(
	    eq(int, path_join(&folder, places.builds, build.key), ERR_OK));
	snprintf(half, sizeof half, "%s/record.json.1.tmp", folder);
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		fixture_write(folder, "record.json", records[i]);
		fixture_write(folder, "record.json.1.tmp", "{");
		makes();
		cr_expect(eq(sz, runs(), i + 2), "%s", records[i]);
		cr_expect(not(path_exists(half)));
	}
	free(folder);
}

/* The record of the tree that was lost must not vouch for the one that the
 * failed build leaves. */
Test(build, a_rebuild_that_fails_leaves_no_build)
{
	config.build.artifacts.count = 0;
	snprintf(command, sizeof command, "test ! -e '%s/broken'", fx.root);
	order.command = command;
	makes();
	fixture_write(fx.root, "broken", "");
	cr_assert(eq(int, path_remove(build.tree), ERR_OK));
	fails("exit status 1");
}

/* ---- the cache ---- */

/* Make `count` builds, the first one used longest ago. */
static void
make_three(char keys[3][BUILD_KEY_SIZE])
{
	static const char *const salts[] = {"a", "b", "c"};

	order.command = "cat src/a > out";
	for (int i = 0; i < 3; i++) {
		const struct timespec used[2] = {{1000 + i, 0}, {1000 + i, 0}};
		char *record = NULL;

		order.salt = salts[i];
		makes();
		memcpy(keys[i], build.key, BUILD_KEY_SIZE);
		cr_assert(eq(int,
		    path_format(
			&record, "%s/%s/record.json", places.builds, keys[i]),
		    ERR_OK));
		cr_assert(eq(int, utimensat(AT_FDCWD, record, used, 0), 0));
		free(record);
	}
	builder.in_use_count = 0;
}

static bool
is_cached(const char *key)
{
	char *path = NULL;
	bool there;

	cr_assert(eq(int, path_join(&path, places.builds, key), ERR_OK));
	there = path_exists(path);
	free(path);
	return there;
}

static int64_t
trim(int64_t max_bytes)
{
	int64_t dropped = -1;

	cr_assert(
	    eq(int, build_trim(&builder, max_bytes, NULL, &dropped), ERR_OK));
	return dropped;
}

/* Three builds of equal size: room for two and a half. */
Test(build, trim_drops_the_least_recently_used)
{
	char keys[3][BUILD_KEY_SIZE];
	int64_t bytes = 0;

	make_three(keys);
	cr_assert(eq(int, path_disk_bytes(build.tree, &bytes), ERR_OK));
	cr_expect(eq(i64, trim(3 * bytes), 0));
	cr_expect(eq(i64, trim(2 * bytes + bytes / 2), bytes));
	cr_expect(not(is_cached(keys[0])));
	cr_expect(is_cached(keys[1]));
	cr_expect(is_cached(keys[2]));
}

Test(build, finding_a_build_is_using_it)
{
	char keys[3][BUILD_KEY_SIZE];
	int64_t bytes = 0;

	make_three(keys);
	cr_assert(eq(int, path_disk_bytes(build.tree, &bytes), ERR_OK));
	build_release(&build);
	cr_assert(eq(int, build_lookup(&builder, keys[0], &build), ERR_OK));
	trim(2 * bytes);
	cr_expect(is_cached(keys[0]));
	cr_expect(not(is_cached(keys[1])));
}

Test(build, trim_keeps_those_in_use)
{
	char keys[3][BUILD_KEY_SIZE];

	make_three(keys);
	build_keep(&builder, keys[0]);
	build_keep(&builder, keys[0]);
	cr_expect(eq(sz, builder.in_use_count, 1));
	trim(0);
	cr_expect(is_cached(keys[0]));
	cr_expect(not(is_cached(keys[1])));
	cr_expect(not(is_cached(keys[2])));
}

Test(build, trim_drops_abandoned_folders_and_nothing_strange)
{
	static const char abandoned[] = "0123456789abcdef0123456789abcdef";

	order.command = "echo > out";
	makes();
	fixture_write(places.builds, "mine/file", "x");
	fixture_write(
	    places.builds, "0123456789abcdef0123456789abcdef/tree/f", "x");
	trim(INT64_MAX);
	cr_expect(not(is_cached(abandoned)));
	cr_expect(is_cached("mine"));
	cr_expect(is_cached(build.key));
}

static ino_t
inode(const char *name)
{
	char *path = in_tree(&build, name);
	struct stat st;

	cr_assert(eq(int, stat(path, &st), 0));
	free(path);
	return st.st_ino;
}

/* The tree of the build that had to go becomes the next one: its files are the
 * same inodes, and nothing that the old build left is in it. */
Test(build, a_dropped_tree_is_used_again_and_equals_a_fresh_one)
{
	char *fresh = fixture_path(&fx, "fresh");
	char *got;
	char *expected;
	ino_t same;

	config.build.artifacts.count = 0;
	order.command = "mkdir dirt && echo > dirt/x && echo changed > src/a";
	at("HEAD~1");
	makes();
	same = inode("same");
	builder.cache_bytes = 0;
	at("HEAD");
	order.command = NULL;
	makes();
	cr_expect(eq(ulong, inode("same"), same));
	cr_assert(
	    eq(int, tree_checkout(builder.repo, &order.commit.oid, fresh, NULL),
		ERR_OK));
	got = fixture_listing(build.tree, false, false);
	expected = fixture_listing(fresh, false, false);
	expect_text(got, expected);
	free(got);
	free(expected);
	free(fresh);
}
