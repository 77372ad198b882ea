// The static site of a repository, as its readers use it.
import fs from "node:fs";
import path from "node:path";
import { accessible, address, browse, check, finish, is, pages }
	from "./browser.mjs";

const folder = path.resolve(process.argv[2]);
const all = pages(folder);
const firstOf = kind => all.find(name => name.startsWith(`${kind}/`) ||
	name === `${kind}.html`);
const kinds = [...new Set(all.map(name => name.split("/")[0]))]
	.map(kind => firstOf(kind.replace(/\.html$/, "")));

function visibleRows(page, table) {
	return page.locator(`${table} tbody tr:visible`).count();
}

function column(page, table, index) {
	return page.locator(`${table} tbody tr td:nth-child(${index})`)
		.evaluateAll(cells => cells.map(
			cell => Number(cell.dataset.sort)));
}

async function search(page) {
	await page.goto(address(folder, "index.html"));
	await page.keyboard.press("/");
	check("a slash goes to the search", await page.evaluate(
		() => document.activeElement.matches("input[type=search]")));
	await page.keyboard.type("steps");
	const links = page.locator("main li a:visible");

	check("a series is found", await links.count() > 0);
	check("only those that fit are", (await links.allTextContents())
		.every(text => text.includes("steps")));
	await links.first().click();
	check("it opens its page", page.url().includes("steps"), page.url());
}

async function sortAndFilter(page) {
	await page.goto(address(folder, "index.html"));
	const table = "main table";
	const heads = page.locator(`${table} thead th[data-by=number]`);
	const head = heads.first();
	const index = await head.evaluate(node => node.cellIndex + 1);
	const ordered = (values, sign) => values.filter(v => !isNaN(v))
		.every((v, i, list) => i === 0 || sign * (v - list[i - 1]) >= 0);

	await head.locator("button").click();
	check("a click sorts", ordered(await column(page, table, index), 1));
	is("a reader is told", await head.getAttribute("aria-sort"),
		"ascending");
	await head.locator("button").click();
	check("a second one turns it", ordered(
		await column(page, table, index), -1));
	const before = await visibleRows(page, table);
	const filter = page.locator(".filter input").first();

	await filter.fill("drift");
	const shown = await visibleRows(page, table);

	check("a filter leaves those that fit", shown > 0 && shown < before,
		[shown, before]);
	await filter.fill("there is no such series");
	is("or none", await visibleRows(page, table), 0);
}

async function themes(page) {
	const paper = () => page.evaluate(
		() => getComputedStyle(document.body).backgroundColor);

	await page.goto(address(folder, "index.html"));
	const light = await paper();

	await page.getByRole("button", { name: /theme/ }).click();
	check("the theme changes", await paper() !== light);
	await accessible("the dark one is accessible", page);
	await page.getByRole("button", { name: /theme/ }).click();
	is("and back", await paper(), light);
}

async function hover(page) {
	const name = all.find(file => /steps/.test(file));

	await page.goto(address(folder, name));
	const chart = page.locator("figure svg").first();

	check("a trend is drawn by the script", await chart.isVisible());
	const box = await chart.boundingBox();

	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	const told = await page.locator("figure").first().innerText();

	check("a point says its value", /\d(\.\d+)? ?(ns|µs|ms|s)\b/.test(told),
		told);
}

async function keys(page) {
	await page.goto(address(folder, "index.html"));
	await page.keyboard.press("?");
	check("a question mark shows the keys", await page.locator("dialog")
		.isVisible());
	await page.keyboard.press("Escape");
	await page.keyboard.press("j");
	await page.keyboard.press("Enter");
	await page.waitForURL(url => !url.href.endsWith("index.html"),
		{ timeout: 5000 });
	check("j and Enter open a row", !page.url().endsWith("index.html"));
}

async function everyPage(page) {
	for (const name of kinds) {
		await page.goto(address(folder, name));
		await accessible(`${name} is accessible`, page);
	}
	for (const name of all) {
		await page.goto(address(folder, name));
		const broken = await page.locator("img").evaluateAll(
			images => images.filter(i => i.complete &&
				i.naturalWidth === 0).map(i => i.src));

		is(`${name} has its pictures`, broken, []);
		check(`${name} is below 2 MiB`, fs.statSync(
			path.join(folder, name)).size < 2 << 20);
	}
}

async function phone(page) {
	for (const name of kinds) {
		await page.goto(address(folder, name));
		is(`${name} fits a phone`, await page.evaluate(
			() => document.documentElement.scrollWidth <=
				document.documentElement.clientWidth), true);
	}
}

async function withoutScript(page) {
	await page.goto(address(folder, "index.html"));
	check("without a script there are tables", await page.locator(
		"main table tbody tr").count() > 0);
	await page.goto(address(folder, all.find(file => /steps/.test(file))));
	check("and charts", await page.locator("figure img").first()
		.evaluate(image => image.naturalWidth > 0));
}

await browse(folder, { viewport: { width: 1200, height: 800 } },
	async page => {
		await search(page);
		await sortAndFilter(page);
		await themes(page);
		await hover(page);
		await keys(page);
		await everyPage(page);
	});
await browse(folder, { viewport: { width: 360, height: 720 } }, phone);
await browse(folder, { javaScriptEnabled: false }, withoutScript);
finish();
