/* The tree's operations for any processor. */
#include "core/interval/lanes_generic.h"
#define TREE_BOUNDARY tree_boundary_generic
#define TREE_SUMMARY tree_summary_generic
#include "core/interval/tree_ops.h"
