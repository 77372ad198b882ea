#include "runner/site_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 512
#define NUMBER_SIZE 21 /* of 64 bits, with its sign */

static const char head[] = "tidemark site 1\n";

bool
site_path_is_safe(const char *path)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t first = strspn(path, letters);

	if (!first || *path == '.')
		return false;
	if (!path[first])
		return true;
	if (path[first] != '/' || path[first + 1] == '.' || !path[first + 1])
		return false;
	return !path[first + 1 + strspn(path + first + 1, letters)];
}

void
site_list_release(struct site_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->files[i].path);
	free(list->files);
	*list = (struct site_list){NULL, 0, 0, 0};
}

enum err
site_list_add(struct site_list *list, const char *path, struct site_file **out)
{
	struct site_file *file;
	char *copy;

	if (list->count == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 256;
		struct site_file *grown =
		    reallocarray(list->files, cap, sizeof *grown);

		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		list->files = grown;
		list->cap = cap;
	}
	copy = strdup(path);
	if (!copy)
		return err_fail(ERR_NOMEM, "out of memory");
	file = &list->files[list->count++];
	*file = (struct site_file){.path = copy};
	*out = file;
	return ERR_OK;
}

static enum err
fail_list(const char *name)
{
	return err_fail(ERR_PARSE,
	    "%s: not a list of a site's files; remove the folder, or name "
	    "another one",
	    name);
}

/* A word of at most size - 1 bytes and the blank behind it; "" where there is
 * none. @return what comes behind it */
static const char *
take_word(const char *line, char end, char *out, size_t size)
{
	size_t len = 0;

	while (len < size - 1 && line[len] > ' ' && line[len] != 0x7f)
		len++;
	memcpy(out, line, len);
	out[line[len] == end ? len : 0] = '\0';
	return line[len] == end ? line + len + 1 : line;
}

static const char *
take_number(const char *line, int64_t *out)
{
	char word[NUMBER_SIZE];
	const char *next = take_word(line, ' ', word, sizeof word);
	const char *digits = *word == '-' ? word + 1 : word;

	*out = (int64_t)strtoll(word, NULL, 10);
	return *digits && !digits[strspn(digits, "0123456789")] ? next : NULL;
}

/* "-" stands for no key. */
static enum err
read_line(struct site_list *list, const char *line, const char *name)
{
	char key[SITE_KEY_SIZE], path[PATH_SIZE];
	struct site_file *file;
	int64_t bytes, time_ns;
	enum err err;

	line = take_word(line, ' ', key, sizeof key);
	if (!*key || key[strspn(key, "0123456789abcdef-")])
		return fail_list(name);
	line = take_number(line, &bytes);
	if (line)
		line = take_number(line, &time_ns);
	if (line)
		(void)take_word(line, '\n', path, sizeof path);
	if (!line || !site_path_is_safe(path))
		return fail_list(name);
	err = site_list_add(list, path, &file);
	if (err)
		return err;
	if (strcmp(key, "-") != 0)
		memcpy(file->key, key, sizeof key);
	file->bytes = bytes;
	file->time_ns = time_ns;
	return ERR_OK;
}

static int
compare(const void *a, const void *b)
{
	const struct site_file *x = a;
	const struct site_file *y = b;

	return strcmp(x->path, y->path);
}

/* Lines are appended, so of equal paths the later one holds; that one has no
 * key, so which of them stays matters to no page's content. */
static void
sort(struct site_list *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->files, list->count, sizeof *list->files, compare);
	for (size_t i = 0; i < list->count; i++) {
		struct site_file *file = &list->files[i];

		if (kept && strcmp(list->files[kept - 1].path, file->path) == 0)
			free(file->path);
		else
			list->files[kept++] = *file;
	}
	list->count = kept;
	list->sorted = kept;
}

enum err
site_list_read(struct site_list *list, const char *text, const char *name)
{
	enum err err = ERR_OK;

	if (strncmp(text, head, strlen(head)) != 0)
		return fail_list(name);
	text += strlen(head);
	for (const char *end; !err && (end = strchr(text, '\n'));
	     text = end + 1)
		err = read_line(list, text, name);
	sort(list);
	return err;
}

struct site_file *
site_list_find(struct site_list *list, const char *path)
{
	const struct site_file wanted = {.path = (char *)path};

	if (!list->sorted)
		return NULL;
	return bsearch(
	    &wanted, list->files, list->sorted, sizeof *list->files, compare);
}

void
site_list_line(struct buf *out, const struct site_file *file)
{
	buf_printf(out, "%s %" PRId64 " %" PRId64 " %s\n",
	    *file->key ? file->key : "-", file->bytes, file->time_ns,
	    file->path);
}

void
site_list_head(struct buf *out)
{
	buf_puts(out, head);
}
