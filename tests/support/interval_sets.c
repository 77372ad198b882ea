#include "tests/support/interval_sets.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/interval/manager.h"

static struct interval_set *
new_set(const char *manager, const struct interval *domain)
{
	struct interval_set *set = NULL;

	cr_assert(
	    eq(int, interval_set_new(&set, manager, domain, NULL), INTERVAL_OK),
	    "%s", manager);
	return set;
}

struct interval_set *
sets_named(const char *manager)
{
	const struct interval domain = {SETS_DOMAIN_START, SETS_DOMAIN_END};

	return new_set(
	    manager, interval_manager_bounded(manager) ? &domain : NULL);
}

struct interval_set *
sets_next(size_t *at)
{
	const char *manager = interval_managers()[*at];

	*at += 1;
	return manager ? sets_named(manager) : NULL;
}

struct interval_set *
sets_next_unbounded(size_t *at)
{
	const char *manager;

	do {
		manager = interval_managers()[*at];
		*at += 1;
	} while (manager && interval_manager_bounded(manager));
	return manager ? new_set(manager, NULL) : NULL;
}

struct interval_set *
sets_next_in(size_t *at, struct interval domain)
{
	const char *manager = interval_managers()[*at];

	*at += 1;
	return manager ? new_set(manager, &domain) : NULL;
}

void
sets_done(struct interval_set *set)
{
	cr_expect(set->manager->valid(set), "%s", set->name);
	interval_set_free(set);
}

struct interval
sets_range(int64_t start, int64_t end)
{
	return (struct interval){.start = start, .end = end};
}

void
sets_release(struct interval_set *set, int64_t start, int64_t end)
{
	cr_assert(eq(int, interval_set_release(set, sets_range(start, end)),
		      INTERVAL_OK),
	    "%s", set->name);
}

uint64_t
sets_reserve(struct interval_set *set, int64_t start, int64_t end)
{
	uint64_t changed = 99;

	cr_assert(
	    eq(int, interval_set_reserve(set, sets_range(start, end), &changed),
		INTERVAL_OK),
	    "%s", set->name);
	return changed;
}

static void
write_offset(char *out, size_t size, int64_t offset)
{
	if (offset == INT64_MIN)
		snprintf(out, size, "MIN");
	else if (offset == INT64_MAX)
		snprintf(out, size, "MAX");
	else
		snprintf(out, size, "%" PRId64, offset);
}

void
sets_expect(const struct interval_set *set, const char *want)
{
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	char expected[512], got[512];
	struct interval iv;
	uint64_t total = 0;
	size_t count = 0, length;

	snprintf(expected, sizeof expected, "%s:%s%s", set->name,
	    *want ? " " : "", want);
	length = (size_t)snprintf(got, sizeof got, "%s:", set->name);
	while (interval_cursor_next(&cursor, &iv)) {
		char start[32], end[32];

		write_offset(start, sizeof start, iv.start);
		write_offset(end, sizeof end, iv.end);
		length += (size_t)snprintf(
		    got + length, sizeof got - length, " %s-%s", start, end);
		cr_assert(lt(sz, length, sizeof got));
		total += interval_length(iv);
		count++;
	}
	cr_expect(eq(str, got, expected));
	cr_expect(eq(sz, interval_set_count(set), count), "%s", set->name);
	cr_expect(eq(u64, interval_set_total(set), total), "%s", set->name);
}

void
sets_expect_range(
    const char *manager, struct interval got, int64_t start, int64_t end)
{
	cr_expect(eq(i64, got.start, start), "%s", manager);
	cr_expect(eq(i64, got.end, end), "%s", manager);
}

static uint64_t
from_environment(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);
	char *end = NULL;
	uint64_t number;

	if (!text || !*text)
		return otherwise;
	number = strtoull(text, &end, 10);
	if (*end != '\0' || number == 0)
		cr_fatal("%s=%s is not a number above 0", name, text);
	return number;
}

size_t
sets_model_ops(size_t ops)
{
	return (size_t)from_environment("INTERVAL_MODEL_OPS", ops);
}

uint64_t
sets_model_seed(void)
{
	return from_environment("INTERVAL_MODEL_SEED", 20240607);
}
