/* accept_text: entries as YAML, whatever the names hold. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/policy.h"
#include "core/base/buf.h"
#include "runner/accept_text.h"
#include "runner/config_accept.h"
#include "tests/support/git_fixture.h"
#include "tests/support/report_fixtures.h"

static void
quotes(const char *text, const char *expected)
{
	struct buf out = BUF_INIT;

	cr_assert(eq(int, accept_text_quote(&out, text), ERR_OK));
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

Test(accept_text, a_scalar_is_quoted)
{
	quotes("", "\"\"");
	quotes("a: b # c", "\"a: b # c\"");
	quotes("say \"no\" \\", "\"say \\\"no\\\" \\\\\"");
	quotes(
	    "caf\u00e9 \u4e2d \U0001f600", "\"caf\u00e9 \u4e2d \U0001f600\"");
}

Test(accept_text, nothing_is_hidden_in_a_scalar)
{
	quotes("two\nlines\r\ttab", "\"two\\nlines\\x0d\\x09tab\"");
	quotes("\x1b[31m\x7f", "\"\\x1b[31m\\x7f\"");
	quotes("\xc2\x85 \xc2\x9b", "\"\\x85 \\x9b\"");
	quotes("\u2028\u202e\u2066\u200b\ufeff\uffff",
	    "\"\\u2028\\u202e\\u2066\\u200b\\ufeff\\uffff\"");
}

Test(accept_text, what_is_not_utf8_is_refused)
{
	struct buf out = BUF_INIT;
	const struct accept_draft draft = {.benchmark = "a\xff",
	    .metric = "real_time",
	    .commits = "1234567",
	    .factor = "1.2",
	    .reason = "why",
	    .author = "who",
	    .expires = "2027-03-01"};

	cr_expect(eq(int, accept_text_quote(&out, "\xc3("), ERR_USAGE));
	expect_error("is not UTF-8");
	cr_expect(eq(int, accept_text_entry(&out, &draft, 2), ERR_USAGE));
	expect_error("match: ");
	buf_release(&out);
}

Test(accept_text, a_glob_matches_its_name_alone)
{
	static const char *const names[] = {
	    "a*b?[c]\\", "[!a]", "*", "\\", "plain/1000"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct buf glob = BUF_INIT;

		accept_text_glob(&glob, names[i]);
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			cr_expect(eq(int,
			    policy_glob(buf_text(&glob), names[k]), i == k));
		buf_release(&glob);
	}
}

Test(accept_text, an_entry_has_its_keys_in_order)
{
	struct buf out = BUF_INIT;
	const struct accept_draft draft = {.benchmark = "a/[1]",
	    .metric = "real_time",
	    .commits = "a23456789abc..",
	    .level = "52.1ns",
	    .reason = "why",
	    .author = "who",
	    .expires = "2027-03-01"};

	cr_assert(eq(int, accept_text_entry(&out, &draft, 1), ERR_OK));
	expect_text(buf_text(&out), " - match: \"a/\\\\[1]\"\n"
				    "   metric: \"real_time\"\n"
				    "   commits: a23456789abc..\n"
				    "   level: \"52.1ns\"\n"
				    "   reason: \"why\"\n"
				    "   author: \"who\"\n"
				    "   expires: 2027-03-01\n");
	buf_release(&out);
}

/* What is put in comes out again, and no value becomes a key. */
Test(accept_text, hostile_names_stay_values)
{
	size_t kept = 0;

	for (size_t i = 0; i < hostile_name_count; i++) {
		const char *name = hostile_names[i];
		const struct accept_draft draft = {.benchmark = name,
		    .metric = name,
		    .commits = "1234567",
		    .factor = "1.2",
		    .reason = name,
		    .author = name,
		    .expires = "2027-03-01"};
		struct config_accept *file = NULL;
		struct buf out = BUF_INIT;

		buf_puts(&out, "version: 1\naccept:\n");
		/* One is not UTF-8, one is empty. */
		if (!*name || accept_text_entry(&out, &draft, 2)) {
			buf_release(&out);
			continue;
		}
		cr_assert(eq(int,
			      config_accept_parse(
				  &file, buf_text(&out), out.len, "t"),
			      ERR_OK),
		    "%s", err_text());
		cr_assert(eq(sz, file->count, 1));
		expect_text(file->entries[0].metric, name);
		expect_text(file->entries[0].reason, name);
		expect_text(file->entries[0].author, name);
		cr_expect(policy_glob(file->entries[0].match, name));
		config_accept_free(file);
		buf_release(&out);
		kept++;
	}
	cr_expect(eq(sz, kept, hostile_name_count - 2));
}
