// Reports in one file: all that they need is in it.
import path from "node:path";
import { accessible, address, browse, check, finish, is }
	from "./browser.mjs";

const folder = path.resolve(process.argv[2]);

async function drive(page, name) {
	await page.goto(address(folder, name));
	await accessible(`${name} is accessible`, page);
	check(`${name} has a table`, await page.locator(
		"main table tbody tr").count() > 0);
	is(`${name} took no name for markup`, await page.locator(
		"script, img").evaluateAll(nodes => nodes.filter(
		node => /alert/.test(node.outerHTML) &&
			!/use strict/.test(node.outerHTML)).length), 0);
	const head = page.locator("main table thead th button").first();

	await head.click();
	is(`${name} sorts`, await page.locator("th[aria-sort]").count(), 1);
}

for (const colorScheme of ["light", "dark"])
	await browse(folder, { colorScheme }, async page => {
		for (const name of process.argv.slice(3))
			await drive(page, name);
	});
finish();
