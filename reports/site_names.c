#include "reports/site_names.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/base/hash.h"

#define SLUG_MAX 40
#define COMMIT_DIGITS 16

enum err
site_id(char out[SITE_ID_SIZE], const char *benchmark, const char *metric)
{
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, benchmark);
	hash_add_text(hash, metric);
	hash_end(hash, hex);
	hash_free(hash);
	memcpy(out, hex, SITE_ID_SIZE - 1);
	out[SITE_ID_SIZE - 1] = '\0';
	return ERR_OK;
}

/* The character that stands for one of a name, or '-'. */
static char
safe(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	return '-';
}

void
site_slug(struct buf *out, const char *name, const char *id)
{
	size_t start = out->len;

	for (; *name && out->len - start < SLUG_MAX; name++) {
		char c = safe(*name);
		bool doubled = out->len == start ||
			       (out->len && out->data[out->len - 1] == '-');

		if (c != '-' || !doubled)
			buf_putc(out, c);
	}
	if (out->len > start && out->data[out->len - 1] != '-')
		buf_putc(out, '-');
	buf_puts(out, id);
}

void
site_commit_path(struct buf *out, const char *oid)
{
	buf_printf(out, "commit/%.*s.html", COMMIT_DIGITS, oid);
}

void
site_forge_url(struct buf *out, const char *pattern, const char *oid)
{
	static const char place[] = "{oid}";
	const char *at;

	while ((at = strstr(pattern, place))) {
		buf_append(out, pattern, (size_t)(at - pattern));
		buf_puts(out, oid);
		pattern = at + strlen(place);
	}
	buf_puts(out, pattern);
}

/* ---- forges ---- */

/* Where a remote's host begins: behind a scheme and a user. NULL for what is
 * not reached by a host: a folder, a file. */
static const char *
host_of(const char *remote, bool *with_scheme)
{
	static const char *const schemes[] = {
	    "https://", "http://", "ssh://", "git://", "git+ssh://"};
	const char *at;

	*with_scheme = false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (strncasecmp(remote, schemes[i], strlen(schemes[i])) == 0) {
			*with_scheme = true;
			remote += strlen(schemes[i]);
			break;
		}
	at = remote + strcspn(remote, "/@");
	if (*at == '@')
		return at + 1;
	return *with_scheme ? remote : NULL;
}

static bool
is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (safe(text[i]) == '-' && !strchr("-._~/", text[i]))
			return false;
	return len > 0;
}

static const char *
shape_of(const char *host, size_t len)
{
	static const struct {
		const char *part;
		const char *shape;
	} shapes[] = {
	    {"gitlab", "/-/commit/{oid}"},
	    {"bitbucket", "/commits/{oid}"},
	};

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		size_t part_len = strlen(shapes[i].part);

		for (size_t at = 0; at + part_len <= len; at++)
			if (strncasecmp(host + at, shapes[i].part, part_len) ==
			    0)
				return shapes[i].shape;
	}
	return "/commit/{oid}";
}

/* git@host:owner/name.git and https://user@host:8443/owner/name/ are both
 * https://host/owner/name. */
void
site_forge_pattern(struct buf *out, const char *remote)
{
	bool with_scheme;
	const char *host = host_of(remote, &with_scheme);
	size_t host_len, path_len;
	const char *path;

	if (!host)
		return;
	host_len = strcspn(host, ":/");
	path = host + host_len;
	if (*path == ':' && with_scheme)
		path += strcspn(path, "/");
	path += strspn(path, ":/");
	path_len = strlen(path);
	while (path_len && path[path_len - 1] == '/')
		path_len--;
	if (path_len > 4 && strncmp(path + path_len - 4, ".git", 4) == 0)
		path_len -= 4;
	if (!is_plain(host, host_len) || !is_plain(path, path_len))
		return;
	buf_puts(out, "https://");
	buf_append(out, host, host_len);
	buf_putc(out, '/');
	buf_append(out, path, path_len);
	buf_puts(out, shape_of(host, host_len));
}
