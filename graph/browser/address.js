// What is shown is in the address, so that it can be shared: #view=flow&focus=…&open=…&overlays=…

const OVERLAYS = ["steps", "findings", "cost", "protection"];
const FILTERS = ["component", "type", "finding", "step"];
const MANY = 40;

const state = { view: "structure", focus: null, missing: "", far: true, open: new Set(), overlays: new Set(OVERLAYS), q: "", component: "", type: "", finding: "", step: "" };

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  state.view = (given.get("view") ?? DATA.view) === FLOW ? FLOW : "structure";
  state.missing = given.has("focus") && !named(given.get("focus")) ? given.get("focus") : "";
  state.focus = named(given.get("focus"));
  state.far = given.get("reach") !== "direct";
  const open = given.get("open") ?? "";
  state.open = new Set(open === "*" ? Object.keys(DATA.levels).filter(Boolean) : open.split(",").map((id) => named(decode(id))).filter((id) => id && isContainer(id)));
  if (state.focus) for (const box of around(state.focus)) state.open.add(box);
  state.overlays = new Set(given.has("overlays") ? given.get("overlays").split(",").filter((one) => OVERLAYS.includes(one)) : OVERLAYS);
  state.q = given.get("q") ?? "";
  for (const filter of FILTERS) state[filter] = given.get(filter) ?? "";
}

// The node that an address names: by its id, its URN, or a name that several may have, of which a component goes first.
function named(text) {
  if (drawn.has(text)) return text;
  const found = DATA.nodes.filter((node) => drawn.has(node.id) && (node.urn === text || node.name === text));
  return (found.find((node) => node.component) ?? found[0])?.id ?? null;
}

function writeAddress() {
  const told = new URLSearchParams();
  if (state.view !== DATA.view) told.set("view", state.view);
  if (state.focus) told.set("focus", state.focus);
  if (!state.far) told.set("reach", "direct");
  const every = Object.keys(DATA.levels).filter(Boolean);
  if (state.open.size) told.set("open", state.open.size === every.length && every.length > MANY ? "*" : [...state.open].map(encode).join(","));
  if (state.overlays.size !== OVERLAYS.length) told.set("overlays", [...state.overlays].join(","));
  if (state.q) told.set("q", state.q);
  for (const filter of FILTERS) if (state[filter]) told.set(filter, state[filter]);
  const hash = `#${told}`;
  if (location.hash !== hash && (location.hash || told.size)) history.replaceState(null, "", hash);
}

// A comma in an id would end it.
function encode(id) {
  return id.replaceAll("%", "%25").replaceAll(",", "%2C");
}

function decode(id) {
  return id.replaceAll("%2C", ",").replaceAll("%25", "%");
}
