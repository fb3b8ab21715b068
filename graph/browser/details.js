// The panel: what there is altogether, or all about the chosen node. Every text is text, never markup.

const panel = document.getElementById("panel");
const LIST_MAX = 30;

function el(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

function showPanel() {
  panel.replaceChildren(...(state.focus ? nodeDetails(nodes.get(state.focus)) : overview()));
  panel.scrollTop = 0;
}

function section(title, ...content) {
  return el("section", {}, el("h3", {}, title), ...content);
}

function link(id, ...more) {
  const row = el("li", {});
  if (!drawn.has(id)) row.append(nodes.get(id)?.name ?? id);
  else row.append(el("a", { href: `#focus=${encodeURIComponent(id)}`, "data-focus": id }, nodes.get(id).name), " ", el("span", { class: "dim" }, shortType(nodes.get(id).type)));
  row.append(...more);
  return row;
}

// A list that says how long it is, and shows the rest when asked.
function list(rows) {
  const held = el("ul", {}, ...rows.slice(0, LIST_MAX));
  if (rows.length > LIST_MAX) {
    const more = el("button", { type: "button", class: "plain" }, `Show ${rows.length - LIST_MAX} more`);
    more.addEventListener("click", () => {
      held.append(...rows.slice(LIST_MAX));
      more.remove();
    });
    return [held, more];
  }
  return [held];
}

function nodeDetails(node) {
  const inner = total(node.id);
  const parts = [head(node)];
  const facts = [];
  if (node.step) facts.push(["Step", el("span", { class: `word step-${node.step}` }, node.step)]);
  if (isContainer(node.id)) facts.push(["Holds", `${number(inner.count - (node.component ? 0 : 1), "resource")}${node.component ? "" : ", drawn here because they are its parts"}`]);
  if (node.protect) facts.push(["Protected", "yes: it cannot be deleted until it is unprotected"]);
  facts.push(["Type", code(node.type)], ["URN", code(node.urn)]);
  parts.push(factList(facts));
  parts.push(...findingsOf(node), ...costOf(node, inner), ...relations(node), ...propertiesOf(node));
  return parts;
}

function head(node) {
  const path = el("p", { class: "path" });
  for (const id of around(node.id)) path.append(el("a", { href: `#focus=${encodeURIComponent(id)}`, "data-focus": id }, nodes.get(id).name), " › ");
  const buttons = el("p", { class: "actions" });
  if (isContainer(node.id) && state.view !== FLOW) buttons.append(el("button", { type: "button", "data-toggle": node.id }, state.open.has(node.id) ? "Close" : "Open"));
  const far = el("button", { type: "button", id: "far", "aria-pressed": String(state.far) }, state.far ? "All the way" : "Direct only");
  far.title = "Whether everything that it leads to is lit, or only its neighbours";
  buttons.append(far, el("button", { type: "button", id: "unfocus" }, "Back to overview"));
  return el("div", { class: "head" }, path, el("h2", {}, node.name), buttons);
}

function code(text) {
  return el("code", {}, text);
}

function factList(facts) {
  const held = el("dl", {});
  for (const [name, value] of facts) held.append(el("dt", {}, name), el("dd", {}, value));
  return held;
}

function findingsOf(node) {
  const found = node.findings ?? [];
  if (!found.length) return [];
  const rows = found.map((one) => {
    const row = el("li", { class: "finding" }, el("span", { class: `word ${isViolation(one) ? one.severity : "undecided"}` }, isViolation(one) ? one.severity : one.outcome === "unknown" ? "not known yet" : one.outcome), " ", code(one.rule), " ", one.title);
    if (one.path) row.append(el("div", {}, "at ", code(one.path)));
    if (one.detail) row.append(el("div", {}, one.detail));
    if (one.fix && isViolation(one)) row.append(el("div", { class: "dim" }, `Fix: ${one.fix}`));
    return row;
  });
  return [section(`Findings (${found.length})`, ...list(rows))];
}

function costOf(node, inner) {
  if (!inner.priced && !inner.unpriced) return [];
  const unknown = inner.unpriced ? `${number(inner.unpriced, "price")} not known` : "";
  const sum = inner.priced ? `${usd(inner.low, inner.high)} a month${unknown ? `, and ${unknown}` : ""}` : unknown;
  const parts = [el("p", {}, isContainer(node.id) ? `${sum}, with all that it holds` : sum)];
  if (node.cost?.why) parts.push(el("p", { class: "dim" }, node.cost.why));
  if (node.cost?.sources) parts.push(el("ul", {}, ...node.cost.sources.map(sourceRow)));
  return [section("Cost", ...parts)];
}

function sourceRow(source) {
  if (!source.startsWith("https://")) return el("li", {}, source);
  return el("li", {}, el("a", { href: source, rel: "noreferrer noopener", target: "_blank" }, source));
}

function relations(node) {
  const parts = [];
  const held = inside(node.id);
  const outer = (edges, end) => [...held].flatMap((id) => edges.get(id) ?? []).filter((edge) => !held.has(edge[end]));
  const flows = (edges) => edges.filter((edge) => edge.kind === FLOW);
  const needs = (edges) => edges.filter((edge) => edge.kind !== FLOW);
  const out = outer(outgoing, "target");
  const back = outer(incoming, "source");
  for (const [title, edges, end] of [["Needs", needs(out), "target"], ["Needed by", needs(back), "source"]]) {
    const rows = [...grouped(edges, end)].map(([id, same]) => link(id, el("div", { class: "dim" }, reasons(same))));
    if (rows.length) parts.push(section(`${title} (${rows.length})`, ...list(rows)));
  }
  for (const [title, edges, end] of [["Data comes from", flows(back), "source"], ["Data goes to", flows(out), "target"]]) {
    const rows = edges.map((edge) => link(edge[end], el("div", { class: "dim" }, `${(edge.labels ?? []).join(", ")}${edge.both ? " (which way is not known before it is deployed)" : ""}, derived from ${edge.derived}`)));
    if (rows.length) parts.push(section(`${title} (${rows.length})`, ...list(rows)));
  }
  return parts;
}

function grouped(edges, end) {
  const found = new Map();
  for (const edge of [...edges].sort((one, other) => compare(one[end], other[end]))) push(found, edge[end], edge);
  return found;
}

function reasons(edges) {
  const told = new Set();
  for (const edge of edges) {
    if (edge.kind === "property") for (const name of edge.labels) told.add(name);
    else told.add(edge.kind);
  }
  const names = [...told];
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} … and ${names.length - 8} more` : names.join(", ");
}

function propertiesOf(node) {
  const parts = [];
  for (const [title, values] of [["Properties", node.properties], ["Outputs beyond these", node.outputs]]) {
    const names = Object.keys(values ?? {});
    if (names.length) parts.push(section(`${title} (${names.length})`, factList(names.sort(compare).map((name) => [name, el("code", { class: "value" }, typeof values[name] === "string" ? values[name] : JSON.stringify(values[name], null, 1))]))));
  }
  return parts;
}

function overview() {
  const all = total("");
  const parts = [el("div", { class: "head" }, el("h2", {}, "Overview"), el("p", { class: "dim" }, DATA.origin === "planned" ? "As it would be; nothing is created by looking." : "As it is on record."))];
  const rowsOf = (pairs) => factList(pairs.map(([name, count]) => [el("span", { class: `word ${STEPS.includes(name) ? "step-" : ""}${name}` }, name), count]));
  if (Object.keys(all.steps).length) parts.push(section("Steps", rowsOf(Object.entries(all.steps).sort((one, other) => STEPS.indexOf(one[0]) - STEPS.indexOf(other[0])))));
  const found = [...SEVERITIES.filter((one) => all.findings[one]).map((one) => [one, all.findings[one]]), ...(all.unknown ? [["unknown", all.unknown]] : []), ...(all.waived ? [["waived", all.waived]] : [])];
  if (found.length) parts.push(section("Findings", rowsOf(found)));
  parts.push(...costByComponent(all));
  if (DATA.notes.length) parts.push(section("Notes", el("ul", { class: "notes" }, ...DATA.notes.map((note) => el("li", {}, note)))));
  parts.push(...legend());
  return parts;
}

function costByComponent(all) {
  if (!all.priced && !all.unpriced) return [];
  const rows = DATA.levels[""].wide.rows.flat().filter((id) => typeof id === "string").map((id) => [id, total(id)]).filter(([, sum]) => sum.priced || sum.unpriced);
  rows.sort((one, other) => other[1].high - one[1].high || compare(one[0], other[0]));
  const most = Math.max(1, ...rows.map(([, sum]) => sum.high));
  const bars = rows.map(([id, sum]) => {
    const meter = svg("svg", { class: "meter", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width: (100 * sum.high) / most, height: 6 }));
    return link(id, el("div", {}, costText(sum)), meter);
  });
  return [section("Cost a month", el("p", {}, costText(all)), ...list(bars))];
}

function legend() {
  const rows = [
    ["An arrow", "from what needs to what is needed; those that follow from others are left out, and each stands where its boxes part. Where very many would pass, they are left out, too. Choose a box to see every edge of it."],
    ["Data flow", "the arrow goes where data goes; two tips where that is not known yet. Derived from roles, pod identities, targets and names, not recorded."],
    ["Left edge", "+ create, ~ update, ± replace, − delete"],
    ["▲ 3", "violations of policies; ? what cannot be known yet; w what is waived"],
  ];
  const keys = [["/", "search"], ["← ↑ → ↓", "move between boxes"], ["Enter", "choose"], ["Space", "open or close"], ["+ − 0", "zoom, show everything"], ["Esc", "back to the overview"]];
  return [section("Legend", factList(rows)), section("Keys", factList(keys.map(([key, what]) => [el("kbd", {}, key), what])))];
}
