/* The environment of children: an allow-list of equal size. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "runner/environment.h"
#include "tests/support/git_fixture.h"

static char flags[] = "TEST_FLAGS";
static char unset[] = "TEST_UNSET";
static char *const passed[] = {flags, unset};

static struct environment *environment;

static void
make(size_t count)
{
	const struct config_texts names = {passed, count};

	environment_free(environment);
	cr_assert(
	    eq(int, environment_new(&environment, &names, "/ceiling"), ERR_OK));
}

static void
setup(void)
{
	setenv("PATH", "/usr/bin:/bin", 1);
	setenv("HOME", "/home/somebody", 1);
	setenv("GITHUB_TOKEN", "secret", 1);
	setenv("LANG", "xx_YY.UTF-8", 1);
	setenv("LC_ALL", "xx_YY.UTF-8", 1);
	setenv("LD_PRELOAD_TEST", "x", 1);
	setenv("TEST_FLAGS", "-O2 -g", 1);
	unsetenv("TEST_UNSET");
	unsetenv("LOGNAME");
	make(0);
}

static void
teardown(void)
{
	environment_free(environment);
}

TestSuite(environment, .init = setup, .fini = teardown);

/* The value, NULL where it is not set; it must not be there twice. */
static const char *
value_of(const char *name)
{
	const char *const *list = environment_list(environment);
	const char *value = NULL;
	size_t len = strlen(name);

	for (; *list; list++) {
		if (strncmp(*list, name, len) != 0 || (*list)[len] != '=')
			continue;
		cr_expect(eq(ptr, (void *)value, NULL));
		value = *list + len + 1;
	}
	return value;
}

static size_t
size(void)
{
	const char *const *list = environment_list(environment);
	size_t bytes = 0;

	for (; *list; list++)
		bytes += strlen(*list) + 1 + sizeof *list;
	return bytes;
}

static void
hash(char hex[HASH_HEX_SIZE])
{
	struct hash *digest = hash_new();

	environment_hash(environment, digest);
	hash_end(digest, hex);
	hash_free(digest);
}

/* Where it shuts nothing in, a home stays what it was. */
Test(environment, one_without_a_sandbox_keeps_its_home)
{
	cr_assert(eq(int, environment_shut_in(environment, NULL), ERR_OK));
	expect_text(value_of("HOME"), "/home/somebody");
	cr_expect(eq(ptr, (void *)environment_sandbox(environment), NULL));
}

Test(environment, what_was_not_asked_for_is_not_in_it)
{
	cr_expect(eq(ptr, (void *)value_of("GITHUB_TOKEN"), NULL));
	cr_expect(eq(ptr, (void *)value_of("LD_PRELOAD_TEST"), NULL));
	cr_expect(eq(ptr, (void *)value_of("LC_ALL"), NULL));
	cr_expect(eq(ptr, (void *)value_of("TEST_FLAGS"), NULL));
}

Test(environment, what_programs_need_is_in_it)
{
	expect_text(value_of("PATH"), "/usr/bin:/bin");
	expect_text(value_of("HOME"), "/home/somebody");
	cr_expect(eq(ptr, (void *)value_of("LOGNAME"), NULL));
}

Test(environment, what_must_not_vary_is_fixed)
{
	expect_text(value_of("LANG"), "C.UTF-8");
	expect_text(value_of("TZ"), "UTC");
	expect_text(value_of("SOURCE_DATE_EPOCH"), "315532800");
	expect_text(value_of("GIT_TERMINAL_PROMPT"), "0");
	expect_text(value_of("GIT_CEILING_DIRECTORIES"), "/ceiling");
}

Test(environment, what_the_config_names_is_passed_where_it_is_set)
{
	make(2);
	expect_text(value_of("TEST_FLAGS"), "-O2 -g");
	cr_expect(eq(ptr, (void *)value_of("TEST_UNSET"), NULL));
	setenv("TEST_FLAGS", "", 1);
	make(2);
	expect_text(value_of("TEST_FLAGS"), "");
}

Test(environment, what_the_config_names_outweighs_what_is_fixed)
{
	static char lang[] = "LANG";
	static char path[] = "PATH";
	static char *const both[] = {lang, path, lang};
	const struct config_texts names = {both, 3};
	size_t bare = size();

	environment_free(environment);
	cr_assert(
	    eq(int, environment_new(&environment, &names, "/ceiling"), ERR_OK));
	expect_text(value_of("LANG"), "xx_YY.UTF-8");
	expect_text(value_of("PATH"), "/usr/bin:/bin");
	cr_expect(
	    eq(sz, size(), bare + strlen("xx_YY.UTF-8") - strlen("C.UTF-8")));
}

Test(environment, padding_adds_its_bytes_and_nothing_else)
{
	size_t bare = size();

	expect_text(value_of("TIDEMARK_PAD"), "");
	environment_pad(environment, 1000);
	cr_expect(eq(sz, size(), bare + 1000));
	cr_expect(eq(sz, strspn(value_of("TIDEMARK_PAD"), "x"), 1000));
	environment_pad(environment, ENVIRONMENT_PAD_MAX - 1);
	cr_expect(eq(sz, size(), bare + ENVIRONMENT_PAD_MAX - 1));
	environment_pad(environment, 3);
	expect_text(value_of("TIDEMARK_PAD"), "xxx");
}

Test(environment, the_same_is_asked_for_the_same_is_made)
{
	size_t once = size();

	make(0);
	cr_expect(eq(sz, size(), once));
}

Test(environment, a_builds_key_counts_all_but_the_padding)
{
	char bare[HASH_HEX_SIZE];
	char padded[HASH_HEX_SIZE];
	char other[HASH_HEX_SIZE];

	hash(bare);
	environment_pad(environment, 100);
	hash(padded);
	expect_text(padded, bare);
	make(2);
	hash(other);
	cr_expect(ne(str, other, bare));
}

Test(environment, freeing_nothing_is_fine)
{
	environment_free(NULL);
}
