/** What the rules of a config hold a series to. */
#ifndef RUNNER_CONFIG_TERMS_H
#define RUNNER_CONFIG_TERMS_H

#include <stdbool.h>

#include "baselines/terms.h"
#include "runner/config.h"

/** Whether a rule decides on series of this name: its pattern matches
 *  "benchmark/metric" and, of instructions, ends in their name. */
bool config_rule_matches(
    const struct policy_rule *rule, const struct series_name *name);

/** The terms of a series. @param tolerance in place of the rules', for all but
 *  instructions; 0: as they say */
struct terms config_terms(const struct config *config, double tolerance,
    const struct series_name *name);

#endif
