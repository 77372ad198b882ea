#include "core/bench/filter.h"

#include <regex.h>
#include <stdlib.h>

struct filter {
	regex_t regex;
};

enum err
filter_new(struct filter **out, const char *text)
{
	struct filter *filter;
	char why[128];
	int rc;

	if (!text) {
		*out = NULL;
		return ERR_OK;
	}
	filter = malloc(sizeof *filter);
	if (!filter)
		return err_fail(ERR_NOMEM, "no memory for a filter");
	rc = regcomp(&filter->regex, text, REG_EXTENDED | REG_NOSUB);
	if (rc != 0) {
		regerror(rc, &filter->regex, why, sizeof why);
		free(filter);
		return err_fail(ERR_USAGE,
		    "--filter: \"%s\" is not a POSIX extended regular "
		    "expression: %s",
		    text, why);
	}
	*out = filter;
	return ERR_OK;
}

void
filter_free(struct filter *filter)
{
	if (!filter)
		return;
	regfree(&filter->regex);
	free(filter);
}

bool
filter_matches(const struct filter *filter, const char *name)
{
	return !filter || regexec(&filter->regex, name, 0, NULL, 0) == 0;
}

enum err
filter_fail_empty(const char *text, const char *example)
{
	return err_fail(ERR_USAGE,
	    "--filter: \"%s\" matches no benchmark: expected a regular "
	    "expression of names such as %s",
	    text, example);
}
