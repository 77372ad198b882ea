/* A pool of network ports that are leased for a time:
 *   printf 'lease 4 60\nport 8080 60\ntick 60\nusage\n' | leases
 * Time is what the command tick makes of it, so that a script says it all. */
#include <inttypes.h>
#include <stdio.h>

#include <interval.h>

#include "core/examples/commands.h"

#define FIRST 1024
#define LAST 65535
#define PORTS (LAST - FIRST + 1)

struct lease {
	int64_t ports; /* 0: there is none */
	int64_t expires;
};

struct pool {
	struct interval_set *free; /* within [FIRST, LAST + 1) */
	int64_t now;
	uint64_t seed;
	struct lease leases[PORTS]; /* by first port, less FIRST */
};

/* Steele et al., "Fast splittable pseudorandom number generators" (2014). */
static uint64_t
splitmix64(void *ctx)
{
	uint64_t *state = ctx;
	uint64_t bits = *state += 0x9e3779b97f4a7c15;

	bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
	return bits ^ bits >> 31;
}

static void
print_lease(const char *what, int64_t port, const struct lease *lease)
{
	printf("%s %" PRId64 "-%" PRId64 " until %" PRId64 "\n", what, port,
	    port + lease->ports - 1, lease->expires);
}

/* Exactly these ports, where all of them are free. */
static enum interval_status
take(struct pool *pool, int64_t port, int64_t n, int64_t time)
{
	struct lease *lease = &pool->leases[port - FIRST];
	enum interval_status status =
	    interval_set_require(pool->free, (struct interval){port, port + n});

	if (status != INTERVAL_OK)
		return status;
	*lease = (struct lease){n, pool->now + time};
	print_lease("leased", port, lease);
	return INTERVAL_OK;
}

static enum interval_status
run_lease(void *ctx, const int64_t *given)
{
	struct pool *pool = ctx;
	struct interval ports;
	enum interval_status status =
	    interval_set_find(pool->free, FIRST, given[0], &ports);

	if (status != INTERVAL_OK)
		return status;
	return take(pool, ports.start, given[0], given[1]);
}

static enum interval_status
run_port(void *ctx, const int64_t *given)
{
	return take(ctx, given[0], 1, given[1]);
}

/* A port that is hard to guess. Not each is as likely: a sample is a range, and
 * the ports of a short one come more often. */
static enum interval_status
run_random(void *ctx, const int64_t *given)
{
	struct pool *pool = ctx;
	struct interval range;
	enum interval_status status =
	    interval_set_sample(pool->free, splitmix64, &pool->seed, &range);
	uint64_t offset;

	if (status != INTERVAL_OK)
		return status;
	offset = splitmix64(&pool->seed) % (uint64_t)(range.end - range.start);
	return take(pool, range.start + (int64_t)offset, 1, given[0]);
}

static enum interval_status
run_renew(void *ctx, const int64_t *given)
{
	struct pool *pool = ctx;
	struct lease *lease = &pool->leases[given[0] - FIRST];

	if (lease->ports == 0)
		return INTERVAL_NOTFOUND;
	lease->expires = pool->now + given[1];
	print_lease("renewed", given[0], lease);
	return INTERVAL_OK;
}

/* Let time pass. Leases that are over give their ports back. */
static enum interval_status
run_tick(void *ctx, const int64_t *given)
{
	struct pool *pool = ctx;

	pool->now += given[0];
	for (int64_t port = FIRST; port <= LAST; port++) {
		struct lease *lease = &pool->leases[port - FIRST];
		enum interval_status status;

		if (lease->ports == 0 || lease->expires > pool->now)
			continue;
		status = interval_set_release(
		    pool->free, (struct interval){port, port + lease->ports});
		if (status != INTERVAL_OK)
			return status;
		print_lease("expired", port, lease);
		lease->ports = 0;
	}
	return INTERVAL_OK;
}

static enum interval_status
run_usage(void *ctx, const int64_t *given)
{
	struct pool *pool = ctx;
	struct interval_summary s;

	(void)given;
	interval_set_summary(pool->free, &s);
	printf("%" PRIu64 " of %" PRIu64 " ports leased (%.2f %%), %" PRId64
	       " free in a row\n",
	    s.occupied_total, s.space_total, 100 * s.utilization,
	    s.largest.end - s.largest.start);
	return INTERVAL_OK;
}

static const struct command_argument count = {"COUNT", 1, PORTS};
static const struct command_argument port_number = {"PORT", FIRST, LAST};
static const struct command_argument seconds = {"SECONDS", 1, 1000000000};
static const struct command_argument seed = {"SEED", 0, INT64_MAX};

static const struct command table[] = {
    {"lease", run_lease, {&count, &seconds}},
    {"port", run_port, {&port_number, &seconds}},
    {"random", run_random, {&seconds}},
    {"renew", run_renew, {&port_number, &seconds}},
    {"tick", run_tick, {&seconds}},
    {"usage", run_usage},
    {NULL, NULL},
};

int
main(int argc, char **argv)
{
	static struct pool pool; /* a megabyte */
	const struct interval ports = {FIRST, LAST + 1};
	int exit_status;
	enum interval_status status;
	int64_t number = 1;

	if (argc > 2 ||
	    (argc == 2 && !command_number(argv[1], &seed, &number))) {
		fputs("usage: leases [SEED] < COMMANDS\n"
		      "SEED is of the random ports, default 1.\n",
		    stderr);
		return 2;
	}
	pool.seed = (uint64_t)number;
	status = interval_set_new(&pool.free, "auto", &ports, NULL);
	if (status == INTERVAL_OK)
		status = interval_set_release(pool.free, ports);
	if (status == INTERVAL_OK)
		exit_status = commands_run("leases", table, &pool);
	else
		exit_status = commands_fail("leases", status);
	interval_set_free(pool.free);
	return exit_status;
}
