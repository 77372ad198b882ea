#include "runner/system_file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *
open_file(const char *root, const char *path)
{
	char whole[PATH_MAX];
	int n = snprintf(whole, sizeof whole, "%s%s", root, path);

	return n > 0 && (size_t)n < sizeof whole ? fopen(whole, "re") : NULL;
}

bool
system_line(const char *root, const char *path, char *out, size_t size)
{
	FILE *file = open_file(root, path);

	*out = '\0';
	if (!file)
		return false;
	if (!fgets(out, (int)size, file))
		*out = '\0';
	out[strcspn(out, "\n")] = '\0';
	fclose(file); /* was only read */
	return *out != '\0';
}

/* The value in "key \t: value\n", NULL for another key. */
static char *
value_of(char *line, const char *key)
{
	char *at = line + strlen(key);

	if (strncmp(line, key, strlen(key)) != 0)
		return NULL;
	at += strspn(at, " \t");
	if (*at != ':')
		return NULL;
	at++;
	at += strspn(at, " \t");
	at[strcspn(at, "\n")] = '\0';
	return at;
}

/* Lines have any length: the flags of a processor take thousands of bytes. */
bool
system_field(
    const char *root, const char *path, const char *key, char *out, size_t size)
{
	FILE *file = open_file(root, path);
	char *line = NULL;
	size_t cap = 0;

	*out = '\0';
	if (!file)
		return false;
	while (getline(&line, &cap, file) > 0) {
		const char *value = value_of(line, key);

		if (value) {
			snprintf(out, size, "%s", value);
			break;
		}
	}
	free(line);
	fclose(file);
	return *out != '\0';
}

bool
system_has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (*words) {
		size_t n;

		words += strspn(words, " \t");
		n = strcspn(words, " \t");
		if (n == len && strncmp(words, word, n) == 0)
			return true;
		words += n;
	}
	return false;
}

bool
system_number(const char *root, const char *path, double *out)
{
	char line[64];
	char *end;
	double number;

	if (!system_line(root, path, line, sizeof line))
		return false;
	number = strtod(line, &end);
	if (end == line || *end)
		return false;
	*out = number;
	return true;
}

void
system_glob(const char *root, const char *pattern, glob_t *out)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof whole, "%s%s", root, pattern);
	memset(out, 0, sizeof *out);
	if (glob(whole, 0, NULL, out) != 0)
		out->gl_pathc = 0;
}

static void
squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || (to > text && to[-1] != ' '))
			*to++ = *from;
	*to = '\0';
}

/* ARM's 64-bit kernels name no model but the numbers that stand for one:
 * "cpu 0x41 variant 0x3 part 0xd0c" is a Neoverse N1. */
bool
system_cpu_model(const char *root, const char *path, char *out, size_t size)
{
	char implementer[32];
	char variant[32];
	char part[32];

	if (system_field(root, path, "model name", out, size)) {
		squeeze(out);
		return true;
	}
	if (!system_field(root, path, "CPU part", part, sizeof part) ||
	    !system_field(root, path, "CPU implementer", implementer,
		sizeof implementer) ||
	    !system_field(root, path, "CPU variant", variant, sizeof variant))
		return false;
	snprintf(
	    out, size, "cpu %s variant %s part %s", implementer, variant, part);
	return true;
}

/* "cpu" and eight times: user, nice, system, idle, iowait, irq, softirq,
 * steal. */
bool
system_steal(const char *root, double *out)
{
	unsigned long long t[8];
	double sum = 0;
	char line[512];

	system_line(root, "/proc/stat", line, sizeof line);
	if (sscanf(line, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0],
		&t[1], &t[2], &t[3], &t[4], &t[5], &t[6], &t[7]) != 8)
		return false;
	for (int i = 0; i < 8; i++)
		sum += (double)t[i];
	if (sum <= 0)
		return false;
	*out = (double)t[7] / sum;
	return true;
}

/* A number of at most 9 digits at *at, which is moved behind it. */
static bool
take_number(const char **at, unsigned long *out)
{
	size_t digits = strspn(*at, "0123456789");

	if (digits < 1 || digits > 9)
		return false;
	*out = strtoul(*at, NULL, 10);
	*at += digits;
	return true;
}

bool
system_list_count(const char *list, size_t *out)
{
	size_t count = 0;

	do {
		unsigned long first;
		unsigned long last;

		if (!take_number(&list, &first))
			return false;
		last = first;
		if (*list == '-') {
			list++;
			if (!take_number(&list, &last) || last < first)
				return false;
		}
		count += last - first + 1;
	} while (*list++ == ',');
	if (list[-1])
		return false;
	*out = count;
	return true;
}
