#include "core/base/clock.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_DAY (86400 * CLOCK_NS_PER_S)

int64_t
clock_monotonic_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * CLOCK_NS_PER_S + ts.tv_nsec;
}

int64_t
clock_wall_s(void)
{
	return (int64_t)time(NULL);
}

void
clock_date(int64_t unix_s, char out[CLOCK_DATE_SIZE])
{
	time_t when = (time_t)unix_s;
	struct tm tm;

	if (!gmtime_r(&when, &tm) || tm.tm_year < -900 || tm.tm_year > 8099 ||
	    !strftime(out, CLOCK_DATE_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm))
		memcpy(out, "-", 2);
}

enum err
clock_parse_day(const char *text, int64_t *out_s)
{
	static const char form[] = "0000-00-00";
	char again[CLOCK_DATE_SIZE];
	struct tm tm = {0};
	int64_t start_s;

	for (size_t i = 0; i < sizeof form; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (form[i] == '0' ? !digit : text[i] != form[i])
			return ERR_PARSE;
	}
	tm.tm_year = atoi(text) - 1900;
	tm.tm_mon = atoi(text + 5) - 1;
	tm.tm_mday = atoi(text + 8);
	start_s = (int64_t)timegm(&tm);
	/* timegm() takes 31 February for 3 March. */
	clock_date(start_s, again);
	if (start_s < 0 || strncmp(again, text, strlen(form)) != 0)
		return ERR_PARSE;
	*out_s = start_s;
	return ERR_OK;
}

static const struct unit {
	const char *name;
	int64_t ns;
} units[] = {
    {"ms", CLOCK_NS_PER_MS},
    {"s", CLOCK_NS_PER_S},
    {"m", 60 * CLOCK_NS_PER_S},
    {"h", 3600 * CLOCK_NS_PER_S},
    {"d", NS_PER_DAY},
};

enum err
clock_parse_duration(const char *text, int64_t *out_ns)
{
	char *end;
	double number;
	size_t i;

	if (*text < '0' || *text > '9')
		return ERR_PARSE; /* strtod takes signs, spaces, "inf", "0x" */
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return ERR_PARSE;
	number = strtod(text, &end);
	for (i = 0; i < sizeof units / sizeof units[0]; i++) {
		double ns = number * (double)units[i].ns;

		if (strcmp(end, units[i].name) != 0)
			continue;
		if (!(ns >= 1) || ns > 365.0 * (double)NS_PER_DAY)
			return ERR_PARSE;
		*out_ns = llround(ns);
		return ERR_OK;
	}
	return ERR_PARSE;
}

void
clock_humane(int64_t ns, char *out, size_t size)
{
	double s = (double)ns / (double)CLOCK_NS_PER_S;
	int64_t whole = ns / CLOCK_NS_PER_S;

	/* The borders are where the smaller unit would round up to 1000. */
	if (ns < 999500)
		snprintf(out, size, "%.0f us", s * 1e6);
	else if (ns < 999500000)
		snprintf(out, size, "%.0f ms", s * 1e3);
	else if (s < 99.95)
		snprintf(out, size, "%.1f s", s);
	else if (whole < 3600)
		snprintf(out, size, "%dm%02ds", (int)(whole / 60),
		    (int)(whole % 60));
	else
		snprintf(out, size, "%dh%02dm", (int)(whole / 3600),
		    (int)(whole / 60 % 60));
}
