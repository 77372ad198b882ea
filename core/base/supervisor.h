/**
 * The process that starts children for child.c, and the messages between them.
 * Internal to child.c.
 */
#ifndef CORE_BASE_SUPERVISOR_H
#define CORE_BASE_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base/child.h"

/** Comes first, with the child's stdout and stderr as SCM_RIGHTS; then
 *  text_bytes of NUL-terminated strings: cwd, arguments, environment. */
struct supervisor_request {
	uint32_t argument_count;
	uint32_t environment_count;
	uint64_t text_bytes;
	struct child_limits limits;
	struct child_conditions conditions;
	bool count_instructions;
};

/** One byte on the socket while a child runs: the signal for its group. After
 *  the reply SUPERVISOR_DONE follows, so that none is taken for a request. */
typedef uint8_t supervisor_signal;
#define SUPERVISOR_DONE 0

/** What a child is doing between fork and exec when it fails. */
enum supervisor_step {
	STEP_START,
	STEP_CPUS,
	STEP_NICE,
	STEP_ASLR,
	STEP_USER, /**< becoming the room's user */
	STEP_COUNT /**< on our side: opening or reading the counter */
};

struct supervisor_reply {
	int32_t start_errno; /**< not 0: it could not be started */
	int32_t start_step; /**< what failed then, an enum supervisor_step */
	int32_t wait_errno; /**< not 0: how it ended is not known */
	int32_t status; /**< as of wait4 */
	int64_t wall_ns;
	int64_t user_ns;
	int64_t sys_ns;
	int64_t max_rss_bytes;
	uint64_t instructions;
};

/** The supervisor of a room (room.h), as the room's first process. */
struct supervisor_room {
	bool drops; /**< children become this user, and no longer are root */
	uid_t uid;
	gid_t gid;
};

/** A room's supervisor finds its socket here, and says so by one byte. */
#define SUPERVISOR_ROOM_SOCKET 3

/**
 * Serve requests on `socket` until its other end closes. Never returns.
 * @param room NULL outside of one
 */
_Noreturn void supervisor_serve(int socket, const struct supervisor_room *room);

#endif
