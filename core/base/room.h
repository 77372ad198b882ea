/**
 * Rooms: places that another program shuts off from the rest of the machine,
 * such as bubblewrap, with a supervisor of our own inside. child_run() starts
 * children there as it does outside: their time, memory and instructions are
 * their own alone, nothing of the program that made the room is in them.
 *
 * The supervisor is the first process of the room's process namespace. When it
 * ends, all that runs there ends; it ends with the room, and when this process
 * dies, even by SIGKILL. What runs in the room can neither look into it nor end
 * it.
 */
#ifndef CORE_BASE_ROOM_H
#define CORE_BASE_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/base/err.h"

struct room;
struct child_conditions;

/** Where the program that makes the room finds the supervisor's file, to be
 *  put where the room's first process is started from. */
#define ROOM_PROGRAM_FD "4"

struct room_spec {
	/** Program and arguments, up to and without those of the room's first
	 *  process. It is found by this process's PATH, and must hand down
	 *  descriptor 3. NULL-terminated. */
	const char *const *argv;
	const char *supervisor; /**< its path in the room */
	/** The supervisor's file, core/room/program.h. */
	const void *program;
	size_t program_bytes;
	/** Set for the room as a whole: there nothing can be raised. */
	const struct child_conditions *conditions;
	bool drops; /**< its children become this user */
	uid_t uid;
	gid_t gid;
};

/**
 * Make a room, with no more in its environment than PATH.
 *
 * @return ERR_CHILD with the program's own words where it makes none, or takes
 *         more than 10 s; ERR_IO, ERR_NOMEM
 */
enum err room_open(struct room **out, const struct room_spec *spec);

/** End all that runs there, and wait until it has ended; NULL is fine. */
void room_close(struct room *room);

#endif
