#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/atom.h"

/* `printf 'a\0b\0' | sha256sum` begins with 8fb20ef6 3ced 4145 fc2e
 * 983ffe597d1d; the version's digit is 8, the variant's f becomes b. */
Test(atom, an_id_is_a_uuid_of_its_parts)
{
	static const char *const parts[] = {"a", "b", NULL};
	static const char *const others[] = {"ab", "", NULL};
	char id[ATOM_ID_SIZE];
	char again[ATOM_ID_SIZE];
	char other[ATOM_ID_SIZE];

	cr_assert(eq(int, atom_id(parts, id), ERR_OK));
	cr_assert(eq(int, atom_id(parts, again), ERR_OK));
	cr_assert(eq(int, atom_id(others, other), ERR_OK));
	cr_expect(eq(str, id, "urn:uuid:8fb20ef6-3ced-8145-bc2e-983ffe597d1d"));
	cr_expect(eq(str, id, again));
	cr_expect(ne(str, id, other));
}

static char *
write_feed(const char *content, int64_t updated_s)
{
	const struct atom_feed feed = {"urn:uuid:1", "all", "0.1.0", updated_s};
	const struct atom_entry entry = {
	    "urn:uuid:2", "<one>", "new", content, updated_s};
	struct atom_writer atom;
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	atom_init(&atom, &feed, file);
	atom_entry(&atom, &entry);
	cr_assert(eq(int, atom_finish(&atom), ERR_OK));
	fclose(file);
	return text;
}

/* 1795392000 s is 20780 days: 2026-11-23. */
Test(atom, a_feed_has_what_the_format_asks_for)
{
	char *text = write_feed("a\n<b>", 1795392000);

	cr_expect(eq(str, text,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
	    "  <id>urn:uuid:1</id>\n"
	    "  <title>all</title>\n"
	    "  <updated>2026-11-23T00:00:00Z</updated>\n"
	    "  <author>\n"
	    "    <name>tidemark</name>\n"
	    "  </author>\n"
	    "  <generator version=\"0.1.0\">tidemark</generator>\n"
	    "  <entry>\n"
	    "    <id>urn:uuid:2</id>\n"
	    "    <title>&lt;one&gt;</title>\n"
	    "    <updated>2026-11-23T00:00:00Z</updated>\n"
	    "    <category term=\"new\"/>\n"
	    "    <content type=\"text\">a\n&lt;b&gt;</content>\n"
	    "  </entry>\n"
	    "</feed>\n"));
	free(text);
}

Test(atom, a_time_that_is_no_date_is_the_first_one)
{
	char *text = write_feed("a", INT64_MAX);

	cr_expect(
	    strstr(text, "<updated>1970-01-01T00:00:00Z</updated>") != NULL,
	    "%s", text);
	free(text);
}
