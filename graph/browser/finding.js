// Search and filters.

const RESULTS_MAX = 60;
const OPENED_MAX = 150;
const filtered = { on: false, opened: false, kept: new Set(), holding: new Set(), matches: [] };

function matches(node) {
  if (state.component && component(node.id) !== state.component) return false;
  if (state.type && node.type !== state.type) return false;
  if (state.step && (node.component || node.step !== state.step)) return false;
  if (state.finding) {
    const found = node.findings ?? [];
    if (state.finding === "any" && !found.some(isViolation)) return false;
    if (SEVERITIES.includes(state.finding) && !found.some((one) => isViolation(one) && one.severity === state.finding)) return false;
    if (["waived", "unknown"].includes(state.finding) && !found.some((one) => one.outcome === state.finding)) return false;
  }
  return true;
}

// What passes the filter, and the boxes around it, which open by themselves where that is not much.
function applyFilter() {
  filtered.on = FILTERS.some((name) => state[name]);
  filtered.matches = filtered.on ? DATA.nodes.filter((node) => drawn.has(node.id) && matches(node)).map((node) => node.id) : [];
  filtered.holding = new Set(filtered.matches.flatMap(around));
  filtered.kept = new Set([...filtered.matches, ...filtered.holding]);
  filtered.opened = filtered.matches.length <= OPENED_MAX && Boolean(state.type || state.step || state.finding);
}

function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [];
  for (const node of DATA.nodes) {
    if (!drawn.has(node.id)) continue;
    const name = node.name.toLowerCase();
    const all = `${name} ${node.type.toLowerCase()} ${node.urn.toLowerCase()}`;
    if (words.every((word) => all.includes(word))) found.push([name === words[0] ? 0 : name.startsWith(words[0]) ? 1 : name.includes(words[0]) ? 2 : 3, node.name.length, node]);
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1] || compare(one[2].id, other[2].id));
  return found.map(([, , node]) => node);
}

const searchField = document.getElementById("search");
const resultList = document.getElementById("results");
let chosenResult = -1;

function showResults() {
  const query = searchField.value;
  const found = search(query);
  chosenResult = found.length ? 0 : -1;
  resultList.replaceChildren(...found.slice(0, RESULTS_MAX).map(resultRow));
  if (found.length > RESULTS_MAX) resultList.append(el("li", { class: "more", role: "presentation" }, `… and ${found.length - RESULTS_MAX} more`));
  if (query.trim() && !found.length) resultList.append(el("li", { class: "more", role: "presentation" }, "Nothing is called so."));
  resultList.hidden = !query.trim();
  searchField.setAttribute("aria-expanded", String(!resultList.hidden));
  markResult();
}

function resultRow(node, index) {
  const where = around(node.id).map((id) => nodes.get(id).name).join(" › ");
  const row = el("li", { role: "option", id: `result-${index}`, "data-result": node.id, "aria-selected": "false" }, el("b", {}, node.name), el("span", {}, shortType(node.type)));
  if (where) row.append(el("small", {}, where));
  return row;
}

function markResult() {
  [...resultList.querySelectorAll("[role=option]")].forEach((row, index) => {
    row.setAttribute("aria-selected", String(index === chosenResult));
    if (index === chosenResult) row.scrollIntoView({ block: "nearest" });
  });
  if (chosenResult >= 0) searchField.setAttribute("aria-activedescendant", `result-${chosenResult}`);
  else searchField.removeAttribute("aria-activedescendant");
}

function hideResults() {
  resultList.hidden = true;
  searchField.setAttribute("aria-expanded", "false");
}

// The choices of each filter, with how many there are of each.
function filterChoices() {
  const shown = DATA.nodes.filter((node) => drawn.has(node.id));
  const tally = (values) => {
    const counted = new Map();
    for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1);
    return [...counted].sort((one, other) => compare(one[0], other[0])).map(([value, count]) => [value, `${value} (${count})`]);
  };
  const violated = shown.flatMap((node) => [...new Set((node.findings ?? []).filter(isViolation).map((one) => one.severity))]);
  const others = shown.flatMap((node) => [...new Set((node.findings ?? []).map((one) => one.outcome))]).filter((one) => one === "waived" || one === "unknown");
  const any = shown.filter((node) => (node.findings ?? []).some(isViolation)).length;
  const resources = shown.filter((node) => !node.component);
  return {
    component: tally(shown.map((node) => component(node.id)).filter((id) => nodes.get(id).component)),
    type: tally(resources.map((node) => node.type)),
    finding: [...(any ? [["any", `any violation (${any})`]] : []), ...tally(violated), ...tally(others)],
    step: tally(resources.map((node) => node.step).filter(Boolean)),
  };
}

function buildFilters() {
  const names = { component: "Component", type: "Type", finding: "Finding", step: "Step" };
  const choices = filterChoices();
  for (const name of FILTERS) {
    if (!choices[name].length) continue;
    const select = el("select", { id: `filter-${name}`, "data-filter": name, "aria-label": names[name] }, el("option", { value: "" }, `Any ${name}`), ...choices[name].map(([value, text]) => el("option", { value }, text)));
    document.getElementById("filters").append(select);
  }
  const has = {
    steps: DATA.nodes.some((node) => node.step),
    findings: DATA.nodes.some((node) => node.findings),
    cost: DATA.nodes.some((node) => node.cost),
    protection: DATA.nodes.some((node) => node.protect),
  };
  for (const name of OVERLAYS) {
    const given = has[name] ? {} : { disabled: "", title: `Nothing here has ${name === "cost" ? "a cost" : name}` };
    const box = el("input", { type: "checkbox", "data-overlay": name, ...given });
    document.getElementById("overlays").append(el("label", has[name] ? {} : { class: "off" }, box, name[0].toUpperCase() + name.slice(1)));
  }
}
