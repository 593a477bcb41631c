// How long it takes from the wish to see a large graph until its first picture stands, and until it has found its places; how heavy the page is.
//   node tests/web/draw_bench.mjs [nodes] [edges]
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
const single = readFileSync(join(root, 'web/page/dist/single.html'), 'utf8');
writeFileSync(
  file,
  single.replace(empty, () => `${empty.slice(0, -9)}${JSON.stringify(syntheticGraph())}</script>`),
);

const browser = await openBrowser();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
  });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`file://${file}#/compare?before=2020-01-01..2020-01-02&after=2020-01-01..2020-01-02`);
  await page.locator('.compareview .card').first().waitFor({ timeout: 60_000 });
  const measured = await page.evaluate(async (limit) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const start = performance.now();
    location.hash = `#/graph?limit=${limit}`;
    while (!document.querySelector('.canvas canvas')) await frame();
    await frame();
    await frame();
    const first = performance.now() - start;
    // The longest time in which the page answered nobody, while the worker finds places.
    let [longest, last] = [0, performance.now()];
    while (document.querySelector('.canvas').getAttribute('aria-busy') !== 'false') {
      await frame();
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
    return {
      first,
      settled: performance.now() - start,
      longest,
      shown: document.querySelector('.graphnote').textContent,
    };
  }, nodeCount);
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  console.log(measured.shown);
  console.log(
    `first picture after ${(measured.first / 1000).toFixed(2)} s, places found after ${(measured.settled / 1000).toFixed(2)} s, longest frame meanwhile ${(measured.longest / 1000).toFixed(2)} s`,
  );
} finally {
  await browser.close();
  remove();
}

const gzip = (name) => gzipSync(readFileSync(join(root, 'web/page/dist', name)), { level: 9 }).length;
console.log(`page: ${['index.html', 'app.js', 'app.css'].reduce((sum, name) => sum + gzip(name), 0)} bytes in gzip; map ${gzip('world.json')}`);
