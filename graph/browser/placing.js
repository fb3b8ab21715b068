// Where everything stands, in pixels. The same as graph/placing.py, which a test compares.

const METRICS = DATA.metrics;

// Place a level's boxes. `sizeOf` gives [width, height] of a child; `keep` says which children are shown.
function place(level, form, sizeOf, keep) {
  const arrows = [];
  level.arrows.forEach(([source, target, count, tip], index) => {
    if (keep(source) && keep(target)) arrows.push({ source, target, count, tip, stations: [source, ...level[form].passing[index], target] });
  });
  const passed = new Set(arrows.flatMap((arrow) => arrow.stations));
  const rows = level[form].rows
    .map((row) => row.filter((one) => (typeof one === "string" ? keep(one) : passed.has(one))))
    .filter((row) => row.length);
  const sizes = new Map();
  for (const row of rows) for (const one of row) if (typeof one === "string") sizes.set(one, sizeOf(one));
  const width = new Map(rows.flat().map((one) => [one, sizes.has(one) ? sizes.get(one)[0] : METRICS.passing]));
  const centre = centres(rows, width, arrows);
  let left = Infinity;
  let right = -Infinity;
  for (const [one, at] of centre) {
    left = Math.min(left, at - width.get(one) / 2);
    right = Math.max(right, at + width.get(one) / 2);
  }
  if (!centre.size) left = right = 0;
  const [tops, bottoms] = bands(rows, sizes, arrows);
  const rowOf = new Map(rows.flatMap((row, index) => row.map((one) => [one, index])));
  const middle = new Map([...centre].map(([one, at]) => [one, tenth(at - left)]));
  const corners = new Map([...sizes.keys()].map((one) => [one, [middle.get(one) - sizes.get(one)[0] / 2, tops[rowOf.get(one)]]]));
  const ends = ports(arrows, middle, sizes);
  const lines = arrows.map((arrow, index) => {
    const points = [[ends[index][0], tops[rowOf.get(arrow.source)]]];
    for (const one of arrow.stations.slice(1, -1)) points.push([middle.get(one), bottoms[rowOf.get(one)]], [middle.get(one), tops[rowOf.get(one)]]);
    const row = rowOf.get(arrow.target);
    points.push([ends[index][1], bottoms[row]], [ends[index][1], tops[row] + sizes.get(arrow.target)[1]]);
    // Where there was no room for its places it would pass beneath boxes.
    const beneath = arrow.stations.length === 2 && rowOf.get(arrow.source) - row > 1;
    return { ...arrow, points, beneath };
  });
  return { width: tenth(right - left), height: bottoms.at(-1) ?? 0, corners, lines, sizes };
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}

// The middle of each item: where its neighbours are on average, as far as the row's order allows.
function centres(rows, width, arrows) {
  const centre = new Map();
  for (const row of rows) {
    let at = -(row.reduce((sum, one) => sum + width.get(one), 0) + METRICS.gapX * (row.length - 1)) / 2;
    for (const one of row) {
      centre.set(one, at + width.get(one) / 2);
      at += width.get(one) + METRICS.gapX;
    }
  }
  const above = new Map();
  const below = new Map();
  for (const { stations } of arrows) {
    for (let place = 0; place + 1 < stations.length; place += 1) {
      push(above, stations[place], stations[place + 1]);
      push(below, stations[place + 1], stations[place]);
    }
  }
  for (const [linked, order] of [[above, rows], [below, [...rows].reverse()], [above, rows]]) {
    for (const row of order) {
      const wanted = row.map((one) => {
        const others = linked.get(one);
        return others ? others.reduce((sum, other) => sum + centre.get(other), 0) / others.length : centre.get(one);
      });
      spread(wanted, row.map((one) => width.get(one))).forEach((found, index) => centre.set(row[index], found));
    }
  }
  return centre;
}

// The centres nearest to the wanted ones that keep the order and the gaps: isotonic regression.
function spread(wanted, widths) {
  const offsets = [0];
  for (let place = 0; place + 1 < widths.length; place += 1) offsets.push(offsets[place] + (widths[place] + widths[place + 1]) / 2 + METRICS.gapX);
  const pools = [];
  wanted.forEach((want, index) => {
    let pool = [want - offsets[index], 1];
    while (pools.length && pools.at(-1)[0] > pool[0]) {
      const [mean, count] = pools.pop();
      pool = [(mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1]];
    }
    pools.push(pool);
  });
  return pools.flatMap(([mean, count]) => Array(count).fill(mean)).map((mean, index) => mean + offsets[index]);
}

// The upper and the lower edge of each row.
function bands(rows, sizes, arrows) {
  const linked = new Set(arrows.flatMap(({ stations }) => stations.slice(0, -1)));
  const tops = [];
  const bottoms = [];
  for (const row of rows) {
    const gap = row.some((one) => linked.has(one)) ? METRICS.gapY : METRICS.gapIdle;
    tops.push(bottoms.length ? bottoms.at(-1) + gap : 0);
    bottoms.push(tops.at(-1) + Math.max(0, ...row.map((one) => sizes.get(one)?.[1] ?? 0)));
  }
  return [tops, bottoms];
}

// Where on its boxes' edges each arrow begins and ends: side by side, in the order of where they lead.
function ports(arrows, middle, sizes) {
  const found = arrows.map(() => [0, 0]);
  [["source", 1], ["target", -2]].forEach(([end, next], side) => {
    const boxes = new Map();
    arrows.forEach((arrow, index) => push(boxes, arrow[end], [middle.get(arrow.stations.at(next)), arrow.source, arrow.target, index]));
    for (const [box, ends] of boxes) {
      ends.sort((one, other) => one[0] - other[0] || compare(one[1], other[1]) || compare(one[2], other[2]));
      const gap = Math.min(METRICS.portGap, (sizes.get(box)[0] - 40) / Math.max(1, ends.length - 1));
      ends.forEach(([, , , index], place) => {
        found[index][side] = tenth(middle.get(box) + (place - (ends.length - 1) / 2) * gap);
      });
    }
  });
  return found;
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
