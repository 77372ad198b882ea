#include "tests/support/accept_fixture.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/config_accept.h"

struct fixture fx;
struct repo *repo;

void
accept_fixture_init(void)
{
	/* Which branch work is merged into is asked of the event first. */
	unsetenv("GITHUB_EVENT_NAME");
	unsetenv("GITHUB_EVENT_PATH");
	fixture_init(&fx);
	fixture_commit(fx.repo, "c0");
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "checkout", "-q", "-b", "topic", NULL);
	fixture_commit(fx.repo, "t1");
	fixture_commit(fx.repo, "t2");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c2");
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

void
accept_fixture_release(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

struct commit
commit_of(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK), "%s",
	    err_text());
	return commit;
}

void
put_range(struct buf *out, const char *range)
{
	const char *dots = strstr(range, "..");
	char name[64];

	if (dots) {
		snprintf(name, sizeof name, "%.*s", (int)(dots - range), range);
		buf_printf(out, "%s..", commit_of(name).oid.hex);
		range = dots + 2;
	}
	if (*range)
		buf_puts(out, commit_of(range).oid.hex);
}

void
write_entry(const char *ids, const char *expires, const char *subject)
{
	struct buf text = BUF_INIT;

	buf_printf(&text,
	    "version: 1\naccept:\n"
	    "  - match: a/*\n    metric: real_time\n    commits: %s\n"
	    "    factor: 1.25\n    reason: why\n    author: me\n"
	    "    expires: %s\n",
	    ids, expires);
	fixture_write(fx.repo, ACCEPT_FILE, buf_text(&text));
	fixture_commit(fx.repo, subject);
	buf_release(&text);
}

void
accept_range(const char *range)
{
	struct buf ids = BUF_INIT;

	put_range(&ids, range);
	write_entry(buf_text(&ids), SOON, "accept");
	buf_release(&ids);
}
