/* Digests of "", "abc" and a million "a" are those of FIPS 180-2's examples;
 * the others: printf TEXT | sha256sum. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "core/base/path.h"

static const char of_nothing[] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char of_abc[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char of_million[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static char hex[HASH_HEX_SIZE];

static struct hash *
begin(void)
{
	struct hash *hash = hash_new();

	cr_assert(hash != NULL);
	return hash;
}

static void
end(struct hash *hash)
{
	hash_end(hash, hex);
	hash_free(hash);
}

static void
expect_hex(const char *want)
{
	cr_expect(eq(str, hex, (char *)want));
}

Test(hash, nothing_has_the_known_digest)
{
	end(begin());
	expect_hex(of_nothing);
}

Test(hash, abc_has_the_known_digest_however_it_comes)
{
	struct hash *hash = begin();

	hash_add(hash, "abc", 3);
	end(hash);
	expect_hex(of_abc);
	hash = begin();
	hash_add(hash, "a", 1);
	hash_add(hash, "", 0);
	hash_add(hash, "bc", 2);
	end(hash);
	expect_hex(of_abc);
}

Test(hash, a_million_bytes_have_the_known_digest)
{
	struct hash *hash = begin();
	char piece[1000];

	memset(piece, 'a', sizeof piece);
	for (int i = 0; i < 1000; i++)
		hash_add(hash, piece, sizeof piece);
	end(hash);
	expect_hex(of_million);
}

Test(hash, text_is_added_with_its_end)
{
	struct hash *hash = begin();

	hash_add_text(hash, "ab");
	hash_add_text(hash, "c");
	end(hash);
	/* printf 'ab\0c\0' | sha256sum */
	expect_hex("629c2f14f654f026086f2aefe1855533"
		   "d0897f49df86a19073be17b237361b09");
	hash = begin();
	hash_add_text(hash, "a");
	hash_add_text(hash, "bc");
	end(hash);
	/* printf 'a\0bc\0' | sha256sum */
	expect_hex("aa795aa4bbb6117911ef062e271bcb05"
		   "ccfd58ea439da7d46a44e3a3fcefa790");
}

Test(hash, empty_text_counts)
{
	struct hash *hash = begin();

	hash_add_text(hash, "");
	end(hash);
	/* printf '\0' | sha256sum */
	expect_hex("6e340b9cffb37a989ca544e6bb780a2c"
		   "78901d3fb33738768511a30617afa01d");
}

Test(hash, freeing_null_is_fine)
{
	hash_free(NULL);
}

/* ---- files ---- */

static char folder[] = "/tmp/tidemark-hash-XXXXXX";
static char *file;

static void
open_folder(void)
{
	cr_assert(mkdtemp(folder) != NULL);
	cr_assert(eq(int, path_join(&file, folder, "file"), ERR_OK));
}

static void
close_folder(void)
{
	path_remove(folder);
	free(file);
}

TestSuite(hash_file, .init = open_folder, .fini = close_folder);

static void
expect_file(const char *data, size_t len, const char *want)
{
	cr_assert(eq(int, path_write(file, data, len), ERR_OK));
	cr_assert(eq(int, hash_file(file, hex), ERR_OK));
	expect_hex(want);
}

Test(hash_file, is_the_digest_of_the_content)
{
	char *million = malloc(1000000);

	memset(million, 'a', 1000000);
	expect_file("", 0, of_nothing);
	expect_file("abc", 3, of_abc);
	expect_file(million, 1000000, of_million);
	free(million);
}

/* Files below /proc say that their size is 0. */
Test(hash_file, does_not_trust_the_size_that_the_system_tells)
{
	struct buf text = BUF_INIT;
	struct hash *hash = begin();
	char want[HASH_HEX_SIZE];

	cr_assert(eq(int, path_read("/proc/version", 65536, &text), ERR_OK));
	hash_add(hash, text.data, text.len);
	hash_end(hash, want);
	hash_free(hash);
	buf_release(&text);
	cr_assert(eq(int, hash_file("/proc/version", hex), ERR_OK));
	expect_hex(want);
}

Test(hash_file, a_missing_file_is_named)
{
	cr_expect(eq(int, hash_file(file, hex), ERR_IO));
	cr_expect(strstr(err_text(), file) != NULL);
	cr_expect(strstr(err_text(), "No such file") != NULL);
}

Test(hash_file, a_folder_is_refused)
{
	cr_expect(eq(int, hash_file(folder, hex), ERR_IO));
	cr_expect(strstr(err_text(), folder) != NULL);
}
