/**
 * The measuring lock: one for the machine, so that no two tidemarks build or
 * measure at the same time and disturb each other. The kernel drops it when its
 * holder ends, in whatever way.
 */
#ifndef RUNNER_LOCK_H
#define RUNNER_LOCK_H

#include "core/base/err.h"

/** Its file; TIDEMARK_LOCK in the environment names another, for containers
 *  that share a machine and for tests. */
#define LOCK_FILE "/tmp/tidemark-measuring.lock"

struct lock {
	int fd; /**< -1: not held */
};

#define LOCK_INIT                                                              \
	{                                                                      \
		.fd = -1                                                       \
	}

/** Told once, when somebody else holds it: "pid 123 (check in /src/x)". */
typedef void lock_waiting_fn(void *ctx, const char *holder);

/**
 * Take the lock, waiting for its holder.
 *
 * @param purpose what others are told about us: "check in /src/x"
 * @return ERR_INTERRUPTED; ERR_IO naming the file
 */
enum err lock_take(struct lock *lock, const char *purpose,
    lock_waiting_fn *waiting, void *ctx);
void lock_release(struct lock *lock);

#endif
