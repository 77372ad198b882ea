#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "runner/branch.h"

Test(branch, places_count_from_the_oldest)
{
	static const struct commit commits[] = {
	    {.oid = {"c"}}, {.oid = {"b"}}, {.oid = {"a"}}};
	static const struct store_history_commit known[] = {
	    {"a", "", 0}, {"x", "", 0}, {"c", "", 0}};
	const struct store_history stored = {
	    .commits = known, .commit_count = 3};
	size_t *places = NULL;

	cr_assert(eq(int, branch_places(commits, 3, &stored, &places), ERR_OK));
	cr_expect(eq(sz, places[0], 0));
	cr_expect(eq(sz, places[1], HISTORY_NOWHERE));
	cr_expect(eq(sz, places[2], 2));
	free(places);
}

Test(branch, nothing_stored_has_no_places)
{
	static const struct commit commits[] = {{.oid = {"a"}}};
	const struct store_history stored = {0};
	size_t *places = NULL;

	cr_assert(eq(int, branch_places(commits, 1, &stored, &places), ERR_OK));
	cr_expect(ne(ptr, places, NULL));
	free(places);
}
