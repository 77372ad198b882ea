#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/store_pin.h"
#include "runner/baseline.h"
#include "tests/unit/shelf.h"

TestSuite(baseline_pin, .init = shelf_setup, .fini = shelf_teardown);

Test(baseline_pin, a_name_has_letters_digits_and_four_signs)
{
	static const char *const sound[] = {"v1.0", "release/2026_01-x", "1",
	    "head", ".", "111111111111111111111111111111111111111",
	    "gggggggggggggggggggggggggggggggggggggggg"};
	static const char *const bad[] = {"", "HEAD", "history", "merge-base",
	    "a b", "a\n", "a..b", "-f", "=x", "\xc3\xa9", "a:b", "a~1",
	    OID_BASE, "ABCDEFabcdef0123456789ABCDEFabcdef012345"};
	char longer[STORE_PIN_NAME_MAX + 2];

	for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
		cr_expect(pin_name_is_sound(sound[i]), "%s", sound[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(not(pin_name_is_sound(bad[i])), "%s", bad[i]);
	memset(longer, 'n', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	cr_expect(not(pin_name_is_sound(longer)));
	cr_expect(pin_name_is_sound(longer + 1));
}

Test(baseline_pin, is_found_in_an_open_store_and_in_a_closed_one)
{
	const struct store_pin pin = {"v1", OID_HEAD, 5};
	struct app app = {.store = shelf_store, .places.store = shelf_path};
	struct oid oid = {""};

	cr_assert(eq(int, store_pin_put(shelf_store, &pin), ERR_OK));
	cr_assert(eq(int, pin_find(&app, "v1", &oid), ERR_OK));
	cr_expect(eq(str, oid.hex, OID_HEAD));
	shelf_close();
	app.store = NULL;
	oid.hex[0] = '\0';
	cr_assert(eq(int, pin_find(&app, "v1", &oid), ERR_OK));
	cr_expect(eq(str, oid.hex, OID_HEAD));
	cr_expect(eq(ptr, app.store, NULL));
	cr_expect(eq(int, pin_find(&app, "v2", &oid), ERR_NOTFOUND));
}

Test(baseline_pin, is_not_found_where_there_is_no_store_or_no_name)
{
	struct app app = {.places.store = "/nowhere/store.db"};
	struct oid oid = {""};

	cr_expect(eq(int, pin_find(&app, "v1", &oid), ERR_NOTFOUND));
	app.places.store = shelf_path;
	cr_expect(eq(int, pin_find(&app, "a..b", &oid), ERR_NOTFOUND));
	cr_expect(eq(str, oid.hex, ""));
}
