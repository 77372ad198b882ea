#include "core/bench/reason.h"

#include <stddef.h>
#include <string.h>

/* True of how the managers are built, on every machine; how much it costs is in
 * the table above it. */
static const struct reason {
	const char *manager;
	const char *text;
} reasons[] = {
    {"boundary", "each operation searches a tree, whose depth grows with the "
		 "logarithm of the intervals"},
    {"summary", "each change also brings counts and longest intervals up to "
		"date on its way to the root"},
    {"treap", "each step down the tree is a node elsewhere in memory, a cache "
	      "miss of its own in a large set"},
    {"boundary_summary", "the work of boundary, and each change looks after "
			 "the longest and the shortest interval"},
    {"bitmap", "its time grows with the offsets that an operation covers, not "
	       "with the intervals"},
    {"hybrid", "the work of boundary, and each change is noted for the summary "
	       "that is made when asked for"},
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
