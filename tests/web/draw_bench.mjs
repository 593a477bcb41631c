// How long it takes from the wish to see a large graph until all of it is drawn, and until it has found its places; how heavy the page is.
//   node tests/web/draw_bench.mjs [nodes] [edges]      PAGE names another single.html, to compare with; RUNS says how often (3); SHOT, where to put a picture
// The clock starts when the address of the view is set. By then the data are in the page, as objects. It ends at the first frame after WebGL has all nodes and all
// edges in the picture, which it is asked for (a fence): this includes choosing what is shown, legend and names, the start of WebGL with its shaders, and the
// drawing itself, by the processor. Places are found later, in a worker.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openBrowser, root, temporaryFolder } from './browser.mjs';

const [nodeCount = 10_000, edgeCount = 50_000] = process.argv.slice(2).map(Number);

/** Numbers that look random and are the same each time. */
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

function syntheticGraph() {
  const types = ['State', 'Official', 'Alliance', 'Location', 'ArmedForce', 'Organization'];
  const nodes = Array.from({ length: nodeCount }, (_, i) => ({
    id: `n${i}`,
    name: `Name ${i}`,
    type: types[i % types.length],
    supertypes: [],
    country: null,
    documents: 1,
    lat: null,
    lon: null,
    degree: 0,
    names: [],
    same_as: [],
    wikidata: null,
    first_seen: null,
    last_seen: null,
    attributes: {},
  }));
  // Few have many partners, many have few, and most have theirs near by.
  const pick = () => Math.floor(nodeCount * random() ** 2);
  const edges = Array.from({ length: edgeCount }, (_, i) => {
    const a = pick();
    const b = random() < 0.7 ? (a + 1 + Math.floor(random() * 40)) % nodeCount : pick();
    return {
      source: nodes[a].id,
      type: `relation_${i % 30}`,
      target: nodes[b === a ? (a + 1) % nodeCount : b].id,
      family: '',
      quad: 1 + (i % 4),
      symmetric: false,
      origin: 'claim',
      status: 'actual',
      claims: { actual: 1, planned: 0, possible: 0, demanded: 0, negated: 0 },
      articles: 1,
      reports: 1,
      first: '2024-01-01',
      last: '2024-01-01',
      confidence: 0.9,
      evidence: [],
    };
  });
  const info = {
    version: '0',
    write: false,
    graph: 'synthetic',
    documents: 0,
    nodes: nodeCount,
    edges: edgeCount,
    shown_edges: edgeCount,
    claims: 0,
    node_types: [],
    relation_types: [],
    first: '2024-01-01',
    last: '2024-01-01',
  };
  return { info, nodes, edges, articles: [] };
}

const { folder, remove } = temporaryFolder();
const file = join(folder, 'large.html');
const empty = '<script type="application/json" id="entente-data"></script>';
const single = readFileSync(process.env.PAGE ?? join(root, 'web/page/dist/single.html'), 'utf8');
writeFileSync(
  file,
  single.replace(empty, () => `${empty.slice(0, -9)}${JSON.stringify(syntheticGraph())}</script>`),
);

/** Notes in the page when a picture with so many nodes and edges was asked of WebGL, and when it was done. */
function watchDrawing([nodeCount, edgeCount]) {
  const proto = WebGL2RenderingContext.prototype;
  const draw = proto.drawArrays;
  const waiting = [];
  window.drawing = { nodes: 0, edges: 0 };
  window.tasks = [];
  window.scripts = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  const frames = new PerformanceObserver((list) => window.scripts.push(...list.getEntries().flatMap((entry) => entry.scripts)));
  frames.observe({ type: 'long-animation-frame', buffered: true });
  const look = () => {
    for (const one of [...waiting]) {
      const state = one.gl.clientWaitSync(one.fence, 0, 0);
      if (state !== one.gl.ALREADY_SIGNALED && state !== one.gl.CONDITION_SATISFIED) continue;
      waiting.splice(waiting.indexOf(one), 1);
      window.drawing[one.what] ||= performance.now();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  proto.drawArrays = function (mode, first, count) {
    draw.call(this, mode, first, count);
    const what = this.canvas.className === 'sigma-nodes' ? 'nodes' : 'edges';
    const enough = what === 'nodes' ? count >= nodeCount : count >= 2 * edgeCount;
    if (!enough || this.getParameter(this.FRAMEBUFFER_BINDING)) return;
    waiting.push({ gl: this, what, fence: this.fenceSync(this.SYNC_GPU_COMMANDS_COMPLETE, 0) });
    this.flush();
  };
}

async function measure(limit) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const start = performance.now();
  location.hash = `#/graph?limit=${limit}`;
  while (!window.drawing.nodes || !window.drawing.edges) await frame();
  const first = performance.now() - start;
  while (document.querySelector('.canvas').getAttribute('aria-busy') !== 'false') await frame();
  const settled = performance.now() - start;
  await frame();
  await frame();
  const longest = (list) => Math.round(Math.max(0, ...list.filter((one) => one.startTime >= start).map((one) => one.duration)));
  return {
    first,
    settled,
    deaf: longest(window.tasks),
    busy: longest(window.scripts),
    shown: document.querySelector('.graphnote').textContent,
  };
}

const browser = await openBrowser();
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
try {
  const runs = [];
  for (let run = 0; run < Number(process.env.RUNS ?? 3); run++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => console.error(String(error)));
    // Nodes without a relation are not shown, so nearly all nodes are enough.
    await page.addInitScript(watchDrawing, [nodeCount * 0.98, edgeCount * 0.98]);
    await page.goto(`file://${file}#/compare?before=2020-01-01..2020-01-02&after=2020-01-01..2020-01-02`);
    await page.locator('.compareview .card').first().waitFor({ timeout: 60_000 });
    runs.push(await page.evaluate(measure, nodeCount));
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
    await page.close();
  }
  const best = runs.reduce((a, b) => (b.first < a.first ? b : a));
  console.log(best.shown);
  console.log(
    `all drawn after ${seconds(best.first)} s (${runs.map((run) => seconds(run.first)).join(', ')}), places found after ${seconds(Math.min(...runs.map((run) => run.settled)))} s`,
  );
  const least = (what) => Math.min(...runs.map((run) => run[what]));
  console.log(
    `in one go the page's scripts run for at most ${least('busy')} ms; with waiting for WebGL to draw, the page hears nothing for at most ${least('deaf')} ms`,
  );
} finally {
  await browser.close();
  remove();
}

const gzip = (name) => gzipSync(readFileSync(join(root, 'web/page/dist', name)), { level: 9 }).length;
console.log(`page: ${['index.html', 'app.js', 'app.css'].reduce((sum, name) => sum + gzip(name), 0)} bytes in gzip; map ${gzip('world.json')}`);
