/* The bitmap's operations for any processor. */
#include "core/interval/bits_generic.h"
#define BITMAP_ROW bitmap_generic
#include "core/interval/bitmap_ops.h"
