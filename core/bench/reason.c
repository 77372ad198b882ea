#include "core/bench/reason.h"

#include <stddef.h>
#include <string.h>

static const struct reason {
	const char *manager;
	const char *text;
} reasons[] = {
    {"boundary", "a change moves all that lies behind it in the array"},
    {"summary", "each change also mends the sums on its path to the root"},
    {"treap", "each step down the tree is a node elsewhere in memory, a cache "
	      "miss of its own in a large set"},
    {"boundary_summary", "a change moves all that lies behind it in the array, "
			 "and looks after the longest and shortest beside it"},
    {"bitmap", "its time grows with the offsets that an operation covers, not "
	       "only with the intervals"},
    {"hybrid", "a change also goes to the tree that answers questions"},
};

const char *
reason_for(const char *manager)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (strcmp(reasons[i].manager, manager) == 0)
			return reasons[i].text;
	}
	return NULL;
}
