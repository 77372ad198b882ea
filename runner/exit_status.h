/** What the tidemark program exits with, also where git bisect run reads it. */
#ifndef RUNNER_EXIT_STATUS_H
#define RUNNER_EXIT_STATUS_H

#include <stdbool.h>

#include "baselines/verdict.h"
#include "core/base/err.h"

/** Name of the option that asks for statuses as git bisect run reads them. */
#define EXIT_STATUS_BISECT_RUN "bisect-run"

/** git bisect run: 0 is good, 1 to 127 are bad, but this one, "cannot be
 *  tested"; 128 and above end the search (git-bisect(1), "Bisect run"). */
#define EXIT_STATUS_SKIP 125
#define EXIT_STATUS_ABORT 128

/**
 * Whether the program's arguments ask for git's statuses. Read before they are
 * parsed, so that one that is wrong is no "bad" commit: whichever command it is
 * given to, with a value that it does not take, beside an unknown option.
 *
 * @param argv argc arguments, without the program's name
 */
bool exit_status_for_git(int argc, char *const *argv);

/**
 * Status of a command that came to an end. For git: 0 of a pass, 1 of a
 * regression, EXIT_STATUS_SKIP of what is not judged or failed, and
 * EXIT_STATUS_ABORT of all others.
 */
int exit_status_of_code(enum exit_code code, bool for_git);

/**
 * Status of a command that did not. For git: EXIT_STATUS_SKIP of a child that
 * failed and of what cannot be judged; EXIT_STATUS_ABORT of what the next
 * commit would meet too, and of what may be either.
 *
 * @param err not ERR_OK
 * @param signal of ERR_INTERRUPTED: the status is 128 + signal
 */
int exit_status_of_err(enum err err, int signal, bool for_git);

#endif
