/**
 * What small files below /proc and /sys say. Each reader takes the folder that
 * stands for the root, "" for the machine's own, and finds nothing where a file
 * is missing or says something else. What they hold is foreign text.
 */
#ifndef RUNNER_SYSTEM_FILE_H
#define RUNNER_SYSTEM_FILE_H

#include <glob.h>
#include <stdbool.h>
#include <stddef.h>

/** The first line, without its end, cut to `size`; "" where there is none.
 *  @return whether there was a line that is not empty */
bool system_line(const char *root, const char *path, char *out, size_t size);

/**
 * The value behind the first "key :", without blanks before it, of a text such
 * as /proc/cpuinfo: of its first processor. @return whether it is there and not
 * empty; else *out is ""
 */
bool system_field(const char *root, const char *path, const char *key,
    char *out, size_t size);

/** Whether the words of a text, parted by blanks, have `word` among them. */
bool system_has_word(const char *words, const char *word);

/** A file that holds one number. */
bool system_number(const char *root, const char *path, double *out);

/** The files below the root that match a pattern, the root in front of each:
 *  pass them on with the root "". globfree() it, whatever was found. */
void system_glob(const char *root, const char *pattern, glob_t *out);

/**
 * The CPU's model by a file in the form of /proc/cpuinfo. One without a name
 * has its numbers: "cpu 0x41 variant 0x3 part 0xd0c". @return whether it is
 * told; else *out is ""
 */
bool system_cpu_model(
    const char *root, const char *path, char *out, size_t size);

/** Share of all time since boot that the hypervisor took, from 0 to 1. */
bool system_steal(const char *root, double *out);

/** How many numbers a list such as "0-3,8" names. */
bool system_list_count(const char *list, size_t *out);

#endif
