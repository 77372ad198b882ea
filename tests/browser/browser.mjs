// Headless Chromium on files alone: whatever else a page asks for is refused
// and counted, as are its complaints. Facts are printed as TAP.
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.env.BROWSER_MODULES;
const require = createRequire(path.join(modules, "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let failures = 0;
let facts = 0;

export function check(name, fact, found) {
	facts++;
	console.log(`${fact ? "ok" : "not ok"} - ${name}`);
	if (!fact) {
		failures++;
		if (found !== undefined)
			console.log(`# found: ${JSON.stringify(found)}`);
	}
}

export function is(name, found, expected) {
	check(name, JSON.stringify(found) === JSON.stringify(expected), found);
}

function watch(page, folder, troubles) {
	const inside = pathToFileURL(folder + path.sep).href;

	page.on("console", message => {
		if (message.type() === "error" || message.type() === "warning")
			troubles.push(`${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", error => troubles.push(String(error)));
	page.on("dialog", dialog => {
		troubles.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	return page.route("**/*", route => {
		const url = route.request().url();

		if (url.startsWith(inside))
			return route.continue();
		troubles.push(`request: ${url}`);
		return route.abort();
	});
}

// Rules of WCAG 2.1 A and AA that a program can decide.
export async function accessible(name, page) {
	await page.evaluate(axe);
	const found = await page.evaluate(() => axe.run(document, {
		preload: false, // it would fetch the style
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
	}));

	is(name, found.violations.map(v => `${v.id}: ${v.nodes[0].html}`), []);
}

// Calls `drive` with a new page of `options`, whose files lie in `folder`.
export async function browse(folder, options, drive) {
	const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "browser-"));
	const context = await chromium.launchPersistentContext(scratch, {
		executablePath: "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync"],
		...options,
	});
	const troubles = [];

	try {
		const page = await context.newPage();

		await watch(page, folder, troubles);
		await drive(page);
	} finally {
		await context.close();
		fs.rmSync(scratch, { recursive: true, force: true });
	}
	is("no page complains, and none asks for anything else", troubles, []);
}

export function address(folder, file) {
	return pathToFileURL(path.join(folder, file)).href;
}

// All pages below a folder, by their relative names.
export function pages(folder) {
	return fs.readdirSync(folder, { recursive: true })
		.filter(name => name.endsWith(".html")).sort();
}

export function finish() {
	if (!facts)
		console.log("not ok - no fact was looked at");
	process.exitCode = failures || !facts ? 1 : 0;
}
