#include "baselines/policy.h"

#include <string.h>

/* One byte of a set, a backslash taken off; moves *at past it. */
static unsigned char
set_byte(const char **at)
{
	if (**at == '\\' && (*at)[1] != '\0')
		(*at)++;
	return (unsigned char)*(*at)++;
}

/* Match `byte` against the set whose first byte after the '[' is `at`. Returns
 * the end of the set, past its ']', or NULL if it is never closed. */
static const char *
match_set(const char *at, unsigned char byte, bool *matched)
{
	bool negated = *at == '!';
	bool found = false;
	const char *first;

	at += negated;
	for (first = at; *at != ']' || at == first;) {
		unsigned char low, high;

		if (*at == '\0')
			return NULL;
		low = high = set_byte(&at);
		if (*at == '-' && at[1] != ']' && at[1] != '\0') {
			at++;
			high = set_byte(&at);
		}
		found = found || (low <= byte && byte <= high);
	}
	*matched = found != negated;
	return at + 1;
}

/* Match one byte, which is not NUL, against the item at `pattern`, which is no
 * star. Returns what follows the item, or NULL if it does not match. */
static const char *
match_item(const char *pattern, unsigned char byte)
{
	const char *end;
	bool matched;

	switch (*pattern) {
	case '\0':
		return NULL;
	case '?':
		return pattern + 1;
	case '[':
		end = match_set(pattern + 1, byte, &matched);
		if (end)
			return matched ? end : NULL;
		break;
	case '\\':
		if (pattern[1] != '\0')
			pattern++;
		break;
	}
	return (unsigned char)*pattern == byte ? pattern + 1 : NULL;
}

/* Only the last star ever needs another try. If the items before it matched at
 * all, then at their earliest place, and a later place leaves less text for the
 * rest. "a*b*c" on "a1b2b3c": the first star takes "1", the second grows from
 * "" to "2b3"; the first is not touched again. */
bool
policy_glob(const char *pattern, const char *text)
{
	const char *after_star = NULL; /* pattern behind the last star */
	const char *resume = NULL; /* text where the rest begins */

	while (*text != '\0') {
		const char *next;

		if (*pattern == '*') {
			after_star = ++pattern;
			resume = text;
			continue;
		}
		next = match_item(pattern, (unsigned char)*text);
		if (next) {
			pattern = next;
			text++;
		} else if (after_star) {
			pattern = after_star;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

const struct policy_rule *
policy_find(const struct policy_rule *rules, size_t count, const char *series)
{
	for (size_t i = 0; i < count; i++)
		if (policy_glob(rules[i].match, series))
			return &rules[i];
	return NULL;
}

bool
policy_names_metric(const struct policy_rule *rule, const char *metric)
{
	size_t len = strlen(rule->match);
	size_t metric_len = strlen(metric);

	return len > metric_len && rule->match[len - metric_len - 1] == '/' &&
	       strcmp(rule->match + len - metric_len, metric) == 0;
}

const struct policy_rule *
policy_find_of_metric(const struct policy_rule *rules, size_t count,
    const char *series, const char *metric)
{
	for (size_t i = 0; i < count; i++)
		if (policy_names_metric(&rules[i], metric) &&
		    policy_glob(rules[i].match, series))
			return &rules[i];
	return NULL;
}

static double
tolerance_of(const struct policy_rule *rule, double otherwise)
{
	return rule && rule->tolerance > 0 ? rule->tolerance : otherwise;
}

double
policy_tolerance(const struct policy_rule *rules, size_t count,
    const char *series, double otherwise)
{
	return tolerance_of(policy_find(rules, count, series), otherwise);
}

double
policy_tolerance_of_metric(const struct policy_rule *rules, size_t count,
    const char *series, const char *metric, double otherwise)
{
	return tolerance_of(
	    policy_find_of_metric(rules, count, series, metric), otherwise);
}
