#include "reports/atom.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"

/* 8-4-4-4-12 digits, of which the version and the variant are fixed: the two
 * high bits of the variant's digit are 10. */
static void
format_uuid(const char hex[HASH_HEX_SIZE], char out[ATOM_ID_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	size_t variant = 8 + (size_t)(strchr(digits, hex[16]) - digits) % 4;

	snprintf(out, ATOM_ID_SIZE, "urn:uuid:%.8s-%.4s-8%.3s-%c%.3s-%.12s",
	    hex, hex + 8, hex + 13, digits[variant], hex + 17, hex + 20);
}

enum err
atom_id(const char *const *parts, char out[ATOM_ID_SIZE])
{
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	for (; *parts; parts++)
		hash_add_text(hash, *parts);
	hash_end(hash, hex);
	hash_free(hash);
	format_uuid(hex, out);
	return ERR_OK;
}

static void
put_updated(struct xml_writer *xml, int64_t time_s)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(time_s, date);
	if (strlen(date) + 1 != CLOCK_DATE_SIZE)
		clock_date(0, date);
	xml_leaf(xml, "updated", date);
}

void
atom_init(struct atom_writer *atom, const struct atom_feed *feed, FILE *file)
{
	struct xml_writer *xml = &atom->xml;

	xml_init(xml, file);
	xml_begin(xml, "feed");
	xml_attr(xml, "xmlns", "http://www.w3.org/2005/Atom");
	xml_leaf(xml, "id", feed->id);
	xml_leaf(xml, "title", feed->title);
	put_updated(xml, feed->updated_s);
	xml_begin(xml, "author");
	xml_leaf(xml, "name", "tidemark");
	xml_end(xml);
	xml_begin(xml, "generator");
	if (feed->version)
		xml_attr(xml, "version", feed->version);
	xml_text(xml, "tidemark");
	xml_end(xml);
}

void
atom_entry(struct atom_writer *atom, const struct atom_entry *entry)
{
	struct xml_writer *xml = &atom->xml;

	xml_begin(xml, "entry");
	xml_leaf(xml, "id", entry->id);
	xml_leaf(xml, "title", entry->title);
	put_updated(xml, entry->updated_s);
	xml_begin(xml, "category");
	xml_attr(xml, "term", entry->category);
	xml_end(xml);
	xml_begin(xml, "content");
	xml_attr(xml, "type", "text");
	xml_lines(xml, entry->content);
	xml_end(xml);
	xml_end(xml);
}

enum err
atom_finish(struct atom_writer *atom)
{
	xml_end(&atom->xml);
	return xml_finish(&atom->xml);
}
