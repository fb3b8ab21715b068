// Boxes and arrows. Only what is open, passes the filter and is near the window is in the document.

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = { create: "+", update: "~", replace: "±", delete: "−", read: "r", import: "i" };
const canvas = document.getElementById("canvas");
const world = document.getElementById("world");
const camera = { x: 0, y: 0, scale: 1 };
let scene = { boxes: [], lines: [], width: 0, height: 0, byId: new Map() };
let active = null;
let region = null;

function svg(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();
function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    ruler.font = font;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

const NAME_FONT = "600 12.5px system-ui, sans-serif";
const TYPE_FONT = "11px system-ui, sans-serif";

// As much of a text as fits, by whole characters.
function fitted(text, room, font) {
  if (textWidth(text, font) <= room) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${characters.slice(0, middle).join("")}…`, font) <= room) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("")}…`;
}

function isNarrow() {
  return canvas.clientWidth < 640;
}

function isOpen(id) {
  return isContainer(id) && (state.open.has(id) || (filtered.opened && filtered.kept.has(id) && filtered.holding.has(id)));
}

// Work out what stands where.
function arrange() {
  const form = isNarrow() ? "narrow" : "wide";
  const levels = new Map();
  const keep = (id) => !filtered.on || filtered.kept.has(id);
  const sizeOf = (id) => {
    if (!isContainer(id) || state.view === FLOW) return METRICS.leaf[form];
    if (!isOpen(id)) return METRICS.box[form];
    const inner = place(DATA.levels[id], form, sizeOf, keep);
    levels.set(id, inner);
    return [Math.max(inner.width + 2 * METRICS.pad, METRICS.box[form][0]), inner.height + METRICS.header + METRICS.pad];
  };
  const outer = place(state.view === FLOW ? DATA.flow : DATA.levels[""], form, sizeOf, keep);
  scene = { boxes: [], lines: [], width: outer.width, height: outer.height, byId: new Map() };
  gather(outer, null, 0, 0, 0, levels);
}

function gather(level, home, left, top, depth, levels) {
  for (const line of level.lines) scene.lines.push({ ...line, home, points: line.points.map(([x, y]) => [x + left, y + top]) });
  for (const [id, [x, y]] of level.corners) {
    const [width, height] = level.sizes.get(id);
    const box = { id, home, x: x + left, y: y + top, width, height, depth, open: levels.has(id) };
    scene.boxes.push(box);
    scene.byId.set(id, box);
    if (box.open) {
      const inner = levels.get(id);
      gather(inner, id, box.x + (width - inner.width) / 2, box.y + METRICS.header, depth + 1, levels);
    }
  }
}

// Put what is near the window into the document.
function draw() {
  const had = world.contains(document.activeElement);
  region = wanted();
  const near = scene.boxes.filter((box) => box.x < region.right && box.x + box.width > region.left && box.y < region.bottom && box.y + box.height > region.top);
  const lines = new Map();
  for (const line of scene.lines) if (!line.beneath && crosses(line)) push(lines, line.home, line);
  const quiet = new Set([...lines].filter(([, held]) => held.length > METRICS.arrowsMax).map(([home]) => home));
  const parts = quiet.has(null) || !lines.has(null) ? [] : arrows(lines.get(null));
  for (const box of near) {
    parts.push(box.open ? openBox(box) : closedBox(box));
    if (box.open && lines.has(box.id) && !quiet.has(box.id)) parts.push(...arrows(lines.get(box.id)));
  }
  world.replaceChildren(...parts, svg("g", { id: "reach" }));
  document.getElementById("hint").hidden = Boolean(state.focus) || !(quiet.size || scene.lines.some((line) => line.beneath));
  light();
  if (had) world.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
}

// The part of the world that is worth drawing: the window and half as much around it.
function wanted() {
  const width = canvas.clientWidth / camera.scale;
  const height = canvas.clientHeight / camera.scale;
  const left = -camera.x / camera.scale;
  const top = -camera.y / camera.scale;
  return { left: left - width / 2, top: top - height / 2, right: left + width * 1.5, bottom: top + height * 1.5, inner: { left, top, right: left + width, bottom: top + height } };
}

function crosses(line) {
  const xs = line.points.map(([x]) => x);
  const ys = line.points.map(([, y]) => y);
  return Math.min(...xs) < region.right && Math.max(...xs) > region.left && Math.min(...ys) < region.bottom && Math.max(...ys) > region.top;
}

// All arrows of a level are two elements: their lines and their tips.
function arrows(lines) {
  const flow = state.view === FLOW;
  const shafts = lines.map(({ points }) => shaft(points)).join("");
  const tips = lines
    .map(({ source, target, tip: end, points }) => {
      // Needs point up, to what is needed; data goes down, to what takes it.
      const both = end === "both" || (flow && goesBoth(target, source));
      const up = both || (end === "source") === flow;
      return (up ? tip(points.at(-1), -1) : "") + (both || !up ? tip(points[0], 1) : "");
    })
    .join("");
  return [svg("path", { class: "shaft", d: shafts }), svg("path", { class: "tip", d: tips })];
}

function goesBoth(source, target) {
  return (outgoing.get(source) ?? []).some((edge) => edge.kind === FLOW && edge.target === target && edge.both);
}

// From a row up to the next: straight through rows, bent between them.
function shaft(points) {
  let told = `M${points[0].join(" ")}`;
  for (let index = 1; index < points.length; index += 1) {
    const [x, y] = points[index];
    const [fromX, fromY] = points[index - 1];
    const middle = (fromY + y) / 2;
    told += fromX === x ? `V${y}` : `C${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
  }
  return told;
}

function tip([x, y], direction) {
  return `M${x} ${y}l-4 ${-7 * direction}h8z`;
}

function shell(box, kind, aria) {
  const node = nodes.get(box.id);
  const group = svg("g", {
    class: `${kind} depth${Math.min(box.depth, 3)} ${node.component ? "component" : "resource"} ${state.overlays.has("steps") ? `step-${node.step ?? "none"}` : ""}`,
    transform: `translate(${box.x} ${box.y})`,
    "data-id": box.id,
    role: "button",
    tabindex: box.id === active ? 0 : -1,
    "aria-label": spoken(box.id),
    ...aria,
  });
  group.append(svg("title", {}, `${node.name}\n${node.type}`), svg("rect", { class: "frame", width: box.width, height: box.height, rx: 7 }));
  return group;
}

function spoken(id) {
  const node = nodes.get(id);
  const inside = total(id);
  const parts = [node.name, node.component ? "component" : shortType(node.type)];
  if (isContainer(id)) parts.push(number(inside.count, "resource"));
  if (node.step) parts.push(node.step);
  if (node.protect) parts.push("protected");
  if (inside.open) parts.push(number(inside.open, "violation"));
  return parts.join(", ");
}

function openBox(box) {
  const node = nodes.get(box.id);
  const group = shell(box, "box open", { "aria-expanded": "true" });
  const badges = badgesOf(box.id, box.width - 40, 10, box.width >= 230);
  const room = badges.left - 14;
  const name = fitted(label(box.id, box.home), room, NAME_FONT);
  const used = textWidth(name, NAME_FONT) + 8;
  group.append(svg("text", { class: "name", x: 12, y: 22 }, name));
  if (room - used > 60) group.append(svg("text", { class: "type", x: 12 + used, y: 22 }, fitted(node.component ? shortType(node.type) : `${shortType(node.type)} and its parts`, room - used, TYPE_FONT)));
  group.append(...badges.parts, toggle(box, "−"));
  return group;
}

function closedBox(box) {
  const container = isContainer(box.id) && state.view !== FLOW;
  const node = nodes.get(box.id);
  const group = shell(box, `box ${container ? "closed" : "leaf"}`, container ? { "aria-expanded": "false" } : {});
  const sign = state.overlays.has("steps") && !node.component ? SIGNS[node.step] : undefined;
  const indent = sign ? 24 : 12;
  if (sign) group.append(svg("path", { class: "mark", d: `M7 0.5H18V${box.height - 0.5}H7Q0.5 ${box.height - 0.5} 0.5 ${box.height - 7}V7Q0.5 0.5 7 0.5Z` }), svg("text", { class: "sign", x: 9.5, y: box.height / 2 + 4 }, sign));
  const inside = total(box.id);
  const second = state.view === FLOW ? `${nodes.get(component(box.id)).name} · ${node.type.split(":").at(-1)}` : container && node.component ? `${shortType(node.type)} · ${number(inside.count, "resource")}` : container ? `${shortType(node.type)} · ${number(inside.count - 1, "part")}` : shortType(node.type);
  const badges = badgesOf(box.id, box.width - (container ? 10 : 8), container ? 47 : 8, container);
  const nameRoom = (container ? box.width - 36 : badges.left - 4) - indent;
  const cost = !container && state.overlays.has("cost") ? costText(inside) : "";
  if (cost) group.append(svg("text", { class: "cost", x: box.width - 8, y: 36, "text-anchor": "end" }, cost));
  group.append(
    svg("text", { class: "name", x: indent, y: 20 }, fitted(label(box.id, state.view === FLOW ? null : box.home), nameRoom, NAME_FONT)),
    svg("text", { class: "type", x: indent, y: 36 }, fitted(second, box.width - indent - 10 - (cost ? textWidth(cost, TYPE_FONT) + 8 : 0), TYPE_FONT)),
    ...badges.parts,
  );
  if (container) group.append(...stepsBar(box, indent, inside), toggle(box, "+"));
  return group;
}

// How the steps inside a closed box are shared, as a bar.
function stepsBar(box, indent, inside) {
  if (!state.overlays.has("steps")) return [];
  const sum = Object.values(inside.steps).reduce((one, other) => one + other, 0);
  const room = box.width > 180 ? 56 : 36;
  let at = indent;
  return STEPS.filter((step) => inside.steps[step]).map((step) => {
    const width = (room * inside.steps[step]) / sum;
    const bar = svg("rect", { class: `bar step-${step}`, x: at, y: 50, width, height: 6, rx: 2 }, svg("title", {}, `${step}: ${inside.steps[step]}`));
    at += width;
    return bar;
  });
}

// Findings, protection and, where there is room, cost: from the right to the left.
function badgesOf(id, right, top, summed) {
  const inside = total(id);
  const parts = [];
  let at = right;
  if (summed && state.overlays.has("cost")) {
    const cost = costText(inside);
    if (cost) {
      parts.push(svg("text", { class: "cost", x: at, y: top + 11, "text-anchor": "end" }, cost));
      at -= textWidth(cost, TYPE_FONT) + 8;
    }
  }
  const finding = state.overlays.has("findings") ? findingBadge(inside) : null;
  if (finding) {
    const width = textWidth(finding.text, "600 10.5px system-ui, sans-serif") + 10;
    at -= width;
    parts.push(svg("g", { class: `chip ${finding.kind}`, transform: `translate(${at} ${top})` }, svg("title", {}, finding.title), svg("rect", { width, height: 15, rx: 4 }), svg("text", { x: width / 2, y: 11.2, "text-anchor": "middle" }, finding.text)));
    at -= 5;
  }
  if (state.overlays.has("protection") && inside.protect) {
    at -= 11;
    parts.push(svg("path", { class: "lock", transform: `translate(${at} ${top + 1})`, d: "M1 6h9v7H1zM3 6V4a2.5 2.5 0 0 1 5 0v2H6.6V4a1.1 1.1 0 0 0-2.2 0v2z" }, svg("title", {}, summed ? `${inside.protect} protected` : "protected")));
    at -= 5;
  }
  return { parts, left: at };
}

function findingBadge(inside) {
  if (inside.open) return { kind: worst(inside.findings), text: `▲ ${inside.open}`, title: number(inside.open, "violation") };
  if (inside.unknown) return { kind: "undecided", text: `? ${inside.unknown}`, title: `${number(inside.unknown, "finding")} that cannot be known yet` };
  return inside.waived ? { kind: "undecided", text: `w ${inside.waived}`, title: `${number(inside.waived, "finding")} waived` } : null;
}

function costText(inside) {
  if (inside.priced && (inside.high > 0 || !inside.unpriced)) return usd(inside.low, inside.high) + (inside.unpriced ? " + ?" : "");
  return inside.unpriced ? "$ ?" : "";
}

function toggle(box, sign) {
  const group = svg("g", { class: "toggle", "data-toggle": box.id, transform: `translate(${box.width - 30} 2)` });
  group.append(svg("title", {}, box.open ? "Close" : "Open"), svg("rect", { class: "touch", width: 28, height: 30 }), svg("rect", { class: "button", x: 6, y: 6, width: 18, height: 18, rx: 5 }), svg("text", { x: 15, y: 19.5, "text-anchor": "middle" }, sign));
  return group;
}

// The box that stands for a node: itself, or the outermost closed one around it.
function shownFor(id) {
  if (state.view === FLOW) return scene.byId.has(id) ? id : null;
  const closed = around(id).find((box) => !scene.byId.get(box)?.open);
  const shown = closed ?? id;
  return scene.byId.has(shown) ? shown : null;
}
