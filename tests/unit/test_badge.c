#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/badge.h"
#include "reports/render.h"
#include "tests/support/report_fixtures.h"

/* Advances at 2048 units: "A" 1401, "b" 1300, "i" 569; 11 px of 3270 units are
 * 17.56 px. A square character is 11 px more. */
Test(badge, a_text_is_as_wide_as_its_characters)
{
	cr_expect(eq(int, badge_text_width("Abi"), 18));
	cr_expect(eq(int, badge_text_width(""), 0));
	cr_expect(eq(int, badge_text_width("\xe6\xa5\xbd"), 11));
	cr_expect(eq(int, badge_text_width("Abi\xe6\xa5\xbd"), 29));
}

/* Relative luminance, WCAG 2.1. */
static double
luminance(const char *code)
{
	static const double weights[] = {0.2126, 0.7152, 0.0722};
	long rgb = strtol(code + 1, NULL, 16);
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double part = (double)(rgb >> (16 - 8 * i) & 0xff) / 255;

		part = part <= 0.03928 ? part / 12.92
				       : pow((part + 0.055) / 1.055, 2.4);
		sum += weights[i] * part;
	}
	return sum;
}

Test(badge, white_text_can_be_read_on_each_colour)
{
	/* Black on white is 21. */
	cr_assert(lt(dbl, 20.99, 1.05 / (luminance("#000000") + 0.05)));
	for (int i = 0; i < BADGE_COLOUR_COUNT; i++) {
		const char *code = badge_colour_code((enum badge_colour)i);

		cr_expect(
		    lt(dbl, 4.5, 1.05 / (luminance(code) + 0.05)), "%s", code);
	}
	cr_expect(lt(dbl, 4.5, 1.05 / (luminance(badge_label_code) + 0.05)));
}

static char *
write_badge(const char *label, const char *message)
{
	const struct badge badge = {label, message, BADGE_RED};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, badge_write(&badge, file), ERR_OK));
	fclose(file);
	return text;
}

/* The widths are 18 + 10 and 11 + 10. */
Test(badge, the_boxes_hold_their_texts)
{
	char *text = write_badge("Abi", "\xe6\xa5\xbd");

	cr_expect(strstr(text, "width=\"49\" height=\"20\"") != NULL);
	cr_expect(strstr(text, "<rect x=\"0\" width=\"28\"") != NULL);
	cr_expect(strstr(text, "<rect x=\"28\" width=\"21\"") != NULL);
	cr_expect(strstr(text, "role=\"img\"") != NULL);
	cr_expect(strstr(text, "aria-label=\"Abi: \xe6\xa5\xbd\"") != NULL);
	free(text);
}

Test(badge, a_long_or_hostile_text_is_cut_and_shown)
{
	char *text = write_badge("\"><script>\n", hostile_names[18]);

	cr_expect(strstr(text, "<script>") == NULL);
	cr_expect(strstr(text, "&quot;&gt;&lt;script&gt;\\n") != NULL);
	cr_expect(lt(sz, strlen(text), 1200));
	free(text);
}

static void
expect_badge(const char *report, const char *words)
{
	const struct render_options plain = {.width = 0};
	char want[80];
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	snprintf(want, sizeof want, "<title>tidemark: %s</title>", words);
	cr_assert(eq(int,
	    render_write(
		renderer_find("badge"), report_fixture(report), &plain, file),
	    ERR_OK));
	fclose(file);
	cr_expect(strstr(text, want) != NULL, "%s: %s", report, text);
	free(text);
}

Test(badge, a_report_is_its_worst_verdict_and_its_count)
{
	expect_badge("pass", "passing");
	expect_badge("identical", "passing");
	expect_badge("acknowledged", "passing");
	expect_badge("regressed", "regressed: 2");
	expect_badge("error", "error: 2");
	expect_badge("missing", "missing: 1");
	expect_badge("inconclusive", "inconclusive: 3");
	expect_badge("empty", "inconclusive"); /* of no series */
	expect_badge("bases", "regressed: 1"); /* against the second base */
}
