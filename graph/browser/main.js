// What happens when: the address, the pointer, the keyboard.

const ZOOM_MIN = 0.06;
const ZOOM_MAX = 4;
const statusLine = document.getElementById("status");

function render(anchor) {
  const before = anchor ? scene.byId.get(anchor) : null;
  applyFilter();
  arrange();
  const after = anchor ? scene.byId.get(anchor) : null;
  // What was clicked stays where it is.
  if (before && after) moveCamera(camera.x + (before.x - after.x) * camera.scale, camera.y + (before.y - after.y) * camera.scale, camera.scale);
  if (!scene.byId.has(active)) active = (state.focus && shownFor(state.focus)) ?? scene.boxes[0]?.id ?? null;
  draw();
  showControls();
}

function showControls() {
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  for (const box of document.querySelectorAll("[data-overlay]")) box.checked = state.overlays.has(box.dataset.overlay);
  for (const select of document.querySelectorAll("[data-filter]")) select.value = state[select.dataset.filter];
  document.body.classList.toggle("flow", state.view === FLOW);
  document.body.classList.toggle("chosen", Boolean(state.focus));
  const none = document.getElementById("empty");
  none.hidden = scene.boxes.length > 0;
  none.textContent = state.view === FLOW && !DATA.flow.wide.rows.length ? "No flow of data can be seen in how this stack is wired." : "Nothing passes the filter.";
  const shown = filtered.on ? `${number(filtered.matches.length, "match", "matches")}` : "";
  document.getElementById("menu").textContent = shown ? `Filter: ${filtered.matches.length}` : "Filter";
  statusLine.textContent = state.missing ? `Nothing here is called ${state.missing}` : state.focus ? `${nodes.get(state.focus).name} is chosen` : shown;
  statusLine.classList.toggle("shown", Boolean(state.missing));
  document.documentElement.dataset.boxes = scene.boxes.length;
  writeAddress();
}

// Until somebody moves it, the drawing fits the window, however that changes.
let untouched = true;
function moveCamera(x, y, scale) {
  camera.x = x;
  camera.y = y;
  camera.scale = scale;
  world.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  canvas.classList.toggle("away", scale < 0.32);
}

// After a movement: draw anew only when something undrawn has come into the window.
let waiting = 0;
function moved() {
  if (waiting) return;
  waiting = requestAnimationFrame(() => {
    waiting = 0;
    const { inner, ...wide } = wanted();
    const inside = region && inner.left >= region.left && inner.top >= region.top && inner.right <= region.right && inner.bottom <= region.bottom;
    if (!inside || (wide.right - wide.left) * 2 < region.right - region.left) draw();
  });
}

function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  untouched = false;
  const scale = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, camera.scale * factor));
  const share = scale / camera.scale;
  moveCamera(x - (x - camera.x) * share, y - (y - camera.y) * share, scale);
  moved();
}

// Everything in the window; on a phone at a size that can be read, from the top.
function fit() {
  untouched = true;
  const margin = isNarrow() ? 10 : 28;
  const width = canvas.clientWidth - 2 * margin;
  const height = canvas.clientHeight - 2 * margin;
  let scale = Math.min(width / Math.max(1, scene.width), height / Math.max(1, scene.height), 1.25);
  if (scale < 0.6) scale = Math.min(Math.max(scale, Math.min(width / Math.max(1, scene.width), 0.8)), 1.25);
  scale = Math.max(scale, ZOOM_MIN);
  const spare = canvas.clientHeight - scene.height * scale;
  moveCamera((canvas.clientWidth - scene.width * scale) / 2, spare > 2 * margin ? spare / 2 : margin, scale);
  moved();
}

// The part of the drawing that no panel covers.
function clearHeight() {
  const frame = canvas.getBoundingClientRect();
  const cover = panel.getBoundingClientRect();
  const covered = cover.height && cover.left < frame.right && cover.right > frame.left && cover.top < frame.bottom;
  return covered ? Math.max(80, cover.top - frame.top) : frame.height;
}

function bringIntoView(id) {
  const box = scene.byId.get(id);
  if (!box) return;
  const clear = clearHeight();
  const scale = Math.min(Math.max(camera.scale, 0.7), 1.2, Math.max(0.2, (canvas.clientWidth - 40) / box.width));
  const left = camera.x + box.x * camera.scale;
  const top = camera.y + box.y * camera.scale;
  const seen = left >= 8 && top >= 8 && left + box.width * camera.scale <= canvas.clientWidth - 8 && top + box.height * camera.scale <= clear - 8;
  if (seen && camera.scale >= 0.5) return;
  const height = Math.min(box.height, (clear * 0.8) / scale);
  moveCamera(canvas.clientWidth / 2 - (box.x + box.width / 2) * scale, clear / 2 - (box.y + height / 2) * scale, scale);
  moved();
}

function choose(id, look = true) {
  if (id && !drawn.has(id)) return;
  state.focus = id;
  state.missing = "";
  if (id) {
    if (state.view === FLOW && !DATA.flow.wide.rows.flat().includes(id)) state.view = "structure";
    if (filtered.on && !filtered.kept.has(id)) for (const name of FILTERS) state[name] = "";
    if (state.view !== FLOW) for (const box of around(id)) state.open.add(box);
    active = id;
  }
  const anchor = id && scene.byId.has(id) ? id : null;
  render(anchor);
  showPanel();
  document.body.classList.toggle("panel", Boolean(id));
  if (id && look) bringIntoView(id);
}

function toggleBox(id) {
  if (!isContainer(id) || state.view === FLOW) return;
  if (isOpen(id)) {
    state.open.delete(id);
    filtered.holding.delete(id);
    for (const child of inside(id)) state.open.delete(child);
  } else state.open.add(id);
  active = id;
  render(id);
  if (state.focus) showPanel();
}

// The nearest box in a direction.
function step(dx, dy) {
  const from = scene.byId.get(active);
  if (!from) return;
  const at = middleOf(from);
  let best = null;
  for (const box of scene.boxes) {
    if (box.id === active) continue;
    const to = middleOf(box);
    const along = (to.x - at.x) * dx + (to.y - at.y) * dy;
    const aside = Math.abs((to.x - at.x) * dy) + Math.abs((to.y - at.y) * dx);
    const cost = along + 2.5 * aside;
    if (along > 4 && (!best || cost < best.cost)) best = { id: box.id, cost };
  }
  if (!best) return;
  active = best.id;
  bringIntoView(active);
  draw();
  world.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
}

const KEYS = {
  ArrowLeft: () => step(-1, 0),
  ArrowRight: () => step(1, 0),
  ArrowUp: () => step(0, -1),
  ArrowDown: () => step(0, 1),
  Enter: () => choose(active),
  " ": () => toggleBox(active),
  "+": () => zoom(1.25),
  "=": () => zoom(1.25),
  "-": () => zoom(0.8),
  0: fit,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    searchField.focus();
    searchField.select();
  } else if (event.key === "Escape" && !typing) {
    choose(null);
  } else if (!typing && KEYS[event.key] && (event.target === canvas || world.contains(event.target) || event.target === document.body)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

// Pointers: one drags, two pinch, a short one chooses.
const pointers = new Map();
let dragged = 0;
let pinch = 0;

function pointAt(event) {
  const frame = canvas.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  pointers.set(event.pointerId, pointAt(event));
  if (pointers.size === 1) dragged = 0;
  pinch = distance();
});

canvas.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = pointAt(event);
  pointers.set(event.pointerId, now);
  if (pointers.size === 2) {
    const [one, other] = [...pointers.values()];
    const apart = distance();
    if (pinch) zoom(apart / pinch, (one.x + other.x) / 2, (one.y + other.y) / 2);
    pinch = apart;
    dragged = 99;
    return;
  }
  dragged += Math.hypot(now.x - before.x, now.y - before.y);
  if (dragged < 5) return;
  untouched = false;
  if (!canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
  canvas.classList.add("dragging");
  moveCamera(camera.x + now.x - before.x, camera.y + now.y - before.y, camera.scale);
  moved();
});

for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    pinch = 0;
    canvas.classList.remove("dragging");
  });
}

function distance() {
  const [one, other] = [...pointers.values()];
  return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}

canvas.addEventListener("click", (event) => {
  if (dragged >= 5) return;
  const button = event.target.closest("[data-toggle]");
  const box = event.target.closest("[data-id]");
  if (button) toggleBox(button.dataset.toggle);
  else if (box) choose(box.dataset.id, false);
  else if (state.focus) choose(null);
});

canvas.addEventListener("dblclick", (event) => {
  const box = event.target.closest("[data-id]");
  if (box && !event.target.closest("[data-toggle]")) toggleBox(box.dataset.id);
});

canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const { x, y } = pointAt(event);
    if (event.shiftKey) {
      moveCamera(camera.x - event.deltaY - event.deltaX, camera.y, camera.scale);
      moved();
    } else zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
  },
  { passive: false },
);

document.addEventListener("click", (event) => {
  const target = event.target;
  const focus = target.closest?.("[data-focus]");
  const result = target.closest?.("[data-result]");
  const inPanel = panel.contains(target) && target.closest("[data-toggle]");
  if (focus) {
    event.preventDefault();
    choose(focus.dataset.focus);
  } else if (result) pick(result.dataset.result);
  else if (inPanel) toggleBox(inPanel.dataset.toggle);
  else if (target.id === "unfocus") choose(null);
  else if (target.id === "far") {
    state.far = !state.far;
    choose(state.focus, false);
  } else if (!target.closest?.(".search")) hideResults();
});

function pick(id) {
  hideResults();
  searchField.blur();
  choose(id);
}

searchField.addEventListener("input", () => {
  state.q = searchField.value;
  showResults();
  writeAddress();
});
searchField.addEventListener("focus", showResults);
searchField.addEventListener("keydown", (event) => {
  const rows = resultList.querySelectorAll("[role=option]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    chosenResult = rows.length ? (chosenResult + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length : -1;
    markResult();
  } else if (event.key === "Enter" && rows[chosenResult]) pick(rows[chosenResult].dataset.result);
  else if (event.key === "Escape") {
    hideResults();
    searchField.blur();
  }
});

function on(id, listener) {
  document.getElementById(id).addEventListener("click", listener);
}

on("zoom-in", () => zoom(1.25));
on("zoom-out", () => zoom(0.8));
on("zoom-fit", fit);
on("open-all", () => {
  state.open = new Set(Object.keys(DATA.levels).filter(Boolean));
  render();
  fit();
});
on("close-all", () => {
  state.open = new Set();
  render();
  fit();
});
on("reset", () => {
  for (const name of FILTERS) state[name] = "";
  state.overlays = new Set(OVERLAYS);
  state.open = new Set();
  choose(null);
  fit();
});
on("menu", () => {
  const opened = document.body.classList.toggle("tools");
  document.getElementById("menu").setAttribute("aria-expanded", String(opened));
});
on("overview", () => {
  document.body.classList.toggle("panel");
  showPanel();
});
for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => {
    state.view = button.dataset.view;
    if (state.view === FLOW && state.focus && !DATA.flow.wide.rows.flat().includes(state.focus)) state.focus = null;
    render();
    showPanel();
    fit();
  });
}

document.getElementById("tools").addEventListener("change", (event) => {
  const { filter, overlay } = event.target.dataset;
  if (filter) {
    state[filter] = event.target.value;
    if (filter === "component" && state.component) state.open.add(state.component);
    render();
    fit();
  } else if (overlay) {
    if (event.target.checked) state.overlays.add(overlay);
    else state.overlays.delete(overlay);
    render();
  }
});

function start() {
  readAddress();
  searchField.value = state.q;
  render();
  showPanel();
  document.body.classList.toggle("panel", Boolean(state.focus));
  fit();
  if (state.focus) bringIntoView(state.focus);
  draw();
}

window.addEventListener("hashchange", start);
let wasNarrow = isNarrow();
window.addEventListener("resize", () => {
  if (wasNarrow !== isNarrow()) {
    wasNarrow = isNarrow();
    render();
    fit();
  } else if (untouched && !state.focus) fit();
  draw();
});
window.addEventListener("beforeprint", () => {
  fit();
  draw();
});

document.getElementById("subject").textContent = DATA.subject;
document.getElementById("summary").textContent = [
  number(total("").count, "resource"),
  number(total("").components, "component"),
  DATA.nodes.some((node) => node.findings) ? number(total("").open, "violation") : "",
  costText(total("")) ? `${costText(total(""))} a month` : "",
]
  .filter(Boolean)
  .join(" · ");
buildFilters();
start();
document.documentElement.dataset.ready = Math.round(performance.now());
