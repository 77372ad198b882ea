#include "tests/support/oracle_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void
read_row(const char *text, struct oracle_row *row)
{
	char *end;

	row->n = strtoul(text, &end, 10);
	cr_assert(eq(chr, *end, ','));
	row->value = strtod(end + 1, &end);
	cr_assert(eq(chr, *end, ','));
	end++;
	for (row->count = 0; *end && *end != '\n'; row->count++) {
		cr_assert(lt(sz, row->count, ORACLE_DATA_MAX));
		row->data[row->count] = strtod(end, &end);
	}
}

void
oracle_each(const char *path, const char *kind, size_t least,
    void (*fn)(const struct oracle_row *row))
{
	FILE *file = fopen(path, "r");
	struct oracle_row row;
	char *line = NULL;
	size_t cap = 0;
	size_t seen = 0;
	size_t len = strlen(kind);

	cr_assert(file != NULL, "%s", path);
	while (getline(&line, &cap, file) > 0) {
		if (strncmp(line, kind, len) != 0 || line[len] != ',')
			continue;
		read_row(line + len + 1, &row);
		fn(&row);
		seen++;
	}
	fclose(file);
	free(line);
	cr_assert(ge(sz, seen, least), "%s", kind);
}
