#include "ci/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

/* Within JSON's texts a line break is escaped. */
static void
show_on_one_line(FILE *file, const char *json)
{
	while (*json) {
		size_t len = strcspn(json, "\n");

		fwrite(json, 1, len, file);
		json += len;
		json += strspn(json, "\n ");
	}
}

static enum err
show(FILE *file, const struct http_request *request, struct http_answer *answer)
{
	char *url = json_clean_utf8(request->url);

	buf_reset(&answer->body);
	buf_reset(&answer->next);
	buf_puts(&answer->body, "{}");
	answer->status = 200;
	if (!url)
		return err_fail(ERR_NOMEM, "out of memory");
	if (strcmp(request->method, "GET") != 0) {
		/* An address has no byte that JSON escapes. */
		fprintf(file, "{\"method\": \"%s\", \"url\": \"%s\"",
		    request->method, url);
		fputs(", \"body\": ", file);
		show_on_one_line(file, request->body ? request->body : "null");
		fputs("}\n", file);
	}
	free(url);
	if (fflush(file) == EOF || ferror(file))
		return err_fail(ERR_IO, "cannot write what would be sent");
	return buf_err(&answer->body);
}

enum err
outbox_send(struct outbox *outbox, const struct http_request *request,
    struct http_answer *answer)
{
	return outbox->http ? http_send(outbox->http, request, answer)
			    : show(outbox->show, request, answer);
}
