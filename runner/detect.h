/** What a repository is built and benchmarked with, as far as its files tell.
 */
#ifndef RUNNER_DETECT_H
#define RUNNER_DETECT_H

#include "core/base/err.h"

struct detected {
	const char *build_file; /**< "CMakeLists.txt"; NULL: none known */
	const char *build_command; /**< NULL: nothing to build with */
	const char *harness; /**< "Google Benchmark"; NULL: none known */
	const char *benchmark_command;
	const char *format; /**< of the adapter that reads it */
	const char *artifact; /**< a guess at what is run, or NULL */
};

/** Look at the files at the root `dir` and at what its build files mention. */
void detect(const char *dir, struct detected *out);

#endif
