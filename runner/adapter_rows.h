/** The rows of the adapters' table, each defined in its own file. */
#ifndef RUNNER_ADAPTER_ROWS_H
#define RUNNER_ADAPTER_ROWS_H

#include "runner/adapter.h"

extern const struct adapter adapter_auto;
extern const struct adapter adapter_google;
extern const struct adapter adapter_command;

#endif
