#include "reports/result_file.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "reports/result_draft.h"

struct result_file {
	struct result_reader reader;
	struct report report;
};

/* An empty object of two bytes takes some hundred: what a text may hold is
 * counted before it is parsed. Brackets in names count too, which no honest
 * file comes near to. */
static enum err
check_density(const struct result_reader *reader, const char *text, size_t len)
{
	size_t nested = 0;
	size_t values = 0;

	for (size_t i = 0; i < len; i++) {
		nested += text[i] == '{' || text[i] == '[';
		values += text[i] == ',';
	}
	if (nested > RESULT_NESTED_MAX)
		return result_too_many(
		    reader, "objects and arrays", RESULT_NESTED_MAX);
	if (values > RESULT_VALUES_MAX)
		return result_too_many(reader, "values", RESULT_VALUES_MAX);
	return ERR_OK;
}

static enum err
take_piece(void *ctx, const char *key, size_t index, const struct json *piece)
{
	struct result_draft *draft = ctx;

	if (index == SIZE_MAX)
		return result_draft_member(draft, key, piece);
	return result_draft_series(draft, piece, "series", index, true);
}

static enum err
read_all(struct result_file *file, const char *text, size_t len)
{
	struct result_draft draft = {.reader = &file->reader,
	    .report = &file->report,
	    .others_worst = VERDICT_IDENTICAL};
	struct json_stream *stream = NULL;
	enum err err = check_density(&file->reader, text, len);

	if (!err)
		err = json_stream_new(&stream, file->reader.path, "series",
		    RESULT_FILE_BYTES_MAX, take_piece, &draft);
	if (!err)
		err = json_stream_feed(stream, text, len);
	if (!err)
		err = json_stream_end(stream);
	if (!err)
		err = result_draft_end(&draft);
	json_stream_free(stream);
	return err;
}

enum err
result_file_parse(
    struct result_file **out, const char *text, size_t len, const char *path)
{
	struct result_file *file = calloc(1, sizeof *file);
	enum err err;

	if (!file)
		return err_fail(ERR_NOMEM, "out of memory");
	file->reader.path = path;
	err = read_all(file, text, len);
	if (err)
		result_file_free(file);
	else
		*out = file;
	return err;
}

enum err
result_file_read(struct result_file **out, const char *path)
{
	struct buf text = BUF_INIT;
	enum err err = path_read(path, RESULT_FILE_BYTES_MAX, &text);

	if (!err)
		err = result_file_parse(out, buf_text(&text), text.len, path);
	buf_release(&text);
	return err;
}

const struct report *
result_file_report(const struct result_file *file)
{
	return &file->report;
}

void
result_file_free(struct result_file *file)
{
	if (!file)
		return;
	result_reader_release(&file->reader);
	free(file);
}
