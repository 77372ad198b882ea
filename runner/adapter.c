#include "runner/adapter.h"

#include <string.h>

#include "runner/adapter_rows.h"

const struct adapter *const adapters[] = {
    &adapter_auto,
    &adapter_google,
    &adapter_command,
    NULL,
};

const struct adapter *
adapter_find(const char *name)
{
	for (size_t i = 0; adapters[i]; i++)
		if (strcmp(adapters[i]->name, name) == 0)
			return adapters[i];
	return NULL;
}

static const struct metric metrics[] = {
    {"real_time", "ns", DIRECTION_SMALLER, false, true},
    {"cpu_time", "ns", DIRECTION_SMALLER, false, true},
    {"user_time", "ns", DIRECTION_SMALLER, false, true},
    {"sys_time", "ns", DIRECTION_SMALLER, false, true},
    {"max_rss", "bytes", DIRECTION_SMALLER, false, true},
    {"instructions", "", DIRECTION_SMALLER, false, true},
    {"items_per_second", "1/s", DIRECTION_BIGGER, false, true},
    {"bytes_per_second", "bytes/s", DIRECTION_BIGGER, false, true},
    {"ops_per_second", "1/s", DIRECTION_BIGGER, false, true},
};

static bool
is_quantile(const char *name)
{
	return name[0] == 'p' && name[1] >= '0' && name[1] <= '9' &&
	       name[1 + strspn(name + 1, "0123456789.")] == '\0';
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text);
	size_t end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

struct metric
metric_find(const char *name)
{
	struct metric other = {name, "", DIRECTION_SMALLER, false, false};

	for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
		if (strcmp(metrics[i].name, name) == 0)
			return metrics[i];
	if (ends_with(name, "_per_second")) {
		other.unit = "1/s";
		other.direction = DIRECTION_BIGGER;
		other.known = true;
	} else if (is_quantile(name)) {
		other.unit = "ns";
		other.quantile = true;
		other.known = true;
	}
	return other;
}
