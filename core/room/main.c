/*
 * The first process of a room (room.h): its supervisor. SUPERVISOR [UID GID],
 * with the socket as descriptor 3. Linked statically: it starts from a file
 * that is all that it needs.
 */
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/base/supervisor.h"

int
main(int argc, char **argv)
{
	struct supervisor_room room = {.drops = argc == 3};

	if (room.drops) {
		room.uid = (uid_t)strtoul(argv[1], NULL, 10);
		room.gid = (gid_t)strtoul(argv[2], NULL, 10);
	}
	/* As the first process it cannot be ended by those that it starts. They
	 * may be of its own user: they must not look into it, either. */
	if (getpid() != 1 || prctl(PR_SET_DUMPABLE, 0) < 0 ||
	    write(SUPERVISOR_ROOM_SOCKET, "", 1) != 1)
		return 1;
	supervisor_serve(SUPERVISOR_ROOM_SOCKET, &room);
}
