/** What a bisection came to. */
#ifndef BASELINES_BISECT_STATUS_H
#define BASELINES_BISECT_STATUS_H

enum bisect_status {
	BISECT_FOUND, /**< one commit, confirmed against its parent */
	BISECT_UNRESOLVED, /**< some commits are left, and none is proven */
	BISECT_DRIFT, /**< many small steps: no single commit did it */
	BISECT_NO_CHANGE, /**< the ends are the same */
	BISECT_REVERSED, /**< the ends differ the other way round */
	BISECT_TOO_NOISY /**< whether the ends differ cannot be said */
};

#define BISECT_STATUS_COUNT (BISECT_TOO_NOISY + 1)

/** "found", "unresolved", "drift", "no-change", "reversed", "too-noisy", as in
 *  tidemark.bisect/1. */
const char *bisect_status_name(enum bisect_status status);

#endif
