/* What pages do beside being read: sorting, filtering, keys, themes, and the
 * points of a chart. Pages say the same without it. Texts are set as text,
 * never as markup. */
(function () {
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const root = document.documentElement;

function make(name, attributes, text) {
	const node = document.createElement(name);

	for (const key in attributes)
		node.setAttribute(key, attributes[key]);
	if (text !== undefined)
		node.textContent = text;
	return node;
}

function draw(parent, name, attributes, text) {
	const node = document.createElementNS(SVG, name);

	for (const key in attributes)
		node.setAttribute(key, attributes[key]);
	if (text !== undefined)
		node.textContent = text;
	parent.append(node);
	return node;
}

/* ---- the theme; storage may be forbidden ---- */

function kept() {
	try {
		return localStorage.getItem("tidemark-theme");
	} catch (error) {
		return null;
	}
}

function keep(theme) {
	try {
		localStorage.setItem("tidemark-theme", theme);
	} catch (error) {
		/* It holds for this page. */
	}
}

function currentTheme() {
	if (root.dataset.theme)
		return root.dataset.theme;
	return matchMedia("(prefers-color-scheme: dark)").matches ?
	    "dark" : "light";
}

function otherTheme() {
	return currentTheme() === "dark" ? "light" : "dark";
}

function addThemeButton() {
	const header = document.querySelector("header");
	const button = make("button", { type: "button" });

	if (!header)
		return;
	button.textContent = otherTheme() + " theme";
	button.addEventListener("click", function () {
		root.dataset.theme = otherTheme();
		keep(root.dataset.theme);
		button.textContent = otherTheme() + " theme";
	});
	header.append(button);
}

/* ---- sorting ---- */

function sortKey(row, column, by) {
	const cell = row.cells[column];

	if (!cell)
		return by === "number" ? NaN : "";
	if (by === "text")
		return cell.textContent;
	return cell.dataset.sort ? Number(cell.dataset.sort) : NaN;
}

/* What is not known comes last, in either order. */
function compare(a, b, sign) {
	if (typeof a === "string")
		return sign * a.localeCompare(b, "en", { numeric: true });
	if (isNaN(a) || isNaN(b))
		return Number(isNaN(a)) - Number(isNaN(b));
	return sign * (a - b);
}

function sortBy(table, head, column) {
	const up = head.getAttribute("aria-sort") !== "ascending";
	const body = table.tBodies[0];
	const rows = Array.from(body.rows, function (row) {
		return [sortKey(row, column, head.dataset.by), row];
	});

	for (const other of table.tHead.rows[0].cells)
		other.removeAttribute("aria-sort");
	head.setAttribute("aria-sort", up ? "ascending" : "descending");
	rows.sort(function (a, b) {
		return compare(a[0], b[0], up ? 1 : -1);
	});
	body.append(...rows.map(function (pair) { return pair[1]; }));
}

function makeSortable(table) {
	Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
		const button = make("button", { type: "button" },
		    head.textContent);

		if (!head.dataset.by)
			return;
		head.replaceChildren(button);
		button.addEventListener("click", function () {
			sortBy(table, head, column);
		});
	});
}

/* ---- filtering ---- */

function stateChoice(rows) {
	const states = new Set();
	const select = make("select", { "aria-label": "State" });

	for (const row of rows)
		if (row.dataset.state)
			states.add(row.dataset.state);
	if (states.size < 2)
		return null;
	select.append(make("option", { value: "" }, "every state"));
	for (const state of Array.from(states).sort())
		select.append(make("option", { value: state }, state));
	return select;
}

function makeFilter(table) {
	const rows = Array.from(table.tBodies[0].rows);
	const texts = rows.map(function (row) {
		return row.textContent.toLowerCase();
	});
	const bar = make("div", { class: "filter" });
	const input = make("input", { type: "search", class: "search",
		"aria-label": "Filter rows", placeholder: "filter" });
	const select = stateChoice(rows);
	const told = make("span", { class: "quiet", role: "status" });

	function apply() {
		const words = input.value.toLowerCase().split(/\s+/);
		let shown = 0;

		rows.forEach(function (row, i) {
			const fits = words.every(function (word) {
				return texts[i].includes(word);
			}) && (!select || !select.value ||
			    row.dataset.state === select.value);

			row.hidden = !fits;
			shown += fits ? 1 : 0;
		});
		told.textContent = shown + " of " + rows.length;
	}

	bar.append(input);
	if (select) {
		bar.append(select);
		select.addEventListener("change", apply);
	}
	bar.append(told);
	input.addEventListener("input", apply);
	table.parentNode.before(bar);
}

/* ---- the search over all series: rows of [name, address, state] ---- */

const FOUND_MAX = 50;

function addSearch(place) {
	const index = window.tidemarkSeries || [];
	const input = make("input", { type: "search", class: "search",
		"aria-label": "Search all series",
		placeholder: "search all series" });
	const told = make("p", { class: "quiet", role: "status" });
	const list = make("ul", {});

	if (!index.length)
		return;
	input.addEventListener("input", function () {
		const words = input.value.toLowerCase().split(/\s+/)
			.filter(Boolean);
		const found = words.length ? index.filter(function (row) {
			const text = (row[0] + " " + row[2]).toLowerCase();

			return words.every(function (word) {
				return text.includes(word);
			});
		}) : [];

		list.replaceChildren(...found.slice(0, FOUND_MAX).map(
		    function (row) {
			const item = make("li", {});

			item.append(make("a", { href: row[1] }, row[0]),
			    " " + row[2]);
			return item;
		}));
		told.textContent = words.length ?
		    found.length + " of " + index.length + " series" : "";
	});
	place.append(input, told, list);
}

/* ---- keys ---- */

const KEYS = [
	["/", "search or filter"],
	["j or arrow down", "next row"],
	["k or arrow up", "row before"],
	["Enter", "open the row's first link"],
	["?", "this help"],
];

function showHelp() {
	let dialog = document.querySelector("dialog");

	if (!dialog) {
		const list = make("dl", {});
		const form = make("form", { method: "dialog" });

		for (const [key, what] of KEYS)
			list.append(make("dt", {}, key), make("dd", {}, what));
		form.append(make("button", {}, "close"));
		dialog = make("dialog", { "aria-label": "Keys" });
		dialog.append(list, form);
		document.body.append(dialog);
	}
	if (!dialog.open)
		dialog.showModal();
}

/* The first link of each row that is shown: the focus goes from one to the
 * other, so that Enter and a reader's own keys do what they always do. */
function rowLinks() {
	return Array.from(document.querySelectorAll("tbody tr"))
		.filter(function (row) { return !row.hidden; })
		.map(function (row) { return row.querySelector("a[href]"); })
		.filter(Boolean);
}

function moveRow(step) {
	const links = rowLinks();
	const row = document.activeElement.closest("tbody tr");
	const at = links.findIndex(function (link) {
		return link.closest("tr") === row;
	});
	const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) :
	    at + step];

	if (next)
		next.focus();
}

/* Arrows are the page's own where nothing was chosen: they scroll. */
function onKey(event) {
	const tag = event.target.tagName;
	const chosen = event.target.closest("tbody tr");

	if (event.ctrlKey || event.altKey || event.metaKey ||
	    document.querySelector("dialog[open]"))
		return;
	if (event.key === "Escape" && tag === "INPUT")
		event.target.blur();
	if (tag === "INPUT" || tag === "SELECT" || tag === "TEXTAREA")
		return;
	if (event.key === "/") {
		const search = document.querySelector(".search");

		if (!search)
			return;
		search.focus();
	} else if (event.key === "j" ||
	    (event.key === "ArrowDown" && chosen)) {
		moveRow(1);
	} else if (event.key === "k" || (event.key === "ArrowUp" && chosen)) {
		moveRow(-1);
	} else if (event.key === "?") {
		showHelp();
	} else {
		return;
	}
	event.preventDefault();
}

/* ---- the points of a chart: {unit, points: [[commit, value, oid]]} ---- */

const WIDE = 900, HIGH = 320, LEFT = 70, RIGHT = 10, TOP = 10, LOW = 30;

/* Units as the tables have them: the largest step that the value reaches. */
const TIME = [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]];
const STEPS = {
	ns: [1, TIME], us: [1e3, TIME], ms: [1e6, TIME], s: [1e9, TIME],
	bytes: [1, [["TiB", 2 ** 40], ["GiB", 2 ** 30], ["MiB", 2 ** 20],
	    ["KiB", 2 ** 10], ["B", 1]]],
	"1/s": [1, [["G/s", 1e9], ["M/s", 1e6], ["k/s", 1e3], ["/s", 1]]],
	"": [1, [["G", 1e9], ["M", 1e6], ["k", 1e3], ["", 1]]],
};

function humane(value, unit) {
	const [scale, steps] = STEPS[unit] || [1, [[unit, 1]]];
	const size = Math.abs(value) * scale;
	const step = steps.find(function (s) { return size >= s[1]; }) ||
	    steps[steps.length - 1];

	return ((value * scale / step[1]).toPrecision(4) + " " +
	    step[0]).trim();
}

function rangeOf(points) {
	const values = points.map(function (p) { return p[1]; });
	const low = Math.min(...values), high = Math.max(...values);
	const margin = (high - low || Math.abs(high) || 1) * 0.05;

	return [low - margin, high + margin];
}

function View(figure, data) {
	this.data = data;
	this.from = 0;
	this.to = data.points.length - 1;
	this.start = null;
	this.svg = document.createElementNS(SVG, "svg");
	this.svg.setAttribute("class", "view");
	this.svg.setAttribute("viewBox", "0 0 " + WIDE + " " + HIGH);
	this.svg.setAttribute("role", "img");
	this.svg.setAttribute("aria-label",
	    "points of the chart; drag to zoom, double click to see all");
	this.told = make("p", { class: "told", role: "status" });
	figure.append(this.svg, this.told);
	this.render();
	this.listen();
}

View.prototype.shown = function () {
	return this.data.points.slice(this.from, this.to + 1);
};

View.prototype.x = function (commit) {
	const shown = this.shown();
	const first = shown[0][0], last = shown[shown.length - 1][0];

	return LEFT + (commit - first) / (last - first || 1) *
	    (WIDE - LEFT - RIGHT);
};

View.prototype.y = function (value) {
	return TOP + (this.range[1] - value) /
	    (this.range[1] - this.range[0]) * (HIGH - TOP - LOW);
};

View.prototype.render = function () {
	const shown = this.shown();
	const view = this;

	this.range = rangeOf(shown);
	this.svg.replaceChildren();
	for (let i = 0; i <= 4; i++) {
		const value = this.range[0] +
		    (this.range[1] - this.range[0]) * i / 4;
		const y = this.y(value);

		draw(this.svg, "line", { class: "axis", x1: LEFT, y1: y,
			x2: WIDE - RIGHT, y2: y });
		draw(this.svg, "text", { x: 4, y: y + 4 },
		    humane(value, this.data.unit));
	}
	draw(this.svg, "text", { x: LEFT, y: HIGH - 8 },
	    this.name(shown[0]));
	draw(this.svg, "text", { x: WIDE - RIGHT, y: HIGH - 8,
		"text-anchor": "end" }, this.name(shown[shown.length - 1]));
	draw(this.svg, "polyline", { class: "stroke",
		points: shown.map(function (p) {
			return view.x(p[0]).toFixed(1) + "," +
			    view.y(p[1]).toFixed(1);
		}).join(" ") });
	this.zone = draw(this.svg, "rect", { class: "zone", y: TOP, width: 0,
		height: HIGH - TOP - LOW });
	this.pick = draw(this.svg, "circle", { class: "pick", r: 0 });
};

View.prototype.name = function (point) {
	return point[2] || String(point[0]);
};

View.prototype.nearest = function (event) {
	const box = this.svg.getBoundingClientRect();
	const scale = Math.min(box.width / WIDE, box.height / HIGH);
	const x = (event.clientX - box.left -
	    (box.width - WIDE * scale) / 2) / scale;
	let best = this.from;

	for (let i = this.from; i <= this.to; i++)
		if (Math.abs(this.x(this.data.points[i][0]) - x) <
		    Math.abs(this.x(this.data.points[best][0]) - x))
			best = i;
	return best;
};

View.prototype.hover = function (index) {
	const point = this.data.points[index];

	this.pick.setAttribute("cx", this.x(point[0]));
	this.pick.setAttribute("cy", this.y(point[1]));
	this.pick.setAttribute("r", 4);
	this.told.textContent = humane(point[1], this.data.unit) + " at " +
	    this.name(point);
	if (this.start !== null) {
		const a = this.x(this.data.points[this.start][0]);
		const b = this.x(point[0]);

		this.zone.setAttribute("x", Math.min(a, b));
		this.zone.setAttribute("width", Math.abs(a - b));
	}
};

View.prototype.zoom = function (a, b) {
	this.from = Math.min(a, b);
	this.to = Math.max(a, b);
	this.render();
};

View.prototype.listen = function () {
	const view = this;

	this.svg.addEventListener("pointermove", function (event) {
		view.hover(view.nearest(event));
	});
	this.svg.addEventListener("pointerdown", function (event) {
		view.start = view.nearest(event);
		event.preventDefault();
	});
	window.addEventListener("pointerup", function (event) {
		const start = view.start;
		const end = start === null ? null : view.nearest(event);

		view.start = null;
		if (start !== null && Math.abs(end - start) > 1)
			view.zoom(start, end);
		else if (start !== null)
			view.zone.setAttribute("width", 0);
	});
	this.svg.addEventListener("dblclick", function () {
		view.zoom(0, view.data.points.length - 1);
	});
};

function addView(figure) {
	const block = document.getElementById(figure.dataset.points);
	let data;

	if (!block)
		return;
	data = JSON.parse(block.textContent);
	if (data.points.length < 2)
		return;
	figure.querySelector("img").hidden = true;
	new View(figure, data);
}

function start() {
	addThemeButton();
	document.querySelectorAll("table[data-filter]").forEach(makeFilter);
	document.querySelectorAll("table").forEach(makeSortable);
	document.querySelectorAll("[data-search]").forEach(addSearch);
	document.querySelectorAll("figure[data-points]").forEach(addView);
	document.addEventListener("keydown", onKey);
}

if (kept() === "dark" || kept() === "light")
	root.dataset.theme = kept();
if (document.readyState === "loading")
	document.addEventListener("DOMContentLoaded", start);
else
	start();
})();
