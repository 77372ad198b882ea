/* What the program exits with. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>

#include "runner/exit_status.h"

/* tidemark(1), EXIT STATUS; tidemark-check(1), GIT BISECT. */
static const struct {
	enum exit_code code;
	int plain;
	int git;
} codes[] = {
    {EXIT_CODE_PASS, 0, 0},
    {EXIT_CODE_REGRESSED, 1, 1},
    {EXIT_CODE_USAGE, 2, 128},
    {EXIT_CODE_UNJUDGED, 3, 125},
    {EXIT_CODE_FAILED, 4, 125},
    {EXIT_CODE_UNPUBLISHED, 5, 128},
};

static const struct {
	enum err err;
	int plain;
	int git;
} errors[] = {
    {ERR_NOMEM, 3, 128},
    {ERR_IO, 3, 128},
    {ERR_USAGE, 2, 128},
    {ERR_PARSE, 2, 128},
    {ERR_NOTFOUND, 2, 128},
    {ERR_CONFLICT, 3, 128},
    {ERR_CHILD, 4, 125},
    {ERR_TIMEOUT, 4, 125},
    {ERR_LIMIT, 3, 128},
    {ERR_UNJUDGED, 3, 125},
    {ERR_INTERRUPTED, 128 + SIGTERM, 128 + SIGTERM},
    {ERR_MISMATCH, 3, 128},
};

Test(exit_status, every_code_has_its_own)
{
	cr_assert(
	    eq(sz, sizeof codes / sizeof *codes, EXIT_CODE_UNPUBLISHED + 1));
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		cr_expect(eq(int, exit_status_of_code(codes[i].code, false),
		    codes[i].plain));
		cr_expect(eq(int, exit_status_of_code(codes[i].code, true),
		    codes[i].git));
	}
}

Test(exit_status, every_error_has_its_own)
{
	cr_assert(eq(sz, sizeof errors / sizeof *errors, ERR_MISMATCH));
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		enum err err = errors[i].err;

		cr_expect(eq(int, exit_status_of_err(err, SIGTERM, false),
			      errors[i].plain),
		    "error %d", err);
		cr_expect(eq(int, exit_status_of_err(err, SIGTERM, true),
			      errors[i].git),
		    "error %d", err);
	}
}

/* git takes 0 for good, and 1 to 127 but 125 for bad. */
Test(exit_status, no_error_is_good_or_bad_for_git)
{
	for (int err = ERR_OK + 1; err <= ERR_MISMATCH; err++) {
		int status = exit_status_of_err((enum err)err, SIGINT, true);

		cr_expect(status == 125 || (status >= 128 && status <= 255),
		    "error %d: %d", err, status);
	}
}

static bool
asks(char *a, char *b, char *c)
{
	char *argv[] = {a, b, c};

	return exit_status_for_git(3, argv);
}

Test(exit_status, the_option_counts_wherever_it_stands)
{
	cr_expect(asks("check", "--bisect-run", "HEAD"));
	cr_expect(asks("check", "--no-such", "--bisect-run"));
	cr_expect(asks("chekc", "--bisect-run", "--base"));
	cr_expect(asks("--bisect-run", "check", ""));
	cr_expect(asks("check", "--bisect-run=yes", "HEAD"));
}

Test(exit_status, what_is_not_the_option_does_not_count)
{
	cr_expect(not(asks("check", "HEAD", "-v")));
	cr_expect(not(asks("check", "--bisect-running", "--bisect")));
	cr_expect(not(asks("check", "bisect-run", "-bisect-run")));
	cr_expect(not(asks("check", "--", "--bisect-run")));
	cr_expect(not(exit_status_for_git(0, NULL)));
}
