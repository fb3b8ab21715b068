// What the chosen node needs and what needs it, or where its data comes from and goes: lit in the drawing.

const REACH_MAX = 800;

function inside(id) {
  const found = [id];
  for (let place = 0; place < found.length; place += 1) found.push(...(children.get(found[place]) ?? []).filter((child) => drawn.has(child)));
  return new Set(found);
}

// Everything needs the provider of its account: to light that would light all.
function counts(edge) {
  if (state.view === FLOW) return edge.kind === FLOW;
  return edge.kind === "provider" ? nodes.get(edge.target).home !== null : edge.kind !== FLOW;
}

// The edges that lead from some nodes onwards, step by step or all the way.
function follow(start, edgesOf, next, far) {
  const seen = new Set(start);
  const edges = [];
  const waiting = [...start];
  for (let place = 0; place < waiting.length; place += 1) {
    for (const edge of edgesOf.get(waiting[place]) ?? []) {
      if (!counts(edge) || start.has(edge[next])) continue;
      edges.push(edge);
      if (!seen.has(edge[next])) {
        seen.add(edge[next]);
        if (far) waiting.push(edge[next]);
      }
    }
  }
  return { edges, nodes: [...seen].filter((id) => !start.has(id)) };
}

function reach(id, far) {
  const start = inside(id);
  const out = follow(start, outgoing, "target", far);
  const back = follow(start, incoming, "source", far);
  // Data comes from above and goes below, as needs are above and dependents below.
  return state.view === FLOW ? { start, up: back, down: out } : { start, up: out, down: back };
}

function light() {
  const group = document.getElementById("reach");
  group.replaceChildren();
  const lit = new Map();
  world.classList.toggle("chosen", Boolean(state.focus));
  if (state.focus) {
    const found = reach(state.focus, state.far);
    for (const [kind, part] of [["up", found.up], ["down", found.down]]) {
      for (const id of part.nodes) mark(lit, shownFor(id), kind);
      group.append(...reachLines(part.edges, kind));
    }
    mark(lit, shownFor(state.focus), "focus");
  }
  for (const element of world.querySelectorAll(".box")) {
    const kinds = lit.get(element.dataset.id);
    element.classList.remove("up", "down", "focus", "holds");
    if (kinds) element.classList.add(...kinds);
  }
}

// A box is lit, and those around it stay clear.
function mark(lit, id, kind) {
  if (!id) return;
  if (!lit.has(id)) lit.set(id, new Set());
  lit.get(id).add(kind);
  for (let home = scene.byId.get(id).home; home; home = scene.byId.get(home).home) {
    if (!lit.has(home)) lit.set(home, new Set());
    lit.get(home).add("holds");
  }
}

function reachLines(edges, kind) {
  const pairs = new Map();
  for (const edge of edges) {
    const source = shownFor(edge.source);
    const target = shownFor(edge.target);
    if (source && target && source !== target) push(pairs, JSON.stringify([source, target]), edge);
  }
  return [...pairs].slice(0, REACH_MAX).map(([pair, held]) => {
    const [source, target] = JSON.parse(pair).map((id) => scene.byId.get(id));
    const labels = [...new Set(held.flatMap((edge) => edge.labels ?? ["dependsOn"]))].slice(0, 8).join(", ");
    return svg("path", { class: `reach ${kind}`, d: curve(source, target) }, svg("title", {}, `${source.id} → ${target.id}: ${labels}`));
  });
}

// From the one box's nearest edge to the other's, with a tip at its end.
function curve(source, target) {
  const from = middleOf(source);
  const to = middleOf(target);
  if (target.y + target.height <= source.y) return bent([from.x, source.y], [to.x, target.y + target.height], -1);
  if (source.y + source.height <= target.y) return bent([from.x, source.y + source.height], [to.x, target.y], 1);
  const right = to.x > from.x;
  const start = [right ? source.x + source.width : source.x, from.y];
  const end = [right ? target.x : target.x + target.width, to.y];
  const middle = (start[0] + end[0]) / 2;
  return `M${start.join(" ")}C${middle} ${start[1]} ${middle} ${end[1]} ${end.join(" ")}m${right ? -7 : 7} -4l${right ? 7 : -7} 4l${right ? -7 : 7} 4`;
}

function bent([x, y], [endX, endY], direction) {
  const middle = (y + endY) / 2;
  return `M${x} ${y}C${x} ${middle} ${endX} ${middle} ${endX} ${endY}m-4 ${-7 * direction}l4 ${7 * direction}l4 ${-7 * direction}`;
}

function middleOf(box) {
  return { x: box.x + box.width / 2, y: box.open ? box.y + METRICS.header / 2 : box.y + box.height / 2 };
}
