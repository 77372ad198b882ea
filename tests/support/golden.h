/** Expected outputs in files. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

/** Expect the file's content, naming the first line that differs; where
 *  GOLDEN_UPDATE is set, write it instead. */
void golden_compare(const char *path, const char *got);

#endif
