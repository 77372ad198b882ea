#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/family.h"

static struct series_name
series(const char *benchmark)
{
	return (struct series_name){
	    benchmark, "real_time", "ns", DIRECTION_SMALLER};
}

Test(family, sizes_are_read_with_their_suffixes)
{
	static const struct {
		const char *name;
		double n;
	} cases[] = {
	    {"a/64", 64},
	    {"a/1k", 1000},
	    {"a/1K", 1000},
	    {"a/2M", 2e6},
	    {"a/1G", 1e9},
	    {"a/4Ki", 4096},
	    {"a/4KiB", 4096},
	    {"a/4kB", 4000},
	    {"a/1Mi", 1048576},
	    {"a/1GiB", 1073741824},
	    {"a/64B", 64},
	    {"a/2^10", 1024},
	    {"a/10^3", 1000},
	    {"a/1<<10", 1024},
	    {"a/3<<2", 12},
	    {"a/0", 0},
	    {"a/007", 7},
	    {"a/9007199254740992", 9007199254740992.},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t stem = 0;
		double n = -1;

		cr_expect(
		    family_size(cases[i].name, &stem, &n), "%s", cases[i].name);
		cr_expect(eq(dbl, n, cases[i].n), "%s", cases[i].name);
		cr_expect(eq(sz, stem, 1));
	}
}

Test(family, what_is_no_size_is_refused)
{
	static const char *const names[] = {"", "64", "/64", "a/", "a/x",
	    "a/-1", "a/+1", "a/ 1", "a/1 ", "a/1.5", "a/1e3", "a/1kk", "a/1iB",
	    "a/2^", "a/2^x", "a/2^3x", "a/1<<", "a/1<2", "a/64/x",
	    "a/9007199254740993k", "a/99999999999999999999999", "a/2^9999",
	    "a/1<<9999", "a/0x10", "a/1\xd9\xa0", "a/nan"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t stem = 77;
		double n = 77;

		cr_expect(
		    not(family_size(names[i], &stem, &n)), "%s", names[i]);
	}
}

Test(family, series_that_differ_by_their_size_are_one_family_in_its_order)
{
	const struct series_name names[] = {series("b/1k"), series("alone"),
	    series("b/100"), series("a/b/1"), series("b/200"), series("b/10")};
	struct families families;

	cr_assert(eq(int, families_make(&families, names, 6), ERR_OK));
	cr_assert(eq(sz, families.count, 2));
	cr_expect(eq(sz, families.others, 1));
	cr_expect(eq(str, families.items[0].name, "a/b"));
	cr_expect(eq(str, families.items[1].name, "b"));
	cr_assert(eq(sz, families.items[1].count, 4));
	cr_expect(eq(sz, families.items[1].members[0].index, 5));
	cr_expect(eq(sz, families.items[1].members[3].index, 0));
	cr_expect(eq(dbl, families.items[1].members[3].n, 1000));
	cr_expect(families.items[1].reason == NULL);
	families_release(&families);
}

Test(family, metrics_units_and_directions_keep_families_apart)
{
	struct series_name names[] = {
	    series("a/1"), series("a/2"), series("a/3"), series("a/4")};
	struct families families;

	names[1].metric = "cpu_time";
	names[2].unit = "s";
	names[3].direction = DIRECTION_BIGGER;
	cr_assert(eq(int, families_make(&families, names, 4), ERR_OK));
	cr_expect(eq(sz, families.count, 4));
	families_release(&families);
}

Test(family, a_stem_that_begins_another_is_another_family)
{
	const struct series_name names[] = {
	    series("ab/1"), series("a/1"), series("ab/2"), series("a/2")};
	struct families families;

	cr_assert(eq(int, families_make(&families, names, 4), ERR_OK));
	cr_assert(eq(sz, families.count, 2));
	cr_expect(eq(sz, families.items[0].count, 2));
	cr_expect(eq(str, families.items[0].name, "a"));
	families_release(&families);
}

Test(family, nothing_makes_no_family)
{
	struct families families;

	cr_assert(eq(int, families_make(&families, NULL, 0), ERR_OK));
	cr_expect(eq(sz, families.count, 0));
	families_release(&families);
}

static void
expect_reason(const double *n, size_t count, const char *word)
{
	const char *reason = family_reason(n, count);

	cr_assert(ne(ptr, (void *)reason, NULL));
	cr_expect(ne(ptr, strstr(reason, word), NULL), "%s", reason);
}

Test(family, what_tells_no_class_has_a_reason)
{
	const double few[] = {1, 10, 100}, zero[] = {0, 10, 100, 1000},
		     twice[] = {1, 10, 10, 100}, near[] = {100, 200, 400, 799},
		     far[] = {100, 200, 400, 800}, one[] = {1, 2, 4, 8};
	double many[FAMILY_SIZES_MAX + 1];

	for (size_t i = 0; i <= FAMILY_SIZES_MAX; i++)
		many[i] = (double)i + 1;
	expect_reason(few, 3, "fewer than 4");
	expect_reason(zero, 4, "size of 0");
	expect_reason(twice, 4, "one size");
	expect_reason(near, 4, "less than 8");
	expect_reason(many, FAMILY_SIZES_MAX + 1, "more than 64");
	cr_expect(family_reason(far, 4) == NULL);
	cr_expect(family_reason(one, 4) == NULL);
}
