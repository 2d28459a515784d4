// The same table of responses aggregated four ways in one page: by the core in WebAssembly, by plain JavaScript tuned by
// hand (one number as the key, one Uint32Array a group), by JavaScript as most pages have it (a text as the key, an object a
// group), and by simple-statistics over arrays. The table is `Sample` of crates/sayso-core/src/aggregate/sample.rs:
// 50 touch points, three ratings a row, 30 days a million rows. What is timed is the aggregation by touch point, day and
// hour alone; the columns are made before, each implementation in the memory that it works on.

const START = 1_793_466_000; // seconds, 2026-11-01T00:00:00+07:00
const OFFSET = 25_200;
const APART = 2_592;

const drawing = (seed) => (end) => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % end;
};

export const makeTable = (seed, rows) => {
  const below = drawing(seed);
  const larger = (end) => Math.max(below(end), below(end));
  const column = () => new Uint8Array(rows);
  const table = { rows, touchpoint: column(), after: new Uint32Array(rows), csat: column(), nps: column(), ces: column(), complained: column() };
  for (let row = 0; row < rows; row++) {
    table.touchpoint[row] = below(50);
    below(7); // the channel, which nothing here is grouped by
    below(2); // the locale
    table.after[row] = Math.floor((row * APART) / 1000);
    table.csat[row] = 1 + larger(5);
    table.nps[row] = larger(11);
    table.ces[row] = 1 + larger(7);
    const complains = below(20) === 0;
    table.complained[row] = table.csat[row] <= 2 && complains ? 1 : 0;
  }
  return table;
};

// A group is one Uint32Array: responses, complaints, unhappy, silent, then the three distributions.
const CSAT = 4, NPS = CSAT + 5, CES = NPS + 11, SIZE = CES + 7;

export const byHand = ({ rows, touchpoint, after, csat, nps, ces, complained }) => {
  const groups = new Map();
  for (let row = 0; row < rows; row++) {
    const hour = ((START + after[row] + OFFSET) / 3600) | 0; // of which day and hour both follow
    const key = hour * 64 + touchpoint[row];
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = new Uint32Array(SIZE)));
    const score = csat[row];
    group[0]++;
    group[1] += complained[row];
    if (score <= 2) {
      group[2]++;
      group[3] += 1 - complained[row];
    }
    group[CSAT + score - 1]++;
    group[NPS + nps[row]]++;
    group[CES + ces[row] - 1]++;
  }
  return groups;
};

export const byText = ({ rows, touchpoint, after, csat, nps, ces, complained }) => {
  const groups = new Map();
  for (let row = 0; row < rows; row++) {
    const hour = Math.floor((START + after[row] + OFFSET) / 3600);
    const key = `touchpoint-${touchpoint[row]} ${hour}`;
    let group = groups.get(key);
    if (!group) {
      group = { responses: 0, complaints: 0, unhappy: 0, silent: 0, csat: Array(5).fill(0), nps: Array(11).fill(0), ces: Array(7).fill(0) };
      groups.set(key, group);
    }
    group.responses++;
    group.complaints += complained[row];
    if (csat[row] <= 2) {
      group.unhappy++;
      if (!complained[row]) group.silent++;
    }
    group.csat[csat[row] - 1]++;
    group.nps[nps[row]]++;
    group.ces[ces[row] - 1]++;
  }
  return groups;
};

const meanOf = (group) => {
  let sum = 0;
  for (let point = 0; point < 5; point++) sum += point * group[CSAT + point];
  return (100 * sum) / 4 / group[0];
};

export const outcomeByHand = (groups) => {
  let responses = 0, means = 0;
  for (const group of groups.values()) {
    responses += group[0];
    means += meanOf(group);
  }
  return { groups: groups.size, responses, meanOfMeans: means / groups.size };
};

// What simple-statistics has of it: mean and sample variance of each group's three lists.
export const bySimpleStatistics = (ss, { rows, touchpoint, after, csat, nps, ces }) => {
  const lists = new Map();
  for (let row = 0; row < rows; row++) {
    const key = (((START + after[row] + OFFSET) / 3600) | 0) * 64 + touchpoint[row];
    let group = lists.get(key);
    if (group === undefined) lists.set(key, (group = [[], [], []]));
    group[0].push(csat[row]);
    group[1].push(nps[row]);
    group[2].push(ces[row]);
  }
  const groups = [];
  for (const group of lists.values()) {
    groups.push(group.map((list) => [ss.mean(list), list.length > 1 ? ss.sampleVariance(list) : null]));
  }
  return groups;
};

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

// Interleaved: each round runs every implementation once, so that a busy moment of the machine hits all alike.
export const measure = async ({ wasm, ss, seed, sizes, rounds }) => {
  const results = [];
  for (const rows of sizes) {
    const table = makeTable(seed, rows);
    const inWasm = new wasm.Table(seed, rows);
    const times = { wasm: [], tuned: [], plain: [], simpleStatistics: [] };
    const time = (name, run) => {
      const start = performance.now();
      const made = run();
      times[name].push(performance.now() - start);
      return made;
    };
    let agreed = true;
    for (let round = 0; round < rounds; round++) {
      const outcome = time("wasm", () => inWasm.aggregate());
      const groups = time("tuned", () => byHand(table));
      const plain = time("plain", () => byText(table));
      time("simpleStatistics", () => bySimpleStatistics(ss, table));
      const other = outcomeByHand(groups);
      agreed &&= outcome.groups === other.groups && outcome.groups === plain.size && outcome.responses === other.responses
        && Math.abs(outcome.meanOfMeans - other.meanOfMeans) < 1e-9;
      outcome.free();
      await new Promise((resolve) => setTimeout(resolve));
    }
    inWasm.free();
    results.push({ rows, agreed, memory: wasm.memory().byteLength, ms: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)])) });
  }
  return results;
};
