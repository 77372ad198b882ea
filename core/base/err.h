/**
 * Errors: one code to branch on, one line of text to show.
 *
 * Whoever knows most about a failure calls err_fail() once; everyone above
 * only returns the code. The text is per thread and stays until the next
 * err_fail() of that thread.
 */
#ifndef CORE_BASE_ERR_H
#define CORE_BASE_ERR_H

enum err {
	ERR_OK = 0,
	ERR_NOMEM, /**< memory ran out */
	ERR_IO, /**< the system refused: disk, permission, pipe */
	ERR_USAGE, /**< a command line, config, revision or repository
			that the user must mend */
	ERR_PARSE, /**< a file or an output is not in its format */
	ERR_NOTFOUND, /**< the named thing does not exist */
	ERR_CONFLICT, /**< the same name with other content */
	ERR_CHILD, /**< a build or a benchmark failed */
	ERR_TIMEOUT, /**< a child ran longer than it may */
	ERR_LIMIT, /**< something is larger than it may be */
	ERR_UNJUDGED, /**< nothing can be said: no base, no budget */
	ERR_INTERRUPTED, /**< a signal asked to stop */
	ERR_MISMATCH /**< a checked result differs from its known value */
};

/**
 * Set this thread's error text. Keeps errno. See err_fail().
 */
void err_set_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** The code as it is: what err_fail() comes to once its text is set. */
static inline enum err
err_code(enum err code)
{
	return code;
}

/**
 * Set this thread's error text and return `code`: err_fail(code, fmt, ...).
 *
 * Lower case, no full stop, names the object, says what was expected. Control
 * characters in the result are replaced by '?', so that text from outside can
 * be shown on a terminal; text beyond 2047 bytes is cut. A macro, so that
 * compilers and analyzers see which code comes back.
 */
#define err_fail(code, ...) err_code((err_set_text(__VA_ARGS__), (code)))

/** The text of this thread's last error, never NULL; "" before the first. */
const char *err_text(void);

#endif
