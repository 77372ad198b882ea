/** What the parts of child.h and room.h share. Internal to them. */
#ifndef CORE_BASE_CHILD_PARTS_H
#define CORE_BASE_CHILD_PARTS_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/child.h"
#include "core/base/supervisor.h"

/** Send all of it. @return -1 with errno */
int child_send(int fd, const char *data, size_t len);

/** Ask a supervisor for a child whose output goes to `out` and `err`.
 *  @return -1 where it is gone, or out of memory */
int child_request(int server, const struct child_spec *spec, int out, int err);

/** The name of what is started. */
const char *child_program(const struct child_spec *spec);

/** Why a child could not be started at a step, an enum supervisor_step. */
enum err child_start_failed(const struct child_spec *spec, int step, int code);

/** The socket of a room's supervisor; -1: it has ended. */
int room_socket(const struct room *room);

/** Note that a room's supervisor has ended. */
void room_lose(struct room *room);

#endif
