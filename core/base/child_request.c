/* What a supervisor is asked for. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "core/base/child_parts.h"

static uint32_t
add_strings(struct buf *text, const char *const *list)
{
	uint32_t count = 0;

	for (; list && list[count]; count++)
		buf_append(text, list[count], strlen(list[count]) + 1);
	return count;
}

static enum err
pack(const struct child_spec *spec, struct supervisor_request *request,
    struct buf *text)
{
	const char *shell[] = {"/bin/sh", "-c", spec->shell, NULL};
	const char *cwd = spec->cwd ? spec->cwd : "";

	buf_append(text, cwd, strlen(cwd) + 1);
	request->argument_count =
	    add_strings(text, spec->argv ? spec->argv : shell);
	request->environment_count = add_strings(text, spec->env);
	request->text_bytes = text->len;
	request->limits = spec->limits;
	request->conditions = spec->conditions;
	request->count_instructions = spec->count_instructions;
	return buf_err(text);
}

int
child_send(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t put = send(fd, data, len, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

static int
send_head(int server, struct supervisor_request *request, int out, int err)
{
	char control[CMSG_SPACE(2 * sizeof(int))] = {0};
	struct iovec part = {request, sizeof *request};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof control};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	int fds[2] = {out, err};

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(head), fds, sizeof fds);
	return sendmsg(server, &message, MSG_NOSIGNAL) ==
		       (ssize_t)sizeof *request
		   ? 0
		   : -1;
}

int
child_request(int server, const struct child_spec *spec, int out, int err)
{
	struct supervisor_request request = {0};
	struct buf text = BUF_INIT;
	int sent = -1;

	if (!pack(spec, &request, &text))
		sent = send_head(server, &request, out, err) < 0
			   ? -1
			   : child_send(server, text.data, text.len);
	buf_release(&text);
	return sent;
}
