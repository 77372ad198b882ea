/**
 * Where the requests of a publisher go: to the forge, or on show. What a part
 * of a publication failed of is told as it comes, since the other parts go on.
 */
#ifndef CI_OUTBOX_H
#define CI_OUTBOX_H

#include <stdio.h>

#include "ci/http.h"
#include "core/base/err.h"

/** Is told one line, unescaped. */
typedef void outbox_tell_fn(void *ctx, const char *text);

struct outbox {
	struct http *http; /**< NULL: requests are shown */
	/** What would be sent, a JSON object a line: "method", "url", "body".
	 *  Questions are not shown; nothing is known then. */
	FILE *show;
	outbox_tell_fn *tell;
	void *ctx;
};

/**
 * http_send(), or show it: then the answer is an empty object of status 200.
 * @return also ERR_IO where `show` refused bytes
 */
enum err outbox_send(struct outbox *outbox, const struct http_request *request,
    struct http_answer *answer);

#endif
