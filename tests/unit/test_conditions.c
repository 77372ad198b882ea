/* How the benchmarks' processes run: choice, check, digest, facts. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runner/conditions.h"
#include "tests/support/git_fixture.h"

static struct child_conditions got;
static struct rng rng;

static void
setup(void)
{
	rng_seed(&rng, 1);
}

TestSuite(conditions, .init = setup, .timeout = 60);

static struct cpus
cpus_of(const char *text)
{
	struct cpus cpus;

	cr_assert(eq(int, cpus_parse(text, &cpus), ERR_OK));
	return cpus;
}

static void
block(const struct config_conditions *conditions)
{
	cr_assert(eq(int, conditions_of_block(conditions, &rng, &got), ERR_OK));
}

Test(conditions, without_pin_nothing_is_drawn)
{
	const struct config_conditions none = {0};
	const struct config_conditions list = {.cpus = cpus_of("2-3,5")};
	struct rng same = rng;

	block(&none);
	cr_expect(eq(sz, cpus_count(&got.cpus), 0));
	block(&list);
	cr_expect(eq(sz, cpus_count(&got.cpus), 3));
	cr_expect(eq(int, memcmp(&rng, &same, sizeof rng), 0));
}

/* A CPU of three is missed by 100 draws with probability (2/3)^100. */
Test(conditions, pin_takes_each_cpu_of_the_list_now_and_then)
{
	const struct config_conditions pin = {
	    .pin = true, .cpus = cpus_of("2-3,5")};
	struct cpus seen = {0};

	for (int i = 0; i < 100; i++) {
		block(&pin);
		cr_assert(eq(sz, cpus_count(&got.cpus), 1));
		cpus_add(&seen, cpus_at(&got.cpus, 0));
	}
	cr_expect(eq(int, memcmp(&seen, &pin.cpus, sizeof seen), 0));
}

Test(conditions, pin_alone_takes_a_cpu_where_this_process_may_run)
{
	const struct config_conditions pin = {.pin = true};
	struct cpus allowed;

	block(&pin);
	cr_assert(eq(int, cpus_allowed(&allowed), ERR_OK));
	cr_assert(eq(sz, cpus_count(&got.cpus), 1));
	cr_expect(cpus_has(&allowed, cpus_at(&got.cpus, 0)));
}

Test(conditions, the_rest_goes_to_the_child_as_it_is)
{
	const struct config_conditions all = {
	    .sets_nice = true, .nice = -3, .no_aslr = true};

	block(&all);
	cr_expect(got.sets_nice);
	cr_expect(eq(int, got.nice, -3));
	cr_expect(got.no_aslr);
}

Test(conditions, what_this_machine_grants_is_accepted)
{
	const struct config_conditions none = {0};
	struct config_conditions some = {
	    .pin = true, .sets_nice = true, .nice = 19};

	cr_assert(eq(int, cpus_allowed(&some.cpus), ERR_OK));
	cr_expect(eq(int, conditions_check(&none), ERR_OK));
	cr_expect(eq(int, conditions_check(&some), ERR_OK), "%s", err_text());
}

Test(conditions, a_cpu_that_is_not_allowed_is_named_with_those_that_are)
{
	struct config_conditions conditions = {0};
	struct buf expected = BUF_INIT;

	cr_assert(eq(int, cpus_allowed(&conditions.cpus), ERR_OK));
	buf_puts(&expected,
	    "measure.cpus: CPU 1023 does not exist or is not allowed here "
	    "(allowed: ");
	cpus_print(&conditions.cpus, &expected);
	buf_putc(&expected, ')');
	cpus_add(&conditions.cpus, 1023);
	cr_expect(eq(int, conditions_check(&conditions), ERR_USAGE));
	expect_text(err_text(), buf_text(&expected));
	buf_release(&expected);
}

Test(conditions, a_refusal_names_the_key)
{
	const struct config_conditions conditions = {
	    .sets_nice = true, .nice = -5};
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_NICE, &none);
	if (getuid() == 0)
		cr_assert(eq(int, setuid(65534), 0));
	cr_expect(eq(int, conditions_check(&conditions), ERR_USAGE));
	expect_text(
	    err_text(), "measure.nice: -5 needs privileges: Permission denied");
}

static void
digest(const struct config_conditions *conditions, char out[HASH_HEX_SIZE])
{
	struct hash *hash = hash_new();

	hash_add_text(hash, "before");
	conditions_hash(conditions, hash);
	hash_end(hash, out);
	hash_free(hash);
}

Test(conditions, each_changes_the_digest_and_none_leaves_it)
{
	const struct config_conditions rows[] = {
	    {0},
	    {.pin = true},
	    {.cpus = cpus_of("0")},
	    {.cpus = cpus_of("1")},
	    {.sets_nice = true},
	    {.sets_nice = true, .nice = 5},
	    {.no_aslr = true},
	};
	char digests[sizeof rows / sizeof rows[0]][HASH_HEX_SIZE];
	char plain[HASH_HEX_SIZE];
	struct hash *hash = hash_new();

	hash_add_text(hash, "before");
	hash_end(hash, plain);
	hash_free(hash);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		digest(&rows[i], digests[i]);
		for (size_t k = 0; k < i; k++)
			cr_expect(ne(str, digests[i], digests[k]));
	}
	cr_expect(eq(str, digests[0], plain));
}

Test(conditions, those_that_are_set_are_facts)
{
	const struct config_conditions none = {0};
	const struct config_conditions all = {.pin = true,
	    .cpus = cpus_of("2-3,5"),
	    .sets_nice = true,
	    .nice = 0,
	    .no_aslr = true};
	struct machine machine = {0};

	conditions_note(&none, &machine);
	cr_expect(eq(sz, machine.fact_count, 0));
	conditions_note(&all, &machine);
	cr_assert(eq(sz, machine.fact_count, 4));
	expect_text(machine.facts[0].name, "measure.pin");
	expect_text(machine.facts[1].name, "measure.cpus");
	expect_text(machine.facts[1].value, "2-3,5");
	expect_text(machine.facts[2].name, "measure.nice");
	expect_text(machine.facts[2].value, "0");
	expect_text(machine.facts[3].name, "measure.no-aslr");
}
