/* Any bytes as the file of acknowledgements: parsed or refused with a text, and
 * what was appended to is what it was, with one entry more. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runner/accept_write.h"
#include "runner/config_accept.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct accept_draft draft = {.benchmark = "a*\"\n",
    .metric = "real_time",
    .commits = "1234567..",
    .factor = "1.5",
    .reason = "why: #",
    .author = "who",
    .expires = "2027-03-01"};

static void
require(bool fact)
{
	if (!fact)
		abort();
}

/* What the rest of the program takes for granted. */
static void
check(const struct config_accept *file)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct config_accept_entry *entry = &file->entries[i];
		bool levelled = entry->level_text != NULL;

		require(*entry->match && *entry->metric && *entry->reason);
		require(*entry->author && *entry->expires);
		require(*entry->from || *entry->to);
		require(levelled == isnan(entry->factor));
		require(levelled ? entry->level.value > 0 : entry->factor > 1);
		require(entry->starts_last_s >= 0);
		require(config_accept_equal(entry, entry));
	}
	for (size_t i = 0; i < file->count; i++) {
		(void)config_accept_check_day(file, i, INT64_MIN);
		(void)config_accept_check_day(file, i, INT64_MAX);
	}
}

static void
append(const struct config_accept *file, const char *text, size_t size)
{
	struct config_accept *longer = NULL;
	struct buf out = BUF_INIT;

	if (accept_write_append(&out, text, size, "fuzz.yml", &draft, 1) ==
	    ERR_OK) {
		require(out.len > size && memcmp(out.data, text, size) == 0);
		require(config_accept_parse(
			    &longer, out.data, out.len, "fuzz.yml") == ERR_OK);
		require(longer->count == file->count + 1);
		for (size_t i = 0; i < file->count; i++)
			require(config_accept_equal(
			    &file->entries[i], &longer->entries[i]));
	}
	config_accept_free(longer);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_accept *file = NULL;
	/* Ended by a NUL, as what is read from a file is. */
	char *text = malloc(size + 1);
	enum err err;

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	err = config_accept_parse(&file, text, size, "fuzz.yml");
	if (err) {
		require(!file && err == ERR_USAGE);
		require(strncmp(err_text(), "fuzz.yml:", 9) == 0);
	} else {
		check(file);
		append(file, text, size);
	}
	config_accept_free(file);
	free(text);
	return 0;
}
