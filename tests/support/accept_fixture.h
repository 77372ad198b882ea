/** A repository in which acknowledgements are committed. */
#ifndef TESTS_SUPPORT_ACCEPT_FIXTURE_H
#define TESTS_SUPPORT_ACCEPT_FIXTURE_H

#include "core/base/buf.h"
#include "runner/repo/repo.h"
#include "tests/support/git_fixture.h"

/** A day that is to come: the fixture's commits are of November 2023. */
#define SOON "2024-10-01"

extern struct fixture fx;
extern struct repo *repo;

/**
 * Make and open it:
 *
 *     main:  c0 - c1 - c2
 *     topic:        \  t1 - t2        (checked out)
 */
void accept_fixture_init(void);
void accept_fixture_release(void);

struct commit commit_of(const char *revision);

/** Append "A..B" of revisions as ids; an end may be empty. */
void put_range(struct buf *out, const char *range);

/** Commit a file with one entry, whose commits are already ids, of the
 *  benchmarks below a/ and their real_time, by a factor of 1.25. */
void write_entry(const char *ids, const char *expires, const char *subject);

/** The same of a range of revisions, until SOON. */
void accept_range(const char *range);

#endif
