#include "runner/exit_status.h"

#include <string.h>

#define SIGNALLED 128 /* as a shell shows a child that a signal ended */

bool
exit_status_for_git(int argc, char *const *argv)
{
	static const char option[] = "--" EXIT_STATUS_BISECT_RUN;
	size_t len = sizeof option - 1;

	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strncmp(argv[i], option, len) == 0 &&
		    (argv[i][len] == '\0' || argv[i][len] == '='))
			return true;
	return false;
}

int
exit_status_of_code(enum exit_code code, bool for_git)
{
	if (!for_git)
		return (int)code;
	switch (code) {
	case EXIT_CODE_PASS:
	case EXIT_CODE_REGRESSED:
		return (int)code;
	case EXIT_CODE_UNJUDGED:
	case EXIT_CODE_FAILED:
		return EXIT_STATUS_SKIP;
	default:
		return EXIT_STATUS_ABORT;
	}
}

static enum exit_code
code_of(enum err err)
{
	switch (err) {
	case ERR_USAGE:
	case ERR_NOTFOUND:
	case ERR_PARSE:
		return EXIT_CODE_USAGE;
	case ERR_CHILD:
	case ERR_TIMEOUT:
		return EXIT_CODE_FAILED;
	default:
		return EXIT_CODE_UNJUDGED; /* something kept us from judging */
	}
}

/* A full disk or a lock is EXIT_CODE_UNJUDGED too, and would be the same for
 * every commit: skipped one by one, the search would end with nothing. */
static int
for_git_of(enum err err)
{
	switch (err) {
	case ERR_CHILD:
	case ERR_TIMEOUT:
	case ERR_UNJUDGED:
		return EXIT_STATUS_SKIP;
	default:
		return EXIT_STATUS_ABORT;
	}
}

int
exit_status_of_err(enum err err, int signal, bool for_git)
{
	if (err == ERR_INTERRUPTED)
		return SIGNALLED + signal;
	return for_git ? for_git_of(err) : (int)code_of(err);
}
