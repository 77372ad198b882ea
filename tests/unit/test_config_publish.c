/* The list of places to publish at. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/err.h"
#include "runner/config.h"

#define SMALL                                                                  \
	"version: 1\n"                                                         \
	"benchmarks: [{name: a, command: b}]\n"

static struct config *config;

static enum err
parse(const char *text)
{
	config_free(config);
	config = NULL;
	return config_parse(&config, text, strlen(text), "t.yml");
}

static void
teardown(void)
{
	config_free(config);
}

TestSuite(config_publish, .fini = teardown);

Test(config_publish, without_the_list_there_is_no_place)
{
	cr_assert(eq(int, parse(SMALL), ERR_OK));
	cr_expect(eq(sz, config->publish_count, 0));
}

Test(config_publish, a_place_alone_sends_everything)
{
	cr_assert(eq(int, parse(SMALL "publish: [{to: github}]\n"), ERR_OK));
	cr_assert(eq(sz, config->publish_count, 1));
	cr_expect(eq(str, (char *)config->publish[0].to, "github"));
	cr_expect(config->publish[0].status);
	cr_expect(config->publish[0].check_run);
	cr_expect(config->publish[0].comment);
	cr_expect(config->publish[0].token_env == NULL);
}

Test(config_publish, all_of_it_can_be_said)
{
	const struct config_publish *place;

	cr_assert(eq(int,
	    parse(SMALL "publish:\n"
			"  - to: github\n"
			"    repository: o/n\n"
			"    api-url: https://git.example.org/api/v3\n"
			"    token-env: MY_TOKEN\n"
			"    context: speed\n"
			"    retry-for: 5s\n"
			"    status: false\n"
			"    check-run: false\n"
			"    comment: false\n"
			"  - to: github\n"
			"    token-file: /run/token\n"),
	    ERR_OK));
	cr_assert(eq(sz, config->publish_count, 2));
	place = &config->publish[0];
	cr_expect(eq(str, (char *)place->repository, "o/n"));
	cr_expect(
	    eq(str, (char *)place->api_url, "https://git.example.org/api/v3"));
	cr_expect(eq(str, (char *)place->token_env, "MY_TOKEN"));
	cr_expect(eq(str, (char *)place->context, "speed"));
	cr_expect(eq(i64, place->retry_ns, (int64_t)5000000000));
	cr_expect(not(place->status));
	cr_expect(not(place->check_run));
	cr_expect(not(place->comment));
	cr_expect(eq(str, (char *)config->publish[1].token_file, "/run/token"));
}

Test(config_publish, what_is_wrong_is_named_with_its_place)
{
	static const struct {
		const char *text;
		const char *key;
	} rows[] = {
	    {"publish: [{to: nowhere}]\n", "publish[0].to"},
	    {"publish: [{comment: true}]\n", "publish[0]"},
	    {"publish: [{to: github, repository: a}]\n",
		"publish[0].repository"},
	    {"publish: [{to: github, repository: a/../b}]\n",
		"publish[0].repository"},
	    {"publish: [{to: github, api-url: 'ftp://x'}]\n",
		"publish[0].api-url"},
	    {"publish: [{to: github, api-url: 'https://u:p@x'}]\n",
		"publish[0].api-url"},
	    {"publish: [{to: github, token-env: A, token-file: b}]\n",
		"publish[0].token-file"},
	    {"publish: [{to: github, status: maybe}]\n", "publish[0].status"},
	    {"publish: [{to: github, context: ''}]\n", "publish[0].context"},
	    {"publish: [{to: github, token: abc}]\n", "publish[0].token"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[512];

		snprintf(text, sizeof text, "%s%s", SMALL, rows[i].text);
		cr_expect(eq(int, parse(text), ERR_USAGE), "%s", rows[i].text);
		cr_expect(strstr(err_text(), rows[i].key) != NULL, "%s: %s",
		    rows[i].text, err_text());
	}
}

Test(config_publish, no_child_sees_a_token)
{
	cr_expect(eq(
	    int, parse(SMALL "environment: [CC, GITHUB_TOKEN]\n"), ERR_USAGE));
	cr_expect(strstr(err_text(), "environment[1]") != NULL);
	cr_expect(eq(int,
	    parse(SMALL "publish: [{to: github, token-env: MINE}]\n"
			"environment: [MINE]\n"),
	    ERR_USAGE));
	cr_expect(eq(int, parse(SMALL "environment: [MINE]\n"), ERR_OK));
}
