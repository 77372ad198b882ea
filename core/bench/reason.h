/** Why a manager may be slower than another over a stream. */
#ifndef CORE_BENCH_REASON_H
#define CORE_BENCH_REASON_H

/** What the manager's time goes to, a clause without a full stop; NULL where
 *  that is not known. */
const char *reason_for(const char *manager);

#endif
