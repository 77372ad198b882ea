#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/store_pin.h"
#include "tests/unit/shelf.h"

TestSuite(store_pin, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

static enum err
put(const char *name, const char *oid, int64_t pinned_s)
{
	const struct store_pin pin = {name, oid, pinned_s};

	return store_pin_put(shelf_store, &pin);
}

static enum err
show(void *ctx, const struct store_pin *pin)
{
	buf_printf(
	    ctx, "%s %.4s %d\n", pin->name, pin->oid, (int)pin->pinned_s);
	return ERR_OK;
}

static void
expect_pins(const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(eq(int, store_pins(shelf_store, show, &shown), ERR_OK), "%s",
	    err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

Test(store_pin, pins_come_by_name)
{
	expect_pins("");
	cr_assert(eq(int, put("v2.0", OID_HEAD, 20), ERR_OK));
	cr_assert(eq(int, put("v1.0", OID_BASE, 10), ERR_OK));
	cr_assert(eq(int, put("stable", OID_BASE, 30), ERR_OK));
	shelf_reopen(STORE_READ);
	expect_pins("stable 1111 30\nv1.0 1111 10\nv2.0 2222 20\n");
}

Test(store_pin, the_same_pin_twice_is_one_and_keeps_its_time)
{
	cr_assert(eq(int, put("v1", OID_BASE, 10), ERR_OK));
	cr_expect(eq(int, put("v1", OID_BASE, 99), ERR_OK));
	expect_pins("v1 1111 10\n");
}

Test(store_pin, a_name_of_another_commit_is_a_conflict_that_names_it)
{
	cr_assert(eq(int, put("v1", OID_BASE, 10), ERR_OK));
	cr_expect(eq(int, put("v1", OID_HEAD, 20), ERR_CONFLICT));
	cr_expect(SAYS(OID_BASE), "%s", err_text());
	expect_pins("v1 1111 10\n");
}

Test(store_pin, can_be_moved_on_purpose)
{
	const struct store_pin first = {"v1", OID_BASE, 10};
	const struct store_pin second = {"v1", OID_HEAD, 20};

	cr_assert(eq(int, store_pin_move(shelf_store, &first), ERR_OK));
	cr_assert(eq(int, store_pin_move(shelf_store, &second), ERR_OK));
	expect_pins("v1 2222 20\n");
}

Test(store_pin, can_be_found_and_deleted)
{
	char oid[STORE_OID_SIZE] = "";

	cr_assert(eq(int, put("v1", OID_BASE, 10), ERR_OK));
	cr_assert(eq(int, store_pin_get(shelf_store, "v1", oid), ERR_OK));
	cr_expect(eq(str, oid, OID_BASE));
	cr_assert(eq(int, store_pin_delete(shelf_store, "v1"), ERR_OK));
	expect_pins("");
	cr_expect(eq(int, store_pin_get(shelf_store, "v1", oid), ERR_NOTFOUND));
	cr_expect(SAYS("no pin v1"), "%s", err_text());
	cr_expect(eq(int, store_pin_delete(shelf_store, "v1"), ERR_NOTFOUND));
	cr_expect(SAYS("no pin v1"), "%s", err_text());
}

Test(store_pin, wants_a_name_and_a_commit_id)
{
	char longest[STORE_PIN_NAME_MAX + 1], longer[STORE_PIN_NAME_MAX + 2];

	memset(longest, 'n', sizeof longest);
	memset(longer, 'n', sizeof longer);
	longest[sizeof longest - 1] = longer[sizeof longer - 1] = '\0';
	cr_expect(eq(int, put(longest, OID_BASE, 1), ERR_OK));
	cr_expect(eq(int, put(longer, OID_BASE, 1), ERR_LIMIT));
	cr_expect(eq(int, put("", OID_BASE, 1), ERR_LIMIT));
	cr_expect(eq(int, put("v1", "1111", 1), ERR_PARSE));
	cr_expect(
	    eq(int, put("v1", "111111111111111111111111111111111111111G", 1),
		ERR_PARSE));
}

Test(store_pin, of_no_commit_is_damage)
{
	char oid[STORE_OID_SIZE] = "";
	struct buf shown = BUF_INIT;

	cr_assert(eq(int, put("v1", OID_BASE, 1), ERR_OK));
	shelf_sql("UPDATE pin SET oid = printf('%.*c', 5000, 'a')");
	cr_expect(eq(int, store_pin_get(shelf_store, "v1", oid), ERR_IO));
	cr_expect(eq(int, store_pins(shelf_store, show, &shown), ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	cr_expect(eq(str, oid, ""));
	buf_release(&shown);
}

static enum err
refuse(void *ctx, const struct store_pin *pin)
{
	(void)pin;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_pin, the_callers_error_ends_the_calls)
{
	int calls = 0;

	cr_assert(eq(int, put("v1", OID_BASE, 1), ERR_OK));
	cr_assert(eq(int, put("v2", OID_BASE, 1), ERR_OK));
	cr_expect(eq(int, store_pins(shelf_store, refuse, &calls), ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
}

Test(store_pin, a_store_opened_for_reading_takes_none)
{
	shelf_reopen(STORE_READ);
	cr_expect(eq(int, put("v1", OID_BASE, 1), ERR_IO));
	cr_expect(eq(int, store_pin_delete(shelf_store, "v1"), ERR_IO));
}
