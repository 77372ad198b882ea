#include "runner/pace.h"

void
pace_add(struct pace_times *times, int64_t ns)
{
	times->ns[times->count++ % PACE_TIMES] = ns;
}

int64_t
pace_longest(const struct pace_times *times, int64_t otherwise)
{
	int64_t longest = times->count ? times->ns[0] : otherwise;

	for (size_t i = 1; i < times->count && i < PACE_TIMES; i++)
		if (times->ns[i] > longest)
			longest = times->ns[i];
	return longest;
}

int64_t
pace_estimate(const struct pace *pace, bool is_built)
{
	int64_t build_ns = is_built ? 0 : pace_longest(&pace->builds, 0);

	return build_ns + pace_longest(&pace->sessions, pace->budget_ns);
}

bool
pace_fits(const struct pace *pace, int64_t now_ns, bool is_built)
{
	return !pace->end_ns ||
	       now_ns + pace_estimate(pace, is_built) <= pace->end_ns;
}

int64_t
pace_left(const struct pace *pace, size_t commits)
{
	if (!pace->sessions.count)
		return -1;
	return (int64_t)commits * pace_estimate(pace, false);
}
