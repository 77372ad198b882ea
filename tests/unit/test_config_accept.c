/* config_accept: the file of acknowledgements, and what is refused in it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/config_accept.h"
#include "tests/support/git_fixture.h"

#define DAY INT64_C(86400)

/* The lines of an entry, each with its key; the first stands on line 3. */
#define MATCH "  - match: protocol/boundary/*\n"
#define METRIC "    metric: real_time\n"
#define COMMITS "    commits: 1a2b3c4d..5e6f7a8b\n"
#define FACTOR "    factor: 1.25\n"
#define REASON "    reason: exact rounding, see docs/rounding.md\n"
#define AUTHOR "    author: A. Person\n"
#define EXPIRES "    expires: 2027-03-01\n"
#define HEAD "version: 1\naccept:\n"
#define ENTRY MATCH METRIC COMMITS FACTOR REASON AUTHOR EXPIRES

static struct config_accept *file;

static void
teardown(void)
{
	config_accept_free(file);
	file = NULL;
}

TestSuite(config_accept, .fini = teardown);

static const struct config_accept_entry *
parse(const char *text)
{
	teardown();
	cr_assert(eq(int, config_accept_parse(&file, text, strlen(text), "t"),
		      ERR_OK),
	    "%s", err_text());
	return file->entries;
}

struct row {
	const char *text;
	const char *error; /* after "t:" */
};

static void
refused(const char *text, const char *error)
{
	char expected[512];

	teardown();
	snprintf(expected, sizeof expected, "t:%s", error);
	cr_expect(eq(int, config_accept_parse(&file, text, strlen(text), "t"),
		      ERR_USAGE),
	    "%s", text);
	cr_expect(eq(ptr, file, NULL));
	expect_text(err_text(), expected);
}

static void
all_refused(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		refused(rows[i].text, rows[i].error);
}

#define REFUSED(rows) all_refused(rows, sizeof(rows) / sizeof((rows)[0]))

Test(config_accept, an_entry_says_what_is_accepted)
{
	const struct config_accept_entry *entry = parse(HEAD ENTRY);

	cr_assert(eq(sz, file->count, 1));
	expect_text(entry->match, "protocol/boundary/*");
	expect_text(entry->metric, "real_time");
	expect_text(entry->from, "1a2b3c4d");
	expect_text(entry->to, "5e6f7a8b");
	cr_expect(epsilon_eq(dbl, entry->factor, 1.25, 1e-15));
	cr_expect(eq(ptr, (void *)entry->level_text, NULL));
	expect_text(entry->reason, "exact rounding, see docs/rounding.md");
	expect_text(entry->author, "A. Person");
	expect_text(entry->expires, "2027-03-01");
	/* date -u -d 2027-03-01 +%s */
	cr_expect(eq(i64, entry->starts_last_s, 1803859200));
}

Test(config_accept, a_level_stands_for_a_factor)
{
	const struct config_accept_entry *entry =
	    parse(HEAD MATCH METRIC COMMITS
		"    level: 52.1us\n" REASON AUTHOR EXPIRES);

	cr_expect(isnan(entry->factor));
	expect_text(entry->level_text, "52.1us");
	cr_expect(epsilon_eq(dbl, entry->level.value, 52100, 1e-9));
	cr_expect(eq(int, entry->level.kind, QUANTITY_TIME));
}

Test(config_accept, a_range_may_be_open_or_one_commit)
{
	const struct config_accept_entry *entry = parse(HEAD MATCH METRIC
	    "    commits: 1a2b3c4d..\n" FACTOR REASON AUTHOR EXPIRES);

	expect_text(entry->from, "1a2b3c4d");
	expect_text(entry->to, "");
	entry = parse(HEAD MATCH METRIC
	    "    commits: 0123456789abcdef0123456789ABCDEF01234567\n" FACTOR
		REASON AUTHOR EXPIRES);
	expect_text(entry->from, "");
	expect_text(entry->to, "0123456789abcdef0123456789ABCDEF01234567");
}

Test(config_accept, a_file_may_have_no_entry)
{
	parse("version: 1\n");
	cr_expect(eq(sz, file->count, 0));
	parse("version: 1\naccept: []\n");
	cr_expect(eq(sz, file->count, 0));
}

Test(config_accept, the_shape_is_checked)
{
	static const struct row rows[] = {
	    {"", " empty, version: 1 was expected"},
	    {"# nothing\n", " empty, version: 1 was expected"},
	    {"accept: []\n", "1:1: version: \"\", 1 was expected"},
	    {"version: 2\n", "1:1: version: \"2\", 1 was expected"},
	    {"version: 1\nrules: []\n", "2:1: rules: unknown key"},
	    {HEAD ENTRY "    until: 2027\n",
		"10:5: accept[0].until: unknown key"},
	    {HEAD ENTRY "    factor: 2\n",
		"10:5: accept[0].factor: this key is there twice"},
	    {"version: 1\naccept: all\n",
		"2:1: accept: a list was expected, not a value"},
	    {HEAD "  - all\n",
		"3:5: accept[0]: a mapping of keys was expected, not a value"},
	    {HEAD MATCH "    metric: [a]\n",
		"4:5: accept[0].metric: a value was expected, not a list"},
	};

	REFUSED(rows);
}

Test(config_accept, every_key_is_required)
{
	static const struct row rows[] = {
	    {HEAD "  - metric: a\n" COMMITS FACTOR REASON AUTHOR EXPIRES,
		"3:5: accept[0].match: a glob of benchmarks was expected"},
	    {HEAD MATCH COMMITS FACTOR REASON AUTHOR EXPIRES,
		"3:5: accept[0].metric: the name of a metric was expected"},
	    {HEAD MATCH METRIC FACTOR REASON AUTHOR EXPIRES,
		"3:5: accept[0].commits: a range of commits such as A..B was "
		"expected"},
	    {HEAD MATCH METRIC COMMITS REASON AUTHOR EXPIRES,
		"3:5: accept[0].factor: either this or level was expected"},
	    {HEAD MATCH METRIC COMMITS FACTOR AUTHOR EXPIRES,
		"3:5: accept[0].reason: why the slowdown is accepted was "
		"expected"},
	    {HEAD MATCH METRIC COMMITS FACTOR REASON EXPIRES,
		"3:5: accept[0].author: who accepts it was expected"},
	    {HEAD MATCH METRIC COMMITS FACTOR REASON AUTHOR,
		"3:5: accept[0].expires: a day such as 2027-03-01 was "
		"expected"},
	    {HEAD MATCH METRIC COMMITS FACTOR
		"    reason: \" \"\n" AUTHOR EXPIRES,
		"7:5: accept[0].reason: why the slowdown is accepted was "
		"expected"},
	    {HEAD MATCH METRIC COMMITS FACTOR
		"    level: 5ns\n" REASON AUTHOR EXPIRES,
		"6:5: accept[0].factor: either this or level was expected"},
	};

	REFUSED(rows);
}

/* What is wrong of one key, whose line has this text. */
static void
bad_value(const char *before, const char *key, const char *value,
    const char *after, const char *error)
{
	char text[1024];
	char expected[512];
	size_t line = 1;

	snprintf(text, sizeof text, "%s    %s: \"%s\"\n%s", before, key, value,
	    after);
	for (const char *c = before; *c; c++)
		line += *c == '\n';
	snprintf(expected, sizeof expected, "%zu:5: accept[0].%s: \"%s\" %s",
	    line, key, value, error);
	refused(text, expected);
}

Test(config_accept, a_factor_is_above_1_and_at_most_100)
{
	static const char *const bad[] = {"1", "0.9", "100.1", "-2", "+2",
	    "1e1", "0x2", "inf", "nan", "1.2.3", "2x", "25%", "1..2"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		bad_value(HEAD MATCH METRIC COMMITS, "factor", bad[i],
		    REASON AUTHOR EXPIRES,
		    "is not a number above 1, at most 100");
}

Test(config_accept, a_level_has_a_known_unit)
{
	static const char *const bad[] = {"52.1 parsecs", "ns", "-1ns", "0"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		bad_value(HEAD MATCH METRIC COMMITS, "level", bad[i],
		    REASON AUTHOR EXPIRES,
		    "is not a value such as 52.1ns, 3.2MiB or, in the unit of "
		    "the series, 500");
}

Test(config_accept, commits_are_ids)
{
	static const char *const bad[] = {"main", "main..topic", "HEAD",
	    "..1a2b3c4d", "..", "1a2b3c", "1a2b3c4d...5e6f7a8b",
	    "1a2b3c4d..main", "1a2b3c4d^..5e6f7a8b", "1a2b3c4d ..5e6f7a8b",
	    "00000000000000000000000000000000000000001"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		bad_value(HEAD MATCH METRIC, "commits", bad[i],
		    FACTOR REASON AUTHOR EXPIRES,
		    "is none of A..B, A.. and C, each an id of 7 to 40 "
		    "hexadecimal digits");
}

Test(config_accept, expires_is_a_day)
{
	static const char *const bad[] = {
	    "never", "2027-02-29", "2027-3-1", "90d", "2027-03-01T00:00:00Z"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		bad_value(HEAD MATCH METRIC COMMITS FACTOR REASON AUTHOR,
		    "expires", bad[i], "", "is not a day such as 2027-03-01");
}

Test(config_accept, an_entry_counts_through_its_last_day)
{
	const struct config_accept_entry *entry = parse(HEAD ENTRY);
	int64_t last_s = entry->starts_last_s + DAY - 1;

	cr_expect(not(config_accept_expired(entry, last_s)));
	cr_expect(config_accept_expired(entry, last_s + 1));
	cr_expect(eq(int, config_accept_check_day(file, 0, last_s), ERR_OK));
	cr_expect(
	    eq(int, config_accept_check_day(file, 0, last_s + 1), ERR_USAGE));
	expect_text(err_text(),
	    "t:9:5: accept[0].expires: 2027-03-01 is over on 2027-03-02, the "
	    "date of the commit: remove the entry, or accept anew with a later "
	    "day");
}

Test(config_accept, an_entry_lasts_two_years_at_most)
{
	const struct config_accept_entry *entry = parse(HEAD ENTRY);
	int64_t early_s = entry->starts_last_s - 731 * DAY;

	cr_expect(eq(int, config_accept_check_day(file, 0, early_s), ERR_OK));
	cr_expect(
	    eq(int, config_accept_check_day(file, 0, early_s - 1), ERR_USAGE));
	expect_error("t:9:5: accept[0].expires: 2027-03-01 is more than two "
		     "years after 2025-02-27");
	cr_expect(
	    eq(int, config_accept_check_day(file, 0, INT64_MAX), ERR_USAGE));
	cr_expect(
	    eq(int, config_accept_check_day(file, 0, INT64_MIN), ERR_USAGE));
}

Test(config_accept, entries_are_equal_where_every_key_is)
{
	static const char *const others[] = {
	    "  - match: other\n" METRIC COMMITS FACTOR REASON AUTHOR EXPIRES,
	    MATCH "    metric: p99\n" COMMITS FACTOR REASON AUTHOR EXPIRES,
	    MATCH METRIC
	    "    commits: 1a2b3c4d..\n" FACTOR REASON AUTHOR EXPIRES,
	    MATCH METRIC COMMITS "    factor: 1.26\n" REASON AUTHOR EXPIRES,
	    MATCH METRIC COMMITS "    level: 5ns\n" REASON AUTHOR EXPIRES,
	    MATCH METRIC COMMITS FACTOR "    reason: other\n" AUTHOR EXPIRES,
	    MATCH METRIC COMMITS FACTOR REASON "    author: other\n" EXPIRES,
	    MATCH METRIC COMMITS FACTOR REASON AUTHOR
	    "    expires: 2027-03-02\n",
	    ENTRY,
	};
	size_t count = sizeof others / sizeof *others;
	struct buf text = BUF_INIT;
	const struct config_accept_entry *entries;

	buf_puts(&text, HEAD ENTRY);
	for (size_t i = 0; i < count; i++)
		buf_puts(&text, others[i]);
	entries = parse(buf_text(&text));
	cr_assert(eq(sz, file->count, count + 1));
	for (size_t i = 1; i < count; i++) {
		cr_expect(not(config_accept_equal(&entries[0], &entries[i])),
		    "%s", others[i - 1]);
		cr_expect(eq(int,
		    config_accept_same_scope(&entries[0], &entries[i]), i > 3));
	}
	cr_expect(config_accept_equal(&entries[0], &entries[count]));
	buf_release(&text);
}

Test(config_accept, the_place_of_an_entry_is_that_of_its_first_key)
{
	size_t line = 0;
	size_t column = 0;

	parse(HEAD ENTRY ENTRY);
	config_accept_place(file, 1, &line, &column);
	cr_expect(eq(sz, line, 10));
	cr_expect(eq(sz, column, 5));
}
