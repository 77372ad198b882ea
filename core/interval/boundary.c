/* Managers "boundary" and "summary": the B+tree of tree.h without and with
 * aggregates, by the operations of the instruction set in use. */
#include <stddef.h>

#include "core/interval/isa.h"
#include "core/interval/tree.h"

/* Nodes are whole cache lines; those of `boundary` have no aggregates. */
#define BOUNDARY_INNER_SIZE offsetof(struct inner, of)

static const struct interval_manager *
row_for(bool summary)
{
	switch (interval_isa_get()) {
#if defined(__x86_64__)
	case INTERVAL_ISA_AVX512:
		return summary ? &tree_summary_avx512 : &tree_boundary_avx512;
	case INTERVAL_ISA_AVX2:
		return summary ? &tree_summary_avx2 : &tree_boundary_avx2;
#endif
	default:
		return summary ? &tree_summary_generic : &tree_boundary_generic;
	}
}

static enum interval_status
init(struct interval_set *set, bool summary)
{
	struct tree *tree = (struct tree *)set;

	tree->summary = summary;
	tree->leaves.node_size = sizeof(struct leaf);
	tree->inners.node_size =
	    summary ? sizeof(struct inner) : BOUNDARY_INNER_SIZE;
	set->manager = row_for(summary);
	return INTERVAL_OK;
}

static enum interval_status
boundary_init(struct interval_set *set)
{
	return init(set, false);
}

static enum interval_status
summary_init(struct interval_set *set)
{
	return init(set, true);
}

/* A new set has these rows only until its init has run. */
const struct interval_manager interval_manager_boundary = {
    .size = sizeof(struct tree), .init = boundary_init};

const struct interval_manager interval_manager_summary = {
    .size = sizeof(struct tree), .init = summary_init};
