/* INTERVAL_ISA is read once, so each test is a process of its own, as all are
 * in Criterion. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/interval/interval.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_sets.h"

/* Whether the line "flags" of /proc/cpuinfo has all of these words. */
static bool
processor_has(const char *const *words)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[8192];
	bool all = false;

	cr_assert(ne(ptr, file, NULL));
	while (!all && fgets(line, sizeof line, file)) {
		if (strncmp(line, "flags", 5) != 0)
			continue;
		line[strcspn(line, "\n")] = ' ';
		all = true;
		for (size_t i = 0; words[i]; i++) {
			char word[32];

			snprintf(word, sizeof word, " %s ", words[i]);
			all = all && strstr(line, word);
		}
		break;
	}
	fclose(file);
	return all;
}

static const char *const avx2[] = {"avx2", "bmi2", "popcnt", NULL};
static const char *const avx512[] = {
    "avx512f", "avx512dq", "avx512vl", "bmi2", "popcnt", NULL};

static void
expect_all_unsupported(void)
{
	struct interval_set *set = (struct interval_set *)&set;
	const char *const *names = interval_managers();
	const struct interval domain = {0, 10};
	struct failing_allocator memory = {.calls = 0};
	struct interval_allocator allocator = failing_allocator(&memory);

	cr_expect(eq(ptr, (void *)interval_isa(), NULL));
	for (; *names; names++)
		cr_expect(
		    eq(int, interval_set_new(&set, *names, &domain, &allocator),
			INTERVAL_UNSUPPORTED),
		    "%s", *names);
	cr_expect(eq(
	    int, interval_set_new(&set, "list", NULL, NULL), INTERVAL_INVALID));
	cr_expect(eq(ptr, set, &set));
	cr_expect(eq(sz, memory.calls, 0));
}

static void
expect_isa(const char *name)
{
	struct interval_set *set;

	cr_assert(ne(ptr, (void *)interval_isa(), NULL));
	cr_expect(eq(str, (char *)interval_isa(), (char *)name));
	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_expect(set, "0-10");
		sets_done(set);
	}
}

Test(interval_isa, generic_is_everywhere)
{
	setenv("INTERVAL_ISA", "generic", 1);
	expect_isa("generic");
}

Test(interval_isa, avx2_where_the_processor_has_it)
{
	setenv("INTERVAL_ISA", "avx2", 1);
	if (processor_has(avx2))
		expect_isa("avx2");
	else
		expect_all_unsupported();
}

Test(interval_isa, avx512_where_the_processor_has_it)
{
	setenv("INTERVAL_ISA", "avx512", 1);
	if (processor_has(avx512))
		expect_isa("avx512");
	else
		expect_all_unsupported();
}

Test(interval_isa, is_the_best_of_the_processor_where_nothing_is_asked_for)
{
	unsetenv("INTERVAL_ISA");
	if (processor_has(avx512))
		expect_isa("avx512");
	else if (processor_has(avx2))
		expect_isa("avx2");
	else
		expect_isa("generic");
}

Test(interval_isa, an_unknown_one_is_unsupported)
{
	setenv("INTERVAL_ISA", "avx1024", 1);
	expect_all_unsupported();
}

Test(interval_isa, names_are_whole_words)
{
	setenv("INTERVAL_ISA", "avx", 1);
	expect_all_unsupported();
}

Test(interval_isa, is_chosen_once)
{
	const char *chosen;

	setenv("INTERVAL_ISA", "generic", 1);
	chosen = interval_isa();
	setenv("INTERVAL_ISA", "avx1024", 1);
	cr_expect(eq(ptr, (void *)interval_isa(), (void *)chosen));
	expect_isa("generic");
}
