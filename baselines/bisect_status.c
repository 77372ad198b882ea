#include "baselines/bisect_status.h"

const char *
bisect_status_name(enum bisect_status status)
{
	static const char *const names[BISECT_STATUS_COUNT] = {
	    [BISECT_FOUND] = "found",
	    [BISECT_UNRESOLVED] = "unresolved",
	    [BISECT_DRIFT] = "drift",
	    [BISECT_NO_CHANGE] = "no-change",
	    [BISECT_REVERSED] = "reversed",
	    [BISECT_TOO_NOISY] = "too-noisy",
	};

	return names[status];
}
