/**
 * Which of many items are marked, as levels of bits: level 0 has a bit for each
 * item, and each level above has one for each word of the level below, which
 * says whether any bit of that word is set. So a search passes any stretch of
 * items alike. Internal to the library.
 */
#ifndef CORE_INTERVAL_BIT_LEVELS_H
#define CORE_INTERVAL_BIT_LEVELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BIT_LEVELS_NONE SIZE_MAX
#define BIT_LEVELS_MAX 5
#define BIT_LEVELS_ITEMS_MAX (UINT64_C(1) << 30) /**< 64^5 */

struct bit_levels {
	uint64_t *levels[BIT_LEVELS_MAX];
	unsigned height; /**< levels in use; the last of them is one word */
	size_t items;
};

/** How many words of memory 1 to BIT_LEVELS_ITEMS_MAX items take. */
size_t bit_levels_words(size_t items);

/**
 * No item is marked. There is nothing to release.
 *
 * @param words bit_levels_words(items) of them with any content; they stay the
 *        caller's and must outlive `marks`
 */
void bit_levels_init(struct bit_levels *marks, size_t items, uint64_t *words);

/** Mark an item, or take its mark away; O(1), or O(log items) where it is the
 *  only one marked near. */
void bit_levels_mark(struct bit_levels *marks, size_t item);
void bit_levels_unmark(struct bit_levels *marks, size_t item);

bool bit_levels_marked(const struct bit_levels *marks, size_t item);

/** The first marked item at `from`, which is one, or after it. O(log items).
 *  @return BIT_LEVELS_NONE */
size_t bit_levels_next(const struct bit_levels *marks, size_t from);

/** The last marked item at `from`, which is one, or before it. O(log items).
 *  @return BIT_LEVELS_NONE */
size_t bit_levels_previous(const struct bit_levels *marks, size_t from);

/** Whether every level is true of the one below it. O(items), for tests. */
bool bit_levels_valid(const struct bit_levels *marks);

#endif
