/** Reports with enough in them for a chart, the same each time. */
#ifndef TESTS_SUPPORT_CHART_FIXTURES_H
#define TESTS_SUPPORT_CHART_FIXTURES_H

#include "reports/report.h"
#include "reports/trend_report.h"

/** 24 series of a check with samples of all sides; of every verdict but error
 *  and missing. Series 0 regressed, and head has two modes. */
const struct report *chart_fixture_report(void);

/** 20 series over 240 commits with steps, an acknowledged one, a drift and a
 *  change of machine; series 0 has two steps that are worse. */
const struct trend_report *chart_fixture_trend(void);

/** The same without anything that changed. */
const struct trend_report *chart_fixture_quiet(void);

#endif
