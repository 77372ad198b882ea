/* Which manager suits a workload: a table of rules, of which the first that
 * holds decides. What they weigh, n being the intervals at a time:
 *
 * boundary          cheap changes and finds; all else reads the intervals
 * summary           answers all in O(log n); its changes cost half as much
 *                   again, and several times that once best fit was asked for
 * boundary_summary  keeps the longest and the shortest; else as boundary
 * hybrid            changes as boundary; questions bring an index up to date
 * bitmap            a bit an offset: the cheapest changes; else as boundary
 *
 * treap is in no rule. It too answers rank, k-th and samples in O(log n), but
 * looks at one interval a node where summary's nodes hold dozens, and so is
 * slower at these and at changes; summary answers questions of lengths too.
 *
 * Whether access is random decides nothing: each of these finds its place in
 * O(log n) or at once, wherever it is. */
#include "core/interval/manager.h"

/* A manager without an index reads the intervals to answer, some 5 ns each.
 * What that costs an operation, on average, is in intervals read: 2, or 10 ns,
 * would be noticed; 20, or 100 ns, is what an index costs a change. */
#define READS_SOME 2.0
#define READS_MANY 20.0
/* Intervals where nobody knows how many there are. */
#define LIVE_ASSUMED 1000
/* From this share on, what a change costs decides. */
#define CHANGES_MOST .5
/* A bitmap of so many offsets has 8 MiB, which caches still mostly hold. */
#define BITMAP_OFFSETS_MAX (UINT64_C(1) << 26)
/* Up to here, 128 KiB, however few intervals there are: also then it measured
 * 1.6 to 2.1 times as fast as boundary. */
#define BITMAP_OFFSETS_ANYHOW (UINT64_C(1) << 20)
/* What boundary takes for an interval: 19 to 27 were measured. */
#define BYTES_AN_INTERVAL 22

/* A workload as the rules see it; its shares are in their range. */
struct profile {
	double changes; /* share of all operations */
	double analytics_reads; /* see READS_SOME */
	double ordered_reads;
	uint64_t live;
	uint64_t domain;
};

static bool
reads_many(const struct profile *p)
{
	return p->analytics_reads + p->ordered_reads >= READS_MANY;
}

static bool
is_small_or_dense(const struct profile *p)
{
	if (p->domain == 0 || p->domain > BITMAP_OFFSETS_MAX)
		return false;
	if (p->domain <= BITMAP_OFFSETS_ANYHOW)
		return true;
	/* domain / 8 bytes of bits; by division, as live may be anything. */
	return p->domain / 8 / BYTES_AN_INTERVAL <= p->live;
}

static bool
asks_between_few_changes(const struct profile *p)
{
	return p->analytics_reads >= READS_SOME && p->changes < CHANGES_MOST;
}

static bool
asks_now_and_then(const struct profile *p)
{
	return p->analytics_reads >= READS_SOME;
}

static bool
always(const struct profile *p)
{
	(void)p;
	return true;
}

static const struct rule {
	bool (*holds)(const struct profile *p);
	const char *manager;
	const char *reason;
} rules[] = {
    {reads_many, "summary",
	"Questions about lengths or order are a large share, and each is "
	"answered in O(log n), which is worth dearer changes."},
    {is_small_or_dense, "bitmap",
	"The domain is small, or well filled for its size: a bit for each "
	"offset takes little memory, and a change writes whole words."},
    {asks_between_few_changes, "boundary_summary",
	"Questions about lengths come now and then and changes are the "
	"smaller part: the longest and the shortest interval are kept."},
    {asks_now_and_then, "hybrid",
	"Changes are most of the work and questions about lengths come now "
	"and then: changes stay cheap, and the question after them pays."},
    {always, "boundary",
	"Nothing that is known asks for an index or for a bit for each "
	"offset: changes and finds are cheap here without either."},
};

/* What is not a number is not known: 0. */
static double
share(double given)
{
	if (!(given > 0))
		return 0;
	return given < 1 ? given : 1;
}

static struct profile
profile_of(const struct interval_workload *workload)
{
	double analytics = share(workload->analytics_share);
	double ordered = share(workload->ordered_share);
	double live = (double)(workload->live ? workload->live : LIVE_ASSUMED);

	return (struct profile){
	    .changes =
		share(1 - share(workload->query_share) - analytics - ordered),
	    .analytics_reads = analytics * live,
	    .ordered_reads = ordered * live,
	    .live = workload->live,
	    .domain = workload->domain,
	};
}

const char *
interval_advise(const struct interval_workload *workload, const char **reason)
{
	struct profile p = profile_of(workload);
	const struct rule *rule = rules;

	while (!rule->holds(&p)) /* the last one does */
		rule++;
	if (reason)
		*reason = rule->reason;
	return rule->manager;
}
