#include "core/interval/interval.h"

const char *
interval_advise(const struct interval_workload *workload, const char **reason)
{
	(void)workload;
	if (reason)
		*reason = "";
	return "boundary";
}
