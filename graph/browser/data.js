// What the page holds, and how it is found. Everything comes from the JSON in the page; nothing is loaded.

const DATA = JSON.parse(document.getElementById("data").textContent);
const FLOW = "flow";
const STEPS = ["create", "update", "replace", "delete", "same"];
const SEVERITIES = ["critical", "high", "medium", "low"];

const nodes = new Map(DATA.nodes.map((node) => [node.id, node]));
const children = new Map();
for (const node of DATA.nodes) {
  const home = node.home ?? "";
  if (!children.has(home)) children.set(home, []);
  children.get(home).push(node.id);
}
// The stack itself is the page, not a box on it.
const drawn = new Set(Object.values(DATA.levels).flatMap((level) => level.wide.rows.flat()).filter((id) => typeof id === "string"));

const outgoing = new Map();
const incoming = new Map();
for (const edge of DATA.edges) {
  push(outgoing, edge.source, edge);
  push(incoming, edge.target, edge);
}

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

function isContainer(id) {
  return Object.hasOwn(DATA.levels, id);
}

// The boxes around a node, the outermost first.
function around(id) {
  const path = [];
  for (let home = nodes.get(id).home; home; home = nodes.get(home).home) path.unshift(home);
  return path;
}

// The outermost box that a node stands in, or the node itself.
function component(id) {
  return around(id)[0] ?? id;
}

function shortType(type) {
  const [, module = "", name = type] = type.split(":");
  const service = module.split("/")[0];
  return service && service !== "index" && service !== "pulumi" ? `${service} · ${name}` : name;
}

// A name without the part that its box says already.
function label(id, home) {
  const name = nodes.get(id).name;
  const outer = home ? nodes.get(home)?.name : "";
  return outer && name.startsWith(`${outer}-`) && name.length > outer.length + 1 ? name.slice(outer.length + 1) : name;
}

// To make a format takes long, and thousands of boxes need one.
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function number(count, one, many) {
  return `${WHOLE.format(count)} ${count === 1 ? one : many ?? `${one}s`}`;
}

// What counts: neither accepted nor undecided.
function isViolation(finding) {
  return finding.outcome === "violated" || finding.outcome === "error";
}

function usd(low, high) {
  const text = (value) => `$${(value < 10 && !Number.isInteger(value) ? CENTS : WHOLE).format(value)}`;
  return low === high ? text(low) : `${text(low)}–${text(high)}`;
}

// What is inside a node, itself included, counted once.
const totals = new Map();
function total(id) {
  if (totals.has(id)) return totals.get(id);
  const node = nodes.get(id);
  const sum = { count: node && !node.component ? 1 : 0, components: node && node.component ? 1 : 0, protect: 0, steps: {}, findings: {}, open: 0, waived: 0, unknown: 0, low: 0, high: 0, priced: 0, unpriced: 0 };
  if (node) addOwn(sum, node);
  for (const child of children.get(id) ?? []) {
    if (drawn.has(child)) addTotal(sum, total(child));
  }
  totals.set(id, sum);
  return sum;
}

function addOwn(sum, node) {
  if (node.protect) sum.protect += 1;
  if (node.step && !node.component) sum.steps[node.step] = (sum.steps[node.step] ?? 0) + 1;
  for (const finding of node.findings ?? []) {
    if (isViolation(finding)) {
      sum.findings[finding.severity] = (sum.findings[finding.severity] ?? 0) + 1;
      sum.open += 1;
    } else if (finding.outcome === "waived") sum.waived += 1;
    else sum.unknown += 1;
  }
  if (!node.cost) return;
  if (node.cost.low === null) sum.unpriced += 1;
  else {
    sum.low += node.cost.low;
    sum.high += node.cost.high;
    sum.priced += 1;
  }
}

function addTotal(sum, more) {
  for (const key of ["count", "components", "protect", "open", "waived", "unknown", "low", "high", "priced", "unpriced"]) sum[key] += more[key];
  for (const key of ["steps", "findings"]) {
    for (const [name, count] of Object.entries(more[key])) sum[key][name] = (sum[key][name] ?? 0) + count;
  }
}

function worst(findings) {
  return SEVERITIES.find((severity) => findings[severity]);
}
