/**
 * SIGINT, SIGTERM and SIGHUP as a question that long work asks. Process-wide,
 * since signals are.
 */
#ifndef CORE_BASE_INTERRUPT_H
#define CORE_BASE_INTERRUPT_H

#include <stdbool.h>

#include "core/base/err.h"

/**
 * Catch the signals from now on; SIGPIPE is ignored. SIGHUP and SIGINT stay
 * ignored where they are already, as under nohup and behind a script's "&".
 * Call once, early. @return ERR_IO
 */
enum err interrupt_install(void);

/** The first signal that came, 0 for none. */
int interrupt_signal(void);

/** How many came; the second means "at once". */
int interrupt_count(void);

/** Readable once a signal came; for poll(). -1 before interrupt_install(). */
int interrupt_fd(void);

/** @return ERR_INTERRUPTED, with its text, once a signal came. */
enum err interrupt_check(void);

#endif
