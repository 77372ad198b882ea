/* Values as a row of characters. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/escape.h"
#include "reports/spark.h"
#include "tests/support/git_fixture.h"

static void
drawn_as(const double *values, size_t count, size_t width, bool unicode,
    const char *expected)
{
	struct buf out = BUF_INIT;

	spark_append(&out, values, count, width, unicode);
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

/* Eighths of the largest, rounded up: 1/8, 2/8, 4/8, and 4.1/8 is five. */
Test(spark, the_largest_value_is_a_whole_block)
{
	const double values[] = {1, 2, 4, 4.1, 8};

	drawn_as(values, 5, 80, true, "▁▂▄▅█");
}

/* Ninths: 9 is "@", 1 is ".", 4.5 is the fifth mark. */
Test(spark, without_unicode_nine_letters_are_the_scale)
{
	const double values[] = {9, 1, 4.5, 0};

	drawn_as(values, 4, 4, false, "@.+ ");
}

Test(spark, a_value_above_zero_is_never_blank)
{
	const double values[] = {0, 1e-300, DBL_TRUE_MIN, 1e300};

	drawn_as(values, 4, 4, true, " ▁▁█");
	drawn_as(values, 4, 4, false, " ..@");
}

/* Shares of 2, 2 and 3 of the seven: 2, 4 and 8. */
Test(spark, a_character_is_the_sum_of_its_share)
{
	const double values[] = {2, 0, 1, 3, 0, 0, 8};

	drawn_as(values, 7, 3, true, "▂▄█");
}

Test(spark, one_value_among_a_hundred_thousand_is_seen)
{
	size_t count = 100000;
	double *values = calloc(count, sizeof *values);
	struct buf out = BUF_INIT;

	cr_assert(ne(ptr, values, NULL));
	values[count - 1] = 1e-9;
	spark_append(&out, values, count, 10, true);
	expect_text(buf_text(&out), "         █");
	cr_expect(eq(sz, text_columns(buf_text(&out)), 10));
	buf_release(&out);
	free(values);
}

Test(spark, nothing_is_drawn_of_nothing)
{
	const double zeros[] = {0, 0};

	drawn_as(zeros, 2, 5, true, "  ");
	drawn_as(zeros, 2, 0, true, "");
	drawn_as(NULL, 0, 5, true, "");
}
