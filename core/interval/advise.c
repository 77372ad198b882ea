/* Which manager suits a workload: a table of rules, of which the first that
 * holds decides. What the rules weigh, n being the intervals at a time:
 *
 * boundary          cheapest changes and finds; all else reads n intervals
 * summary           answers everything in O(log n); changes pay for it
 * boundary_summary  longest and shortest are kept; else as boundary
 * hybrid            changes as in boundary, and the questions after them pay
 * bitmap            a bit an offset: cheapest by far in a small domain
 *
 * treap is in no rule. It too answers rank, k-th and samples in O(log n), but
 * goes through a node for each of log n levels, where summary's nodes hold
 * dozens, and has neither best fit nor figures. So where order matters the
 * answer is summary.
 *
 * Whether access is random matters to none of these: all find their place in
 * O(log n) or at once, wherever it is. */
#include "core/interval/manager.h"

/* A bitmap of so many offsets has 8 MiB, which caches still mostly hold. */
#define BITMAP_OFFSETS_MAX (UINT64_C(1) << 26)
/* The same where nobody knows how many intervals there are: 128 KiB is little
 * even for a set of a few. */
#define BITMAP_OFFSETS_ANYHOW (UINT64_C(1) << 20)
/* Bytes that boundary takes for an interval. */
#define INTERVAL_BYTES 28
/* From this share on, questions that read all intervals are most of the work
 * even of a set of a few hundred. */
#define SHARE_MUCH .02
/* One in so many operations: nothing to build a manager around, but reading
 * thousands of intervals each time would show. */
#define SHARE_SOME .0005
/* With fewer changes than this, most answers hold until they are asked for
 * again. */
#define CHANGES_FEW .05
/* From this share on, what a change costs decides. */
#define CHANGES_MOST .5

/* A workload whose shares are in their range, and the rest of them. */
struct profile {
	double changes;
	double analytics;
	double ordered;
	uint64_t live;
	uint64_t domain;
};

static bool
is_small_and_dense(const struct profile *p)
{
	if (p->analytics >= SHARE_SOME || p->ordered >= SHARE_SOME)
		return false;
	if (p->domain == 0 || p->domain > BITMAP_OFFSETS_MAX)
		return false;
	if (p->live == 0)
		return p->domain <= BITMAP_OFFSETS_ANYHOW;
	/* domain / 8 bytes of bits against those of the intervals */
	return p->domain / 8 / INTERVAL_BYTES <= p->live;
}

static bool
seldom_changes(const struct profile *p)
{
	return p->changes <= CHANGES_FEW && p->analytics >= SHARE_SOME &&
	       p->ordered < SHARE_MUCH;
}

static bool
asks_much(const struct profile *p)
{
	return p->analytics >= SHARE_MUCH || p->ordered >= SHARE_MUCH;
}

static bool
asks_between_changes(const struct profile *p)
{
	return p->analytics >= SHARE_SOME && p->changes >= CHANGES_MOST;
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
    {is_small_and_dense, "bitmap",
	"The domain is small and well filled: a bit for each offset takes "
	"less memory than the intervals, and changes a word at a time."},
    {seldom_changes, "boundary_summary",
	"The set seldom changes between two questions about lengths, so their "
	"answers are kept until it does."},
    {asks_much, "summary",
	"Questions about lengths or order are a large share: each is answered "
	"in O(log n), which is worth dearer changes."},
    {asks_between_changes, "hybrid",
	"Changes dominate and questions about lengths come now and then: "
	"changes stay cheap, and a question brings the index up to date."},
    {always, "boundary",
	"Changes and finds are nearly all there is, and this has the cheapest "
	"without knowing the domain."},
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
	struct profile p = {
	    .analytics = share(workload->analytics_share),
	    .ordered = share(workload->ordered_share),
	    .live = workload->live,
	    .domain = workload->domain,
	};

	p.changes = share(
	    1 - share(workload->query_share) - p.analytics - p.ordered);
	return p;
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
