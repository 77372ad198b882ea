#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/site_names.h"
#include "tests/support/report_fixtures.h"

/* Criterion's str is a char *, though it only reads. */
#define expect_text(got, want) cr_expect(eq(str, (char *)(got), (char *)(want)))

static struct buf out = BUF_INIT;

static void
close_out(void)
{
	buf_release(&out);
}

TestSuite(site_names, .fini = close_out);

static const char *
slug(const char *name)
{
	buf_reset(&out);
	site_slug(&out, name, "0123456789ab");
	return buf_text(&out);
}

static const char *
pattern(const char *remote)
{
	buf_reset(&out);
	site_forge_pattern(&out, remote);
	return buf_text(&out);
}

Test(site_names, a_slug_is_readable)
{
	expect_text(slug("Parser/64 KiB"), "parser-64-kib-0123456789ab");
	expect_text(slug("a//b.."), "a-b-0123456789ab");
}

Test(site_names, a_name_without_letters_is_its_id)
{
	expect_text(slug("../.."), "0123456789ab");
	expect_text(slug(""), "0123456789ab");
	expect_text(slug("größe"), "gr-e-0123456789ab");
}

/* 40 of the name, a hyphen, 12 of the id. */
Test(site_names, a_long_slug_is_cut)
{
	char name[4097];

	memset(name, 'x', 4096);
	name[4096] = '\0';
	cr_expect(eq(sz, strlen(slug(name)), 53));
}

Test(site_names, no_hostile_name_leaves_the_letters)
{
	for (size_t i = 0; i < hostile_name_count; i++) {
		const char *made = slug(hostile_names[i]);

		cr_expect(eq(sz,
		    strspn(made, "abcdefghijklmnopqrstuvwxyz0123456789-"),
		    strlen(made)));
		cr_expect(ne(chr, made[0], '-'));
	}
}

Test(site_names, ids_tell_names_apart_that_slugs_do_not)
{
	char a[SITE_ID_SIZE], b[SITE_ID_SIZE], c[SITE_ID_SIZE];

	cr_assert(eq(int, site_id(a, "a/b", "time"), ERR_OK));
	cr_assert(eq(int, site_id(b, "a-b", "time"), ERR_OK));
	cr_assert(eq(int, site_id(c, "a/bt", "ime"), ERR_OK));
	cr_expect(ne(str, a, b));
	cr_expect(ne(str, a, c));
	cr_expect(eq(sz, strlen(a), SITE_ID_SIZE - 1));
}

Test(site_names, a_commits_page_is_its_first_digits)
{
	site_commit_path(&out, "0123456789abcdef0123456789abcdef01234567");
	expect_text(buf_text(&out), "commit/0123456789abcdef.html");
}

Test(site_names, forges_are_told_by_their_remotes)
{
	expect_text(pattern("git@github.com:own/proj.git"),
	    "https://github.com/own/proj/commit/{oid}");
	expect_text(pattern("https://gitlab.com/group/sub/proj.git"),
	    "https://gitlab.com/group/sub/proj/-/commit/{oid}");
	expect_text(pattern("https://user@bitbucket.org/own/proj/"),
	    "https://bitbucket.org/own/proj/commits/{oid}");
	expect_text(pattern("ssh://git@codeberg.org:2222/own/proj"),
	    "https://codeberg.org/own/proj/commit/{oid}");
}

Test(site_names, a_password_never_gets_into_a_page)
{
	expect_text(pattern("https://user:secret@example.org:8443/own/p.git"),
	    "https://example.org/own/p/commit/{oid}");
}

Test(site_names, what_is_no_forge_has_no_pattern)
{
	expect_text(pattern("/srv/git/proj.git"), "");
	expect_text(pattern("../proj"), "");
	expect_text(pattern("file:///srv/git/proj.git"), "");
	expect_text(pattern("git@example.org:a/\"><script>"), "");
	expect_text(pattern("https://example.org/"), "");
	expect_text(pattern("https://ex ample.org/a/b"), "");
	expect_text(pattern(""), "");
}

Test(site_names, each_place_of_a_pattern_is_filled)
{
	site_forge_url(&out, "https://x.org/{oid}?c={oid}#", "12ab");
	expect_text(buf_text(&out), "https://x.org/12ab?c=12ab#");
}
