#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/bench/rows.h"

static const struct row_context context[] = {
    {"mix", "standard"},
    {"trace", "a,b"},
    {NULL, NULL},
};

/* Two benchmarks that have one counter in common, and a hostile name. */
static struct rows
example(void)
{
	struct rows rows = ROWS_INIT;
	struct row first = {.name = "protocol/a/10",
	    .repetitions = 2,
	    .repetition = 1,
	    .iterations = 10,
	    .real_ns = 12.5,
	    .cpu_ns = 12};
	struct row second = {.name = "x/\"b\",\r\n/20",
	    .family = 3,
	    .instance = 4,
	    .repetitions = 1,
	    .iterations = UINT64_C(1) << 40,
	    .real_ns = .25,
	    .cpu_ns = 0};

	row_count(&first, "p50", 11);
	row_count(&first, "p99", 99.5);
	row_count(&second, "bytes", 1e12);
	row_count(&second, "p50", NAN);
	cr_assert(eq(int, rows_add(&rows, &first), ERR_OK));
	cr_assert(eq(int, rows_add(&rows, &second), ERR_OK));
	return rows;
}

static char *
written_csv(const struct rows *rows)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(eq(int, rows_write_csv(rows, context, file), ERR_OK));
	fclose(file);
	return text;
}

static struct host
example_host(void)
{
	return (struct host){.date = "2024-01-01T00:00:00Z",
	    .name = "host",
	    .cpus = 2,
	    .mhz = 2599.6,
	    .load = {1, .5, 0},
	    .loads = 2,
	    .build = "release"};
}

static const char wanted_csv[] =
    "name,family_index,per_family_instance_index,repetitions,"
    "repetition_index,iterations,real_time,cpu_time,time_unit,"
    "p50,p99,bytes,mix,trace\r\n"
    "protocol/a/10,0,0,2,1,10,12.5,12,ns,11,99.5,,standard,\"a,b\"\r\n"
    "\"x/\"\"b\"\",\r\n/20\",3,4,1,0,1099511627776,0.25,0,ns,,,"
    "1000000000000,standard,\"a,b\"\r\n";

Test(bench_rows, csv_has_each_counter_once_and_quotes_as_the_rfc_says)
{
	struct rows rows = example();
	char *text = written_csv(&rows);

	cr_expect(eq(str, text, (char *)wanted_csv));
	free(text);
	rows_release(&rows);
}

Test(bench_rows, csv_without_rows_is_a_header_line)
{
	struct rows rows = ROWS_INIT;
	char *text = written_csv(&rows);

	cr_expect(ne(ptr, strstr(text, ",time_unit,mix,trace\r\n"), NULL));
	cr_expect(eq(sz, strcspn(text, "\n") + 1, strlen(text)));
	free(text);
}

static const char wanted_json[] =
    "{\n"
    "  \"context\": {\n"
    "    \"date\": \"2024-01-01T00:00:00Z\",\n"
    "    \"host_name\": \"host\",\n"
    "    \"executable\": \"./bench\",\n"
    "    \"num_cpus\": 2,\n"
    "    \"mhz_per_cpu\": 2600,\n"
    "    \"caches\": [],\n"
    "    \"load_avg\": [1, 0.5],\n"
    "    \"library_build_type\": \"release\",\n"
    "    \"json_schema_version\": 1,\n"
    "    \"tidemark_version\": \"" TIDEMARK_VERSION "\",\n"
    "    \"mix\": \"standard\",\n"
    "    \"trace\": \"a,b\"\n"
    "  },\n"
    "  \"benchmarks\": [\n"
    "    {\n"
    "      \"name\": \"protocol/a/10\",\n"
    "      \"family_index\": 0,\n"
    "      \"per_family_instance_index\": 0,\n"
    "      \"run_name\": \"protocol/a/10\",\n"
    "      \"run_type\": \"iteration\",\n"
    "      \"repetitions\": 2,\n"
    "      \"repetition_index\": 1,\n"
    "      \"threads\": 1,\n"
    "      \"iterations\": 10,\n"
    "      \"real_time\": 12.5,\n"
    "      \"cpu_time\": 12,\n"
    "      \"time_unit\": \"ns\",\n"
    "      \"p50\": 11,\n"
    "      \"p99\": 99.5\n"
    "    },\n"
    "    {\n"
    "      \"name\": \"x/\\\"b\\\",\\r\\n/20\",\n"
    "      \"family_index\": 3,\n"
    "      \"per_family_instance_index\": 4,\n"
    "      \"run_name\": \"x/\\\"b\\\",\\r\\n/20\",\n"
    "      \"run_type\": \"iteration\",\n"
    "      \"repetitions\": 1,\n"
    "      \"repetition_index\": 0,\n"
    "      \"threads\": 1,\n"
    "      \"iterations\": 1099511627776,\n"
    "      \"real_time\": 0.25,\n"
    "      \"cpu_time\": 0,\n"
    "      \"time_unit\": \"ns\",\n"
    "      \"bytes\": 1000000000000,\n"
    "      \"p50\": null\n"
    "    }\n"
    "  ]\n"
    "}\n";

Test(bench_rows, json_has_google_benchmarks_keys)
{
	struct rows rows = example();
	const struct host host = example_host();
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(eq(int,
	    rows_write_json(&rows, &host, "./bench", context, file), ERR_OK));
	fclose(file);
	cr_expect(eq(str, text, (char *)wanted_json));
	free(text);
	rows_release(&rows);
}

Test(bench_rows, many_rows_stay_in_their_order)
{
	struct rows rows = ROWS_INIT;

	for (unsigned i = 0; i < 100; i++) {
		struct row row = {.repetition = i};

		cr_assert(eq(int, rows_add(&rows, &row), ERR_OK));
	}
	cr_assert(eq(sz, rows.n, 100));
	for (unsigned i = 0; i < 100; i++)
		cr_expect(eq(u32, rows.items[i].repetition, i));
	rows_release(&rows);
	cr_expect(eq(sz, rows.n, 0));
}

Test(bench_rows, a_full_disk_is_an_error)
{
	struct rows rows = example();
	const struct host host = example_host();
	FILE *full = fopen("/dev/full", "w");

	cr_assert(ne(ptr, full, NULL));
	cr_expect(eq(int, rows_write_csv(&rows, context, full), ERR_IO));
	clearerr(full);
	cr_expect(
	    eq(int, rows_write_json(&rows, &host, "x", context, full), ERR_IO));
	fclose(full);
	rows_release(&rows);
}
