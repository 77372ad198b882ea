#include "runner/config_index.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "core/base/buf.h"

#define DEPTH_MAX 16
#define NODES_MAX 5000 /* each new key is compared with all before it */

/* One mapping or sequence that is open while events are read. */
struct level {
	bool mapping;
	bool has_key; /* in a mapping: the key was read, its value is next */
	size_t items; /* in a sequence: elements so far */
	size_t path_len; /* of the path that names this level */
	yaml_mark_t key; /* where the key stands */
};

struct indexer {
	yaml_parser_t parser;
	const char *where;
	struct config_index *index;
	struct level levels[DEPTH_MAX];
	size_t depth;
	struct buf path;
	size_t documents;
};

static enum err
fail_at(const struct indexer *in, yaml_mark_t mark, const char *what)
{
	return err_fail(ERR_USAGE, "%s:%zu:%zu: %s", in->where, mark.line + 1,
	    mark.column + 1, what);
}

static enum err
add_node(struct indexer *in, enum config_node_kind kind, yaml_mark_t mark)
{
	struct config_index *index = in->index;
	struct config_node *nodes;
	char *path;

	if (index->count == NODES_MAX)
		return fail_at(in, mark, "more than 5000 entries");
	path = strdup(buf_text(&in->path));
	nodes = realloc(index->nodes, (index->count + 1) * sizeof *nodes);
	if (nodes)
		index->nodes = nodes;
	if (!nodes || !path) {
		free(path);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	nodes[index->count++] = (struct config_node){
	    .path = path,
	    .kind = kind,
	    .line = mark.line + 1,
	    .column = mark.column + 1,
	};
	return ERR_OK;
}

static bool
known(const struct config_index *index, const char *path)
{
	for (size_t i = 0; i < index->count; i++)
		if (strcmp(index->nodes[i].path, path) == 0)
			return true;
	return false;
}

/* The key whose path is in->path. */
static enum err
fail_key(const struct indexer *in, const yaml_event_t *event, const char *what)
{
	yaml_mark_t mark = event->start_mark;

	return err_fail(ERR_USAGE, "%s:%zu:%zu: %s: %s", in->where,
	    mark.line + 1, mark.column + 1, buf_text(&in->path), what);
}

/* A scalar where a mapping expects a key. */
static enum err
take_key(struct indexer *in, struct level *level, const yaml_event_t *event)
{
	const char *key = (const char *)event->data.scalar.value;

	buf_truncate(&in->path, level->path_len);
	if (in->path.len)
		buf_putc(&in->path, '.');
	buf_puts(&in->path, key);
	/* Characters of paths; no key of ours has them. */
	if (!*key || strpbrk(key, ".[]"))
		return fail_key(in, event, "unknown key");
	if (strlen(key) != event->data.scalar.length)
		return fail_at(in, event->start_mark, "a NUL byte in a key");
	if (known(in->index, buf_text(&in->path)))
		return fail_key(in, event, "this key is there twice");
	level->has_key = true;
	level->key = event->start_mark;
	return buf_err(&in->path);
}

/* A value of any kind begins: name it by its parent and enter it. */
static enum err
take_value(
    struct indexer *in, enum config_node_kind kind, const yaml_event_t *event)
{
	struct level *level = in->depth ? &in->levels[in->depth - 1] : NULL;
	yaml_mark_t mark = event->start_mark;

	if (level && level->mapping) {
		mark = level->key;
		level->has_key = false;
	} else if (level) {
		buf_truncate(&in->path, level->path_len);
		buf_printf(&in->path, "[%zu]", level->items++);
	}
	return add_node(in, kind, mark);
}

static enum err
open_level(struct indexer *in, bool mapping, const yaml_event_t *event,
    const yaml_char_t *anchor)
{
	enum err err;

	if (anchor)
		return fail_at(
		    in, event->start_mark, "anchors are not supported");
	if (in->depth == DEPTH_MAX)
		return fail_at(in, event->start_mark, "nested too deep");
	if (in->depth && in->levels[in->depth - 1].mapping &&
	    !in->levels[in->depth - 1].has_key)
		return fail_at(in, event->start_mark,
		    "a key must be a word, not a list or a mapping");
	err = take_value(in, mapping ? CONFIG_MAPPING : CONFIG_SEQUENCE, event);
	in->levels[in->depth++] =
	    (struct level){.mapping = mapping, .path_len = in->path.len};
	return err;
}

static enum err
take_scalar(struct indexer *in, const yaml_event_t *event)
{
	struct level *level = in->depth ? &in->levels[in->depth - 1] : NULL;

	if (event->data.scalar.anchor)
		return fail_at(
		    in, event->start_mark, "anchors are not supported");
	if (level && level->mapping && !level->has_key)
		return take_key(in, level, event);
	/* It would be cut there: all that reads it ends at a NUL. */
	if (strlen((const char *)event->data.scalar.value) !=
	    event->data.scalar.length)
		return fail_at(in, event->start_mark, "a NUL byte in a value");
	return take_value(in, CONFIG_SCALAR, event);
}

static enum err
take_event(struct indexer *in, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (in->documents++)
			return fail_at(
			    in, event->start_mark, "more than one document");
		return ERR_OK;
	case YAML_ALIAS_EVENT:
		return fail_at(
		    in, event->start_mark, "aliases are not supported");
	case YAML_SCALAR_EVENT:
		return take_scalar(in, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(
		    in, false, event, event->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_level(
		    in, true, event, event->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		in->depth--;
		return ERR_OK;
	default:
		return ERR_OK;
	}
}

/* libyaml gives no mark for bytes that it cannot read, only their offset. */
static yaml_mark_t
problem_mark(const struct indexer *in, const char *text, size_t len)
{
	yaml_mark_t mark = in->parser.problem_mark;
	size_t offset = in->parser.problem_offset;

	if (in->parser.error != YAML_READER_ERROR)
		return mark;
	for (size_t i = 0; i < offset && i < len; i++) {
		mark.column = text[i] == '\n' ? 0 : mark.column + 1;
		mark.line += text[i] == '\n';
	}
	return mark;
}

static enum err
read_events(struct indexer *in, const char *text, size_t len)
{
	bool more = true;

	while (more) {
		yaml_event_t event;
		enum err err;

		if (!yaml_parser_parse(&in->parser, &event))
			return fail_at(in, problem_mark(in, text, len),
			    in->parser.problem ? in->parser.problem
					       : "not YAML");
		err = take_event(in, &event);
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (err)
			return err;
	}
	return ERR_OK;
}

enum err
config_index_make(
    struct config_index *out, const char *text, size_t len, const char *where)
{
	struct indexer in = {.where = where, .index = out, .path = BUF_INIT};
	enum err err;

	*out = (struct config_index){0};
	if (!yaml_parser_initialize(&in.parser))
		return err_fail(ERR_NOMEM, "out of memory");
	yaml_parser_set_input_string(
	    &in.parser, (const unsigned char *)text, len);
	err = read_events(&in, text, len);
	yaml_parser_delete(&in.parser);
	buf_release(&in.path);
	if (err)
		config_index_release(out);
	return err;
}

void
config_index_release(struct config_index *index)
{
	for (size_t i = 0; i < index->count; i++)
		free(index->nodes[i].path);
	free(index->nodes);
	*index = (struct config_index){0};
}

const struct config_node *
config_index_find(const struct config_index *index, const char *path)
{
	const struct config_node *best = &index->nodes[0]; /* the root */
	size_t best_len = 0;

	for (size_t i = 1; i < index->count; i++) {
		const struct config_node *node = &index->nodes[i];
		size_t len = strlen(node->path);

		if (len < best_len || strncmp(node->path, path, len) != 0)
			continue;
		if (path[len] && path[len] != '.' && path[len] != '[')
			continue;
		best = node;
		best_len = len;
	}
	return best;
}
