#include "runner/branch.h"

#include <stdlib.h>
#include <string.h>

struct place {
	const char *oid;
	size_t place;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a;
	const struct place *y = b;

	return strcmp(x->oid, y->oid);
}

enum err
branch_places(const struct commit *commits, size_t count,
    const struct store_history *stored, size_t **out)
{
	struct place *sorted = calloc(count + 1, sizeof *sorted);
	size_t *places = calloc(stored->commit_count + 1, sizeof *places);

	if (!sorted || !places) {
		free(sorted);
		free(places);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct place){commits[i].oid.hex, count - 1 - i};
	qsort(sorted, count, sizeof *sorted, compare_places);
	for (size_t i = 0; i < stored->commit_count; i++) {
		const struct place key = {stored->commits[i].oid, 0};
		const struct place *found = bsearch(
		    &key, sorted, count, sizeof *sorted, compare_places);

		places[i] = found ? found->place : HISTORY_NOWHERE;
	}
	free(sorted);
	*out = places;
	return ERR_OK;
}
