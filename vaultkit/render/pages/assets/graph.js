(function () {
"use strict";
const D = JSON.parse(document.getElementById("data").textContent);
const W = D.words, N = D.nodes, E = D.edges;
const $ = (id) => document.getElementById(id);
const SHAPES = ["dot", "diamond", "triangle", "square", "hexagon"];
const COLUMN = D.column, SIZE = 11;
const fold = (text) => text.normalize("NFC").toLocaleLowerCase().replaceAll("ё", "е");

const near = N.map(() => []);
E.forEach((edge, i) => { near[edge[0]].push([edge[1], i, true]); near[edge[1]].push([edge[0], i, false]); });
const byId = new Map(N.map((node, i) => [node.id, i]));
const rank = N.map((node, i) => i).sort((a, b) => weight(b) - weight(a) || a - b);
function weight(i) { return near[i].length + (N[i].form === "note" ? 30 : 0) + (N[i].stage === 0 ? 40 : 0); }

const state = { view: D.chains ? "chains" : "whole", q: "", node: -1, depth: 0, folder: "", tag: "",
  kind: new Set(), state: new Set(), strength: new Set(), parts: false };
let network = null, shown = [], shownEdges = [], ghosts = [], hover = -1, ink = {};

function readHash() {
  const p = new URLSearchParams(location.hash.slice(1));
  if (p.get("view") === "whole" || (p.get("view") === "chains" && D.chains)) state.view = p.get("view");
  state.q = p.get("q") || "";
  state.node = byId.has(p.get("node")) ? byId.get(p.get("node")) : -1;
  state.depth = Math.min(3, Math.max(0, parseInt(p.get("depth"), 10) || 0));
  state.folder = D.folders.includes(p.get("folder")) ? p.get("folder") : "";
  state.tag = D.tags.includes(p.get("tag")) ? p.get("tag") : "";
  state.parts = p.get("parts") === "1";
  for (const key of ["kind", "state", "strength"])
    state[key] = new Set((p.get("no-" + key) || "").split(",").filter(Boolean));
}
function writeHash() {
  const p = new URLSearchParams();
  p.set("view", state.view);
  if (state.q) p.set("q", state.q);
  if (state.node >= 0) p.set("node", N[state.node].id);
  if (state.depth) p.set("depth", state.depth);
  for (const key of ["folder", "tag"]) if (state[key]) p.set(key, state[key]);
  if (state.parts) p.set("parts", "1");
  for (const key of ["kind", "state", "strength"]) if (state[key].size) p.set("no-" + key, [...state[key]].join(","));
  history.replaceState(null, "", "#" + p);
}

const spot = (i) => (state.view === "chains" ? N[i].chain_at : N[i].at);
// Nobody wrote a note of it: drawn hollow.
const hollow = (node) => node.form === "idea" || node.form === "missing";
const isPart = (node) => node.form === "section" || node.form === "block";
function passes(i) {
  const node = N[i];
  if (!spot(i)) return false;
  if (state.view === "whole" && isPart(node) && !state.parts) return false;
  if (state.kind.has(node.kind) || state.state.has(node.state || "-") || state.strength.has(node.strength || "-")) return false;
  if (state.folder && node.folder !== state.folder && !node.folder.startsWith(state.folder + "/")) return false;
  return !state.tag || node.tags.some((tag) => D.tags[tag] === state.tag || D.tags[tag].startsWith(state.tag + "/"));
}
function around(start, depth) {
  const reached = new Set([start]);
  let border = [start];
  for (let step = 0; step < depth; step++) {
    const next = [];
    for (const i of border) for (const [other] of near[i]) if (!reached.has(other)) { reached.add(other); next.push(other); }
    border = next;
  }
  return reached;
}

function readInk() {
  const css = getComputedStyle(document.documentElement);
  for (const name of ["ground", "panel", "ink", "soft", "line", "accent", "warn", "edge", "veil", "k0", "k1", "k2", "k3", "k4", "kn"])
    ink[name] = css.getPropertyValue("--" + name).trim();
}
const colour = (node) => (node.stage === null ? ink.kn : ink["k" + Math.min(node.stage, 4)]);
const shape = (node) => (node.stage === null ? (node.form === "file" || node.form === "symbol" ? "square" : "dot") : SHAPES[Math.min(node.stage, 4)]);
const bad = (node) => node.state && D.bad.includes(node.state);
const size = (i) => (state.view === "chains" ? SIZE : 5 + Math.min(15, 2.2 * Math.sqrt(near[i].length)) + (N[i].stage === 0 ? 3 : 0));
function edgeLook(edge) {
  const relation = D.relations[edge[2]], dashed = edge[3] === "inferred";
  const look = { color: ink.edge, width: 1, dashes: dashed ? [7, 6] : false };
  if (relation === null) return look;
  if (relation === "depends_on") return { ...look, color: ink.k1, width: 1.6 };
  if (relation === "part_of") return { ...look, width: 1 };
  return { ...look, color: ink.soft, width: 1.9 };
}

// Within a column a straight line would run through whatever stands between.
const bent = (edge) => state.view === "chains" && N[edge[0]].stage === N[edge[1]].stage;
function line(ctx, edge) {
  const a = spot(edge[0]), b = spot(edge[1]);
  ctx.beginPath(); ctx.moveTo(a[0], a[1]);
  if (bent(edge)) ctx.quadraticCurveTo(...control(a, b), b[0], b[1]); else ctx.lineTo(b[0], b[1]);
  ctx.stroke();
}
// All arcs leave to the left and none goes far, however long it is.
const bulge = (a, b) => Math.min(0.45 * Math.abs(a[1] - b[1]), 40 + 0.04 * Math.abs(a[1] - b[1]));
const control = (a, b) => [Math.min(a[0], b[0]) - bulge(a, b), (a[1] + b[1]) / 2];
function arcs(ctx) {
  if (state.view !== "chains") return;
  for (const i of shownEdges) {
    // Of arrows between concepts those of the one that is pointed at or chosen: all at once hide the rest.
    if (!bent(E[i]) || (D.nodes.length > 60 && !E[i].slice(0, 2).some((end) => end === hover || end === state.node))) continue;
    const look = edgeLook(E[i]), b = spot(E[i][1]), c = control(spot(E[i][0]), b), turn = Math.atan2(b[1] - c[1], b[0] - c[0]);
    ctx.strokeStyle = ctx.fillStyle = look.color; ctx.lineWidth = look.width; ctx.setLineDash(look.dashes || []);
    line(ctx, E[i]);
    ctx.setLineDash([]); ctx.beginPath();
    for (const [k, side] of [[SIZE + 1, 0], [SIZE + 9, 0.28], [SIZE + 9, -0.28]]) ctx.lineTo(b[0] - k * Math.cos(turn + side), b[1] - k * Math.sin(turn + side));
    ctx.fill();
  }
}
function rebuild(keepCamera) {
  const camera = keepCamera && network ? { position: network.getViewPosition(), scale: network.getScale() } : null;
  const circle = state.node >= 0 && state.depth ? around(state.node, state.depth) : null;
  shown = rank.filter((i) => passes(i) && (!circle || circle.has(i)));
  const there = new Set(shown);
  shownEdges = E.map((edge, i) => i).filter((i) => there.has(E[i][0]) && there.has(E[i][1]));
  ghosts = state.view === "chains" ? D.ghosts.filter((ghost) => there.has(ghost.of)) : [];
  const many = shownEdges.length > 2500;
  const nodes = shown.map((i) => {
    const [x, y] = spot(i), main = colour(N[i]), lacks = bad(N[i]);
    return { id: i, x, y, shape: shape(N[i]), size: size(i), borderWidth: lacks ? 3 : 1.2,
      color: { background: N[i].state === "missing" || hollow(N[i]) || (isPart(N[i]) && N[i].stage !== null) ? ink.panel : main, border: lacks ? ink.warn : main,
        highlight: { background: main, border: ink.accent }, hover: { background: main, border: ink.accent } },
      shapeProperties: { borderDashes: N[i].strength === "inferred" ? [4, 3] : false } };
  });
  for (const [k, ghost] of ghosts.entries())
    nodes.push({ id: "g" + k, x: ghost.at[0], y: ghost.at[1], shape: SHAPES[Math.min(ghost.stage, 4)], size: SIZE, borderWidth: 2,
      color: { background: ink.ground, border: ink.warn }, shapeProperties: { borderDashes: [3, 3] } });
  const edges = shownEdges.filter((i) => !bent(E[i])).map((i) => ({ id: i, from: E[i][0], to: E[i][1], ...edgeLook(E[i]), color: { color: edgeLook(E[i]).color, inherit: false },
    arrows: many || D.relations[E[i][2]] === "part_of" ? "" : { to: { enabled: true, scaleFactor: 0.45 } } }));
  for (const [k, ghost] of ghosts.entries())
    edges.push({ id: "g" + k, from: ghost.from, to: "g" + k, color: { color: ink.warn, inherit: false }, width: 1.5, dashes: [2, 5] });
  $("empty").hidden = shown.length > 0;
  $("count").textContent = W.shown.replace("{n}", shown.length).replace("{of}", N.length);
  const data = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
  if (!network) start(data, many); else { network.setOptions({ interaction: { hideEdgesOnDrag: many } }); network.setData(data); }
  if (camera) network.moveTo(camera); else home();
  if (state.node >= 0 && there.has(state.node)) network.selectNodes([state.node], false);
  writeHash();
}
function start(data, many) {
  network = new vis.Network($("net"), data, {
    physics: false, autoResize: true, layout: { improvedLayout: false },
    nodes: { labelHighlightBold: false, chosen: true }, edges: { smooth: false, selectionWidth: 1, hoverWidth: 0.6 },
    interaction: { hover: true, dragNodes: false, hideEdgesOnDrag: many, hideEdgesOnZoom: many, keyboard: false, tooltipDelay: 1e6, multiselect: false } });
  network.on("click", (event) => choose(typeof event.nodes[0] === "number" ? event.nodes[0] : typeof event.nodes[0] === "string" ? ghosts[+event.nodes[0].slice(1)].of : -1));
  network.on("hoverNode", (event) => { hover = typeof event.node === "number" ? event.node : -1; network.redraw(); });
  network.on("blurNode", () => { hover = -1; network.redraw(); });
  network.on("beforeDrawing", arcs);
  network.on("afterDrawing", overlay);
}
function home() {
  const box = $("net").getBoundingClientRect();
  const marks = shown.map(spot).concat(ghosts.map((ghost) => ghost.at));
  if (!marks.length) return;
  if (state.view === "whole") { network.fit({ nodes: shown, animation: false, minZoomLevel: 0.02 }); return; }
  const xs = marks.map((m) => m[0]), ys = marks.map((m) => m[1]);
  const left = Math.min(...xs) - COLUMN / 2, right = Math.max(...xs) + COLUMN / 2, lowest = Math.min(...ys);
  const scale = Math.min(1.1, Math.max(0.5, box.width / (right - left)));
  const top = lowest - 62 / scale;
  network.moveTo({ scale, position: { x: Math.max(left + box.width / scale / 2, box.width / scale >= right - left ? (left + right) / 2 : -Infinity), y: top + box.height / scale / 2 } });
}

const widths = new Map();
function wide(ctx, text) { if (!widths.has(text)) widths.set(text, ctx.measureText(text).width); return widths.get(text); }
function clipped(ctx, text, limit) {
  if (wide(ctx, text) <= limit) return text;
  const signs = Array.from(text);
  let low = 0, high = signs.length;
  while (low < high) { const mid = (low + high + 1) >> 1; if (ctx.measureText(signs.slice(0, mid).join("") + "…").width <= limit) low = mid; else high = mid - 1; }
  return signs.slice(0, low).join("").trimEnd() + "…";
}
const label = (node) => (bad(node) ? "⚠ " : "") + node.title;
function placeLabels(ctx, scale, view, first, only) {
  // Works in pixels of the screen: letters stay as large as they are, and none stands on another or on a node.
  const boxes = [], placed = [], limit = state.view === "chains" ? Math.max(60, COLUMN * scale * 0.94) : 210;
  const toScreen = (at) => [(at[0] - view.left) * scale, (at[1] - view.top) * scale];
  const inside = (p) => p[0] > -80 && p[1] > -30 && p[0] < view.width + 80 && p[1] < view.height + 30;
  const candidates = [];
  for (const i of [...first, ...shown]) {
    if (candidates.length > 1600) break;
    const p = toScreen(spot(i));
    if (inside(p)) candidates.push([p, label(N[i]), size(i) * scale, i]);
  }
  for (const ghost of ghosts) { const p = toScreen(ghost.at); if (inside(p)) candidates.push([p, "✗ " + ghost.title, SIZE * scale, -1]); }
  const discs = candidates.length < 900 ? candidates.map(([p, , r, i]) => [p[0] - r, p[1] - r, p[0] + r, p[1] + r, i]) : [];
  const done = new Set();
  for (const [p, text, r, i] of candidates) {
    if (placed.length > 260) break;
    if (i >= 0 && (done.has(i) || (only && !only.has(i)))) continue;
    if (i < 0 && only) continue;
    done.add(i);
    const shownText = clipped(ctx, text, limit), w = wide(ctx, shownText) / 2 + 3;
    const below = [0, r + 3], sides = state.view === "chains" ? [below] : [below, [0, -r - 18], [r + w + 1, -7.5], [-r - w - 1, -7.5]];
    for (const [dx, dy] of sides) {
      const x = p[0] + dx, y = p[1] + dy, box = [x - w, y, x + w, y + 15];
      const hits = (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
      if (state.view === "whole" && (box[0] < 0 || box[2] > view.width || box[1] < 0 || box[3] > view.height)) continue;
      if (boxes.some(hits) || (!first.includes(i) && discs.some((disc) => disc[4] !== i && hits(disc)))) continue;
      boxes.push(box);
      placed.push([shownText, x, y + 11.5, i < 0 || bad(N[i])]);
      break;
    }
  }
  return placed;
}
function viewBox() {
  const box = $("net").getBoundingClientRect(), scale = network.getScale(), centre = network.getViewPosition();
  return { width: box.width, height: box.height, scale, left: centre.x - box.width / scale / 2, top: centre.y - box.height / scale / 2 };
}
function trace(ctx, kind, x, y, r) {
  ctx.beginPath();
  if (kind === "dot") ctx.arc(x, y, r, 0, 2 * Math.PI); else corners(kind, x, y, r).forEach(([a, b], k) => (k ? ctx.lineTo(a, b) : ctx.moveTo(a, b)));
  ctx.closePath();
}
function corners(kind, x, y, r) {
  if (kind === "square") return [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]];
  const count = kind === "triangle" ? 3 : kind === "diamond" ? 4 : 6, turn = kind === "hexagon" ? 0 : -Math.PI / 2;
  const grown = kind === "triangle" ? r * 1.25 : kind === "diamond" ? r * 1.2 : r;
  return Array.from({ length: count }, (_, k) => [x + grown * Math.cos(turn + (2 * Math.PI * k) / count), y + grown * Math.sin(turn + (2 * Math.PI * k) / count)]);
}
function overlay(ctx) {
  const view = viewBox(), scale = view.scale, focus = hover >= 0 ? hover : state.node, there = new Set(shown);
  let only = null, first = [];
  ctx.save();
  if (focus >= 0 && there.has(focus)) {
    only = new Set([focus, ...near[focus].map(([other]) => other).filter((i) => there.has(i))]);
    first = [...only];
    ctx.fillStyle = ink.veil;
    ctx.fillRect(view.left, view.top, view.width / scale, view.height / scale);
    for (const [other, i] of near[focus]) {
      if (!there.has(other)) continue;
      const look = edgeLook(E[i]);
      ctx.strokeStyle = look.color; ctx.lineWidth = Math.max(look.width * 1.4, 1.6 / scale); ctx.setLineDash(look.dashes || []);
      line(ctx, E[i]);
    }
    ctx.setLineDash([]);
    for (const i of only) {
      const [x, y] = spot(i);
      trace(ctx, shape(N[i]), x, y, size(i));
      ctx.fillStyle = isPart(N[i]) || hollow(N[i]) ? ink.panel : colour(N[i]); ctx.fill();
      ctx.lineWidth = i === focus ? 4 : 2; ctx.strokeStyle = i === focus ? ink.accent : bad(N[i]) ? ink.warn : colour(N[i]); ctx.stroke();
    }
  }
  ctx.translate(view.left, view.top); ctx.scale(1 / scale, 1 / scale);
  ctx.font = "12px system-ui, 'Noto Sans', sans-serif"; ctx.textAlign = "center"; ctx.lineJoin = "round"; ctx.lineWidth = 3.5;
  for (const [text, x, y, warn] of placeLabels(ctx, scale, view, first, only)) {
    ctx.strokeStyle = ink.ground; ctx.strokeText(text, x, y); ctx.fillStyle = warn ? ink.warn : ink.ink; ctx.fillText(text, x, y);
  }
  if (state.view === "chains") columnHeads(ctx, view);
  ctx.restore();
}
function columnHeads(ctx, view) {
  ctx.fillStyle = ink.panel; ctx.fillRect(0, 0, view.width, 28);
  ctx.fillStyle = ink.line; ctx.fillRect(0, 28, view.width, 1);
  ctx.fillStyle = ink.ink; ctx.font = "600 13px system-ui, 'Noto Sans', sans-serif";
  D.stages.forEach((name, k) => ctx.fillText(clipped(ctx, name, Math.max(40, COLUMN * view.scale * 0.9)), (k * COLUMN - view.left) * view.scale, 19));
  widths.clear();
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}
const button = (text, act) => { const made = element("button", { type: "button" }, text); made.addEventListener("click", act); return made; };
function choose(i, centre) {
  state.node = i;
  if (i < 0) { closePanel(); return; }
  if (!shown.includes(i)) {
    for (const key of ["kind", "state", "strength"]) state[key].clear();
    state.folder = state.tag = ""; state.depth = 0;
    if (!spot(i)) state.view = state.view === "chains" ? "whole" : "chains";
    if (isPart(N[i]) && state.view === "whole") state.parts = true;
    buildFilters(); marks(); rebuild(false);
  } else if (state.depth) rebuild(true);
  fillPanel(N[i], i);
  network.selectNodes([i], false);
  if (centre) network.moveTo({ position: { x: spot(i)[0], y: spot(i)[1] }, scale: Math.max(network.getScale(), 0.7) });
  network.redraw(); writeHash();
}
function closePanel() {
  $("panel").hidden = true;
  if (network) { network.unselectAll(); if (state.depth) { state.depth = 0; buildFilters(); rebuild(true); } network.redraw(); }
  writeHash();
}
function list(title, items) {
  return items.length ? [element("h3", {}, title + " (" + items.length + ")"), element("ul", {}, ...items)] : [];
}
function neighbour(i, edge) {
  const relation = D.relations[E[edge][2]];
  const go = button(label(N[i]), () => { choose(i, true); $("panel").focus(); });
  return element("li", {}, go, element("small", {}, " " + W["kind." + N[i].kind] + (relation ? " · " + relation : "") + (E[edge][3] === "inferred" ? " · " + W.inferred : "")));
}
function fillPanel(node, i) {
  const panel = $("panel"), close = button("✕", () => { choose(-1); $("net").focus(); });
  close.className = "close"; close.setAttribute("aria-label", W.close);
  const facts = element("dl", {});
  const fact = (name, ...value) => { facts.append(element("dt", { class: "quiet" }, name), element("dd", {}, ...value)); };
  fact(W.kind, W["kind." + node.kind] + (node.strength ? " — " + W["strength." + node.strength] : ""));
  if (node.state) fact(W.state, element("span", { class: bad(node) ? "state-bad" : "state-good" }, (bad(node) ? "⚠ " : "✓ ") + (W["state." + node.state] || node.state)));
  fact(W.place, node.href ? element("a", { href: node.href }, node.path + ":" + node.line) : node.path + ":" + node.line);
  if (node.obsidian) fact("Obsidian", element("a", { href: node.obsidian }, W.open));
  for (const [name, value] of node.properties || []) fact(name, value);
  panel.replaceChildren(close, element("h2", {}, node.title), node.summary ? element("p", { class: "quiet" }, node.summary) : null || "", facts);
  if (node.chain) panel.append(element("h3", {}, W.chain), element("ol", { class: "chain" }, ...node.chain.map(([name, mark]) =>
    element("li", { class: mark === 0 ? "gone" : mark === 2 ? "quiet" : null }, (mark === 1 ? "✓ " : mark === 0 ? "✗ " : "· ") + name))));
  for (const text of node.mend || []) panel.append(element("p", {}, text));
  if (node.excerpt) { const box = element("div", { class: "excerpt", tabindex: "0", role: "region", "aria-label": W.excerpt }); box.innerHTML = node.excerpt; panel.append(element("h3", {}, W.excerpt), box); }
  panel.append(...list(W.out, near[i].filter((n) => n[2]).map(([other, edge]) => neighbour(other, edge))));
  panel.append(...list(W.in, near[i].filter((n) => !n[2]).map(([other, edge]) => neighbour(other, edge))));
  panel.hidden = false; panel.scrollTop = 0;
}

let hits = [], active = -1;
const folded = N.map((node) => fold(node.title + "\n" + node.id));
function search() {
  const words = fold($("query").value.trim()).split(/\s+/).filter(Boolean);
  state.q = $("query").value.trim(); writeHash();
  hits = words.length ? rank.filter((i) => words.every((word) => folded[i].includes(word))).sort((a, b) => score(b, words) - score(a, words)).slice(0, 60) : [];
  active = hits.length ? 0 : -1;
  $("found").replaceChildren(...hits.map((i, k) => {
    const item = element("li", { id: "hit-" + k, role: "option", "aria-selected": String(k === active) }, label(N[i]), element("small", {}, " — " + W["kind." + N[i].kind] + ", " + N[i].path));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(k); });
    return item;
  }));
  if (words.length && !hits.length) $("found").replaceChildren(element("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, W.nothing));
  opened(words.length > 0);
}
const score = (i, words) => (folded[i].startsWith(words[0]) ? 1000 : 0) + (fold(N[i].title).includes(words[0]) ? 500 : 0) + weight(i);
function opened(open) { $("found").hidden = !open; $("query").setAttribute("aria-expanded", String(open)); mark(); }
function mark() {
  [...$("found").children].forEach((item, k) => item.setAttribute("aria-selected", String(k === active)));
  if (active >= 0) { $("query").setAttribute("aria-activedescendant", "hit-" + active); $("hit-" + active)?.scrollIntoView({ block: "nearest" }); } else $("query").removeAttribute("aria-activedescendant");
}
function pick(k) { if (hits[k] === undefined) return; opened(false); choose(hits[k], true); $("panel").focus(); }
$("query").addEventListener("input", search);
$("query").addEventListener("blur", () => opened(false));
$("query").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if ($("found").hidden) search(); if (hits.length) active = (active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length; mark(); }
  else if (event.key === "Enter") { event.preventDefault(); if ($("found").hidden) search(); pick(active); }
  else if (event.key === "Escape") opened(false);
});

function buildFilters() {
  const form = $("filters"), count = (key, value) => N.filter((node) => (node[key] || "-") === value).length;
  const boxes = (key, title, values) => element("fieldset", {}, element("legend", {}, title), ...values.map((value) => {
    const input = element("input", { type: "checkbox", name: key, value });
    input.checked = !state[key].has(value);
    input.addEventListener("change", () => { if (input.checked) state[key].delete(value); else state[key].add(value); rebuild(true); });
    return element("label", {}, input, (W[key + "." + value] || (value === "-" ? W.none : value)) + " (" + count(key, value) + ")");
  }));
  const pickOne = (key, title, values) => {
    if (values.length < 2) return "";
    const select = element("select", { id: "pick-" + key }, ...values.map(([value, text]) => element("option", { value }, text)));
    select.value = String(state[key]);
    select.addEventListener("change", () => { state[key] = key === "depth" ? +select.value : select.value; rebuild(key !== "depth"); });
    return element("fieldset", {}, element("label", { for: "pick-" + key }, title), select);
  };
  const values = (key) => [...new Set(N.map((node) => node[key] || "-"))].sort();
  const parts = element("input", { type: "checkbox" });
  parts.checked = state.parts;
  parts.addEventListener("change", () => { state.parts = parts.checked; rebuild(true); });
  const reset = button(W.reset, () => { for (const key of ["kind", "state", "strength"]) state[key].clear(); state.folder = state.tag = ""; state.depth = 0; state.parts = false; buildFilters(); rebuild(false); });
  form.replaceChildren(boxes("kind", W.kind, D.kinds), boxes("state", W.state, values("state")), boxes("strength", W.strength, values("strength")),
    pickOne("folder", W.folder, [["", W.any], ...D.folders.filter(Boolean).map((name) => [name, name])]),
    pickOne("tag", W.tag, [["", W.any], ...D.tags.map((name) => [name, "#" + name])]),
    pickOne("depth", W.depth, [["0", W.any], ["1", "1"], ["2", "2"], ["3", "3"]]),
    element("fieldset", {}, element("label", {}, parts, W.parts)), reset);
}
$("filters").addEventListener("submit", (event) => event.preventDefault());
function buildLegend() {
  const sign = (kind, fill, border, dash) => `<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">${svgShape(kind, 12, 12, 8, fill, border, 2, dash)}</svg>`;
  const stroke = (look) => `<svg width="36" height="12" viewBox="0 0 36 12" aria-hidden="true"><path d="M1 6H35" stroke="${look.color}" stroke-width="${Math.max(1, look.width)}" ${look.dashes ? `stroke-dasharray="${look.dashes.join(" ")}"` : ""}/></svg>`;
  const row = (picture, text) => { const item = element("li", {}); item.innerHTML = picture; item.append(text); return item; };
  const kinds = D.kinds.map((kind) => { const node = N.find((item) => item.kind === kind); return row(sign(shape(node), colour(node), colour(node)), W["kind." + kind]); });
  const looks = new Map();
  for (const k of new Set(E.map((edge) => edge[2]))) {
    const look = edgeLook([0, 0, k, "declared"]), key = JSON.stringify(look), name = D.relations[k] === null ? W.plain : D.relations[k];
    looks.set(key, [look, [...(looks.get(key)?.[1] || []), name]]);
  }
  const used = [...looks.values()].map(([look, names]) => row(stroke(look), names.join(", ")));
  $("legend").replaceChildren(element("h2", {}, W.kind), element("ul", {}, ...kinds, row(sign("dot", ink.k0, ink.warn), "⚠ " + W.gap), row(sign("square", ink.ground, ink.warn, "3 3"), "✗ " + W.lacking), row(sign("dot", ink.panel, ink.k0), W.part), row(sign("dot", ink.k0, ink.soft, "4 3"), W.inferred)),
    element("h2", {}, W.relation), element("ul", {}, ...used, row(stroke({ color: ink.edge, width: 1.4, dashes: [7, 6] }), W.inferred)));
}
for (const name of ["filters", "legend"]) $("open-" + name).addEventListener("click", () => {
  const open = $(name).hidden;
  for (const other of ["filters", "legend"]) { $(other).hidden = !(open && other === name); $("open-" + other).setAttribute("aria-expanded", String(open && other === name)); }
});
function marks() {
  for (const view of ["chains", "whole"]) $("view-" + view).setAttribute("aria-pressed", String(state.view === view));
  $("view-chains").disabled = !D.chains;
}
for (const view of ["chains", "whole"]) $("view-" + view).addEventListener("click", () => { state.view = view; marks(); rebuild(false); });
$("fit").addEventListener("click", home);
$("net").addEventListener("keydown", (event) => {
  const step = 80 / network.getScale(), at = network.getViewPosition();
  const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  if (move) network.moveTo({ position: { x: at.x + move[0], y: at.y + move[1] } });
  else if (event.key === "+" || event.key === "=") network.moveTo({ scale: network.getScale() * 1.25 });
  else if (event.key === "-") network.moveTo({ scale: network.getScale() / 1.25 });
  else if (event.key === "0") home();
  else if (event.key === "n" || event.key === "p" || event.key === "Enter") {
    const now = shown.indexOf(state.node), next = event.key === "p" ? now - 1 : now + 1;
    if (shown.length) choose(shown[(next + shown.length) % shown.length], true);
    if (event.key === "Enter") $("panel").focus();
  } else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); $("query").focus(); }
  else if (event.key === "Escape" && !$("panel").hidden) { choose(-1); $("net").focus(); }
});

function save(name, url) { const link = element("a", { href: url, download: name }); document.body.append(link); link.click(); link.remove(); }
$("png").addEventListener("click", () => {
  const source = $("net").querySelector("canvas"), copy = document.createElement("canvas");
  copy.width = source.width; copy.height = source.height;
  const ctx = copy.getContext("2d");
  ctx.fillStyle = ink.ground; ctx.fillRect(0, 0, copy.width, copy.height); ctx.drawImage(source, 0, 0);
  copy.toBlob((blob) => save(D.file + ".png", URL.createObjectURL(blob)));
});
const escaped = (text) => text.replace(/[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] || " ");
function svgShape(kind, x, y, r, fill, border, width, dash) {
  const look = `fill="${fill}" stroke="${border}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}`;
  return kind === "dot" ? `<circle cx="${x}" cy="${y}" r="${r}" ${look}/>` : `<polygon points="${corners(kind, x, y, r).map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ")}" ${look}/>`;
}
function drawing() {
  const marks = shown.map(spot).concat(ghosts.map((ghost) => ghost.at)), pad = 120;
  const xs = marks.map((m) => m[0]), ys = marks.map((m) => m[1]);
  const left = Math.min(...xs) - pad, top = Math.min(...ys) - pad, width = Math.max(...xs) - left + pad, height = Math.max(...ys) - top + pad;
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" text-anchor="middle">`, `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${ink.ground}"/>`];
  const path = (a, b, look, curved) => out.push(`<path fill="none" d="M${a[0]} ${a[1]}${curved ? "Q" + control(a, b).join(" ") + " " : "L"}${b[0]} ${b[1]}" stroke="${look.color}" stroke-width="${look.width}"${look.dashes ? ` stroke-dasharray="${look.dashes.join(" ")}"` : ""}/>`);
  for (const i of shownEdges) path(spot(E[i][0]), spot(E[i][1]), edgeLook(E[i]), bent(E[i]));
  for (const ghost of ghosts) path(spot(ghost.from), ghost.at, { color: ink.warn, width: 1.5, dashes: [2, 5] });
  for (const i of shown) out.push(svgShape(shape(N[i]), spot(i)[0], spot(i)[1], size(i), isPart(N[i]) || hollow(N[i]) ? ink.panel : colour(N[i]), bad(N[i]) ? ink.warn : colour(N[i]), bad(N[i]) ? 3 : 1.2, N[i].strength === "inferred" ? "4 3" : ""));
  for (const ghost of ghosts) out.push(svgShape(SHAPES[Math.min(ghost.stage, 4)], ghost.at[0], ghost.at[1], SIZE, ink.ground, ink.warn, 2, "3 3"));
  const ctx = document.createElement("canvas").getContext("2d");
  ctx.font = "12px system-ui, sans-serif";
  for (const [text, x, y, warn] of placeLabels(ctx, 1, { left, top, width, height }, [], null)) out.push(`<text x="${x + left}" y="${y + top}" fill="${warn ? ink.warn : ink.ink}">${escaped(text)}</text>`);
  widths.clear();
  return out.join("\n") + "\n</svg>\n";
}
$("svg").addEventListener("click", () => save(D.file + ".svg", URL.createObjectURL(new Blob([drawing()], { type: "image/svg+xml" }))));

readInk(); readHash(); buildFilters(); buildLegend(); marks(); rebuild(false);
$("query").value = state.q;
if (state.node >= 0) choose(state.node, true);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); buildLegend(); rebuild(true); });
window.addEventListener("hashchange", () => { readHash(); buildFilters(); marks(); rebuild(false); if (state.node >= 0) choose(state.node, true); else closePanel(); });
window.addEventListener("resize", () => network.redraw());
document.documentElement.dataset.ready = "yes";
})();
