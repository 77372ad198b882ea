/** GitHub's check run. Private to ci/. */
#ifndef CI_GITHUB_CHECK_H
#define CI_GITHUB_CHECK_H

#include "ci/forge.h"

/** Make it, or update the one that has the context's external id. */
enum err github_put_check_run(struct forge *forge);

#endif
