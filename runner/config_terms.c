#include "runner/config_terms.h"

#include <stdio.h>
#include <string.h>

#include "baselines/witness.h"

#define SERIES_NAME_SIZE (BENCHMARK_NAME_MAX + METRIC_NAME_MAX + 2)

static void
join_name(const struct series_name *name, char *out, size_t size)
{
	snprintf(out, size, "%s/%s", name->benchmark, name->metric);
}

/* A tolerance that is right for times would pass any count, so what is meant
 * for all series is not meant for these. */
static bool
is_counted(const struct series_name *name)
{
	return strcmp(name->metric, METRIC_INSTRUCTIONS) == 0;
}

bool
config_rule_matches(
    const struct policy_rule *rule, const struct series_name *name)
{
	char series[SERIES_NAME_SIZE];

	if (is_counted(name) && !policy_names_metric(rule, name->metric))
		return false;
	join_name(name, series, sizeof series);
	return policy_glob(rule->match, series);
}

static const struct policy_rule *
find_rule(const struct config *config, const struct series_name *name)
{
	char series[SERIES_NAME_SIZE];

	join_name(name, series, sizeof series);
	if (is_counted(name))
		return policy_find_of_metric(
		    config->rules, config->rule_count, series, name->metric);
	return policy_find(config->rules, config->rule_count, series);
}

struct terms
config_terms(const struct config *config, double tolerance,
    const struct series_name *name)
{
	bool counted = is_counted(name);
	const struct terms_asked asked = {
	    .tolerance = counted ? 0 : tolerance,
	    .otherwise = counted ? WITNESS_TOLERANCE : CONFIG_TOLERANCE_DEFAULT,
	};

	return terms_make(find_rule(config, name), name, &asked);
}
