// The page in a real browser: what a reader does, with mouse and with keyboard, and what must never happen.
//   node --test tests/web/page_test.mjs        ENTENTE names the program, CHROMIUM the browser
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { axePath, exportPage, ingest, openBrowser, root, serve, temporaryFolder } from './browser.mjs';
import { addresses, texts } from './hostile.mjs';

let browser, server, home, page, errors;

before(async () => {
  home = temporaryFolder();
  ingest(join(home.folder, 'graph'), join(root, 'examples/articles'));
  server = await serve(join(home.folder, 'graph'), '--write');
  browser = await openBrowser();
  await fresh();
});

after(async () => {
  await browser?.close();
  await server?.close();
  home?.remove();
});

/** A page of its own, that nobody has used before; it notes what goes wrong in it. */
async function fresh(options = {}) {
  await page?.context().close();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    acceptDownloads: true,
    ...options,
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  return page;
}

afterEach(() => assert.deepEqual(errors, [], 'the console is clean'));

async function open(hash) {
  await page.goto('about:blank');
  await page.goto(`${server.address.origin}/${hash}`);
  await page.locator('main > *').first().waitFor();
}

const pane = () => page.locator('aside.pane');
const option = (name) => page.locator('.options li').filter({ hasText: name });
const address = () => page.evaluate(() => decodeURIComponent(location.hash));
const numbersOf = async (selector) => (await page.locator(selector).innerText()).match(/\d+/g).map(Number);

async function settled() {
  await page.waitForFunction(() => document.querySelector('.canvas')?.getAttribute('aria-busy') === 'false');
}

async function downloaded(label) {
  await page.getByRole('button', { name: 'Export' }).click();
  const waiting = page.waitForEvent('download');
  await page.locator('.items .item').filter({ hasText: label }).first().click();
  return readFileSync(await (await waiting).path());
}

test('both languages have the same messages, with the same places to fill in', () => {
  const [en, id] = ['en', 'id'].map((name) => JSON.parse(readFileSync(join(root, `web/page/src/messages/${name}.json`), 'utf8')));
  assert.deepEqual(Object.keys(id).sort(), Object.keys(en).sort());
  const places = (text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();
  for (const key of Object.keys(en))
    assert.deepEqual(
      places(id[key]).filter((place) => !places(en[key]).includes(place)),
      [],
      key,
    );
});

test('the opening answers, and the first click leads to a sentence', async () => {
  await open('');
  assert.match(await page.locator('.number').first().innerText(), /^14\s*articles$/);
  const first = page.locator('.relation').first();
  assert.match(await first.innerText(), /\d report/);
  await first.click();
  await pane().locator('mark.source').first().waitFor();
  assert.ok((await pane().locator('.sentence').first().innerText()).length > 20);
  assert.equal((await pane().locator('.claim.chosen mark.trigger').count()) > 0, true);
});

test('search finds names in both languages, chosen by keyboard', async () => {
  await open('#/overview');
  await page.keyboard.press('/');
  await page.keyboard.type('rusi');
  await option('Russia').first().waitFor();
  await page.keyboard.press('Enter');
  await pane().getByRole('heading', { name: 'Russia' }).waitFor();
  assert.match(await address(), /node=state:RUS/);
});

test('a graph grows and shrinks around a node, and says what is hidden', async () => {
  await open('#/graph?base=none&open=state:IDN&node=state:RUS');
  await settled();
  const [few] = await numbersOf('.graphnote');
  await pane().getByRole('button', { name: 'Expand' }).click();
  await page.waitForFunction((n) => Number(/\d+/.exec(document.querySelector('.graphnote').textContent)?.[0]) > n, few);
  await page.locator('.canvas').focus();
  await page.keyboard.press('e');
  await page.waitForFunction((n) => Number(/\d+/.exec(document.querySelector('.graphnote').textContent)?.[0]) === n, few);
  await open('#/graph?limit=20');
  await settled();
  assert.match(await page.locator('.graphnote').innerText(), /20 nodes.*hidden: \d+ nodes/);
});

test('a double click on a node expands it, a click opens it', async () => {
  await open('#/graph?base=none&open=alliance:brics');
  await settled();
  // Where the only alliance is, the picture that can be saved says: it is the green shape.
  const svg = (await downloaded('SVG')).toString();
  const corners = /<path d="M([^"]*)z" fill="#009e73"/
    .exec(svg)[1]
    .split('L')
    .map((corner) => corner.split(' ').map(Number));
  const middle = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
  const canvas = await page.locator('.canvas').boundingBox();
  const place = [canvas.x + middle[0], canvas.y + middle[1]];
  await page.mouse.dblclick(...place);
  await page.waitForFunction(() => !location.hash.includes('open='));
  assert.ok(await pane().isHidden(), 'a double click is no click');
  await open('#/graph?base=none&open=alliance:brics');
  await settled();
  await page.mouse.click(...place);
  await pane().getByRole('heading', { name: 'BRICS' }).waitFor();
});

test('filters: what is denied is off, and shown when asked for', async () => {
  await open('#/graph?as=list');
  await page.locator('.listbox tbody tr').first().waitFor();
  const unsaid = () =>
    page
      .locator('.listbox tbody tr')
      .filter({ has: page.locator('td:nth-child(5):text-is("0")') })
      .count();
  assert.equal(await unsaid(), 0);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('checkbox', { name: 'denied' }).check();
  await page.waitForFunction(() => [...document.querySelectorAll('.listbox td:nth-child(5)')].some((cell) => cell.textContent === '0'));
  assert.ok((await unsaid()) > 0, 'relations that nobody reports as done');
  await page.keyboard.press('Escape');
  await page.locator('.chip').filter({ hasText: 'denied' }).click();
  await page.waitForFunction(() => !location.hash.includes('negated'));
  await open('#/graph?as=list&type=attacks');
  await page.locator('.listbox tbody tr').first().waitFor();
  const relations = await page.locator('.listbox tbody td:nth-child(2)').allInnerTexts();
  assert.deepEqual([...new Set(relations.map((text) => text.trim()))], ['attacks']);
});

test('a brush over time filters lists, graph, matrix and map together', async () => {
  await open('#/matrix');
  await page.locator('.grid td button').first().waitFor();
  const before = await page.locator('.grid td button').count();
  const chart = await page.locator('.u-over').boundingBox();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + 20);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.68, chart.y + 24, {
    steps: 5,
  });
  await page.mouse.up();
  await page.waitForFunction(() => location.hash.includes('during='));
  await page.waitForFunction((n) => document.querySelectorAll('.grid td button').length < n, before);
  const hash = await address();
  const [from, until] = /during=([\d-]+)\.\.([\d-]+)/.exec(hash).slice(1);
  await page.getByRole('link', { name: 'Map', exact: true }).click();
  await page.locator('.mapview .spot').first().waitFor();
  assert.ok((await page.locator('.mapview .spot').count()) < 30);
  await page.getByRole('link', { name: 'Graph', exact: true }).click();
  await page.getByRole('button', { name: 'List' }).click();
  await page.locator('.listbox tbody tr').first().waitFor();
  for (const text of await page.locator('.listbox tbody td:nth-child(6)').allInnerTexts()) {
    const day = new Date(`${text} UTC`).toISOString().slice(0, 10);
    assert.ok(day >= from && day <= until, `${day} is in ${from}..${until}`);
  }
  await page.getByRole('button', { name: 'All time' }).click();
  await page.waitForFunction(() => !location.hash.includes('during'));
});

test('time plays and stops, and a day can be chosen up to which articles count', async () => {
  await open('#/overview');
  await page.locator('.u-over').waitFor();
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForFunction(() => location.hash.includes('during='));
  const first = await address();
  await page.waitForFunction((hash) => decodeURIComponent(location.hash) !== hash, first);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'All time' }).click();
  await page.getByLabel('known by').first().fill('2023-12-31');
  await page.waitForFunction(() => location.hash.includes('as_of=2023-12-31'));
  await page.locator('.chip').filter({ hasText: 'known by' }).waitFor();
});

test('evidence: sentences one after the other, the whole article, and back', async () => {
  await open('#/overview?edge=state:PRK&edge=sells_arms_to&edge=state:RUS');
  await pane().locator('.claim').nth(1).waitFor();
  const facts = await pane().locator('.claim').first().innerText();
  for (const fact of ['says', 'printed', 'read by', 'confidence']) assert.ok(facts.includes(fact), fact);
  await page.keyboard.press('j');
  await pane().locator('.claim.chosen[data-number="1"]').waitFor();
  await page.keyboard.press('k');
  await pane().locator('.claim.chosen[data-number="0"]').waitFor();
  const trigger = await pane().locator('.claim.chosen mark.trigger').innerText();
  await pane().locator('.claim.chosen .actions button').click();
  await pane().locator('.article mark.here').first().waitFor();
  assert.equal(await pane().locator('.article mark.trigger:not(.faint)').first().innerText(), trigger, 'the same words are marked in the article');
  await page.keyboard.press('Escape');
  await pane().waitFor({ state: 'hidden' });
});

test('the map: countries by keyboard, what it leaves out, and whose borders these are', async () => {
  await open('#/map');
  await page.locator('.mapview .spot').first().waitFor();
  assert.match(await page.locator('.mapview').innerText(), /Natural Earth/);
  await page.locator('.mapview .spot').first().focus();
  await page.keyboard.press('Enter');
  await pane().locator('.relation').first().waitFor();
  await open('#/map?during=1901-01-01..1901-12-31');
  await page.getByText('The map is empty').waitFor();
});

test('the matrix: cells by arrow keys, each opens what is between the two', async () => {
  await open('#/matrix');
  const cells = page.locator('.grid td button');
  await cells.first().waitFor();
  const first = await cells.first().getAttribute('aria-label');
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  const second = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.notEqual(second, first);
  assert.match(second, /cooperation/);
  await page.keyboard.press('Enter');
  await pane().locator('.relation').first().waitFor();
});

test('a path between two names, with a sentence for each step', async () => {
  await open('#/path');
  const [from, to] = [page.getByRole('combobox', { name: 'From' }), page.getByRole('combobox', { name: 'To' })];
  await from.fill('Indonesia');
  await option('Indonesia').first().click();
  await to.fill('Ukraine');
  await option('Ukraine').first().click();
  await page.locator('.chain .link').first().waitFor();
  const [steps] = await numbersOf('.paths h2 >> nth=0');
  const chain = page.locator('.chain').first();
  assert.equal(await chain.locator('.link').count(), steps);
  for (let i = 0; i < steps; i++)
    assert.ok((await chain.locator('.link').nth(i).locator('.sentence mark.trigger').count()) > 0, `step ${i + 1} has a sentence`);
});

test('two periods are compared', async () => {
  await open('#/compare?before=2023-01-01..2023-12-31&after=2024-01-01..2024-12-31');
  await page.locator('.compareview .card').nth(2).waitFor();
  for (const title of ['New', 'Gone', 'More or less']) await page.getByRole('heading', { name: new RegExp(`^${title}`) }).waitFor();
  assert.ok((await page.locator('.compareview .card').first().locator('.relation').count()) > 5);
});

test('questions: ready ones start without Cypher, own ones are kept, mistakes are explained', async () => {
  await open('#/query');
  await page.getByRole('button', { name: 'Who gives arms or aid to whom?' }).click();
  await page.locator('.result tbody tr').first().waitFor();
  await page.locator('.result').getByRole('button', { name: 'Picture' }).click();
  await page.locator('.result .canvas canvas').first().waitFor();
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.locator('.ownquestion').waitFor();
  const text = page.getByRole('textbox', { name: 'Query in openCypher' });
  await text.fill('MATCH (a RETURN a');
  await text.press('Control+Enter');
  await page
    .getByRole('alert')
    .filter({ hasText: /line 1, column \d+/ })
    .waitFor();
  // The browser notes every refused request; this one was meant.
  errors = errors.filter((error) => !error.includes('400'));
  await text.fill('MATCH (a) RETURN a.name AS name LIMIT 3');
  await text.press('Control+Enter');
  await page.waitForFunction(() => document.querySelectorAll('.result tbody tr').length === 3);
});

test('every view shows its question, which can be asked', async () => {
  for (const hash of [
    '#/overview',
    '#/graph',
    '#/matrix',
    '#/path?a=state:IDN&b=state:UKR',
    '#/overview?node=state:RUS',
    '#/overview?edge=state:PRK&edge=sells_arms_to&edge=state:RUS',
    '#/compare',
    '#/map?countries=RUS,PRK',
    '#/overview?article=example-en-05-sahel-states-quit-ecowas',
  ]) {
    await open(hash);
    await page.keyboard.press('q');
    const queries = page.locator('dialog pre');
    await queries.first().waitFor();
    await page.locator('dialog').getByRole('button', { name: 'Open as a query' }).last().click();
    await page.locator('.result tbody tr').first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, hash);
  }
});

test('what is seen can be taken away as CSV, SVG, PNG and GraphML', async () => {
  await open('#/graph');
  await settled();
  const csv = (await downloaded('CSV')).toString();
  assert.match(csv, /^source,source_id,relation,target/);
  assert.ok(csv.split('\r\n').length > 50);
  const svg = (await downloaded('SVG')).toString();
  assert.match(svg, /^<svg [^>]*xmlns=/);
  assert.ok(svg.includes('Russia'));
  const png = await downloaded('PNG');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.ok(png.length > 20_000);
  const graphml = (await downloaded('graph of what is seen')).toString();
  assert.match(graphml, /<graphml/);
  assert.ok(graphml.includes('state:RUS'));
  const all = (await downloaded('all that the filters show')).toString();
  assert.match(all, /<graphml/);
});

test('the page speaks Indonesian too, and remembers it', async () => {
  await fresh({ locale: 'id-ID' });
  await open('#/overview');
  await page.getByRole('heading', { name: 'Siapa berbuat apa terhadap siapa' }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'id');
  await page.locator('header select').selectOption('en');
  await page.getByRole('heading', { name: 'Who did what to whom' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Who did what to whom' }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.locator('header select').selectOption('id');
  for (const [view, title] of [
    ['matrix', 'Negara demi negara'],
    ['map', 'Peta klaim'],
    ['path', 'Bagaimana dua pihak terhubung'],
    ['compare', 'Dua masa'],
    ['query', 'Tanyai graf'],
  ]) {
    await open(`#/${view}`);
    await page.getByRole('heading', { name: title }).waitFor();
  }
  await fresh();
});

test('from the opening to a sentence without a mouse', async () => {
  await open('');
  await page.locator('.relation').first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.result tbody tr').first().waitFor();
  await page.locator('.result tbody button').nth(1).focus();
  await page.keyboard.press('Enter');
  await pane().locator('.claim.chosen').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await settled();
  await page.locator('.canvas').focus();
  await page.keyboard.press('ArrowRight');
  await pane().locator('.relation').first().waitFor();
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('an address brings back what was seen', async () => {
  await open('#/graph?base=none&open=state:RUS&include=negated&during=2024-01-01..2024-12-31&node=state:RUS');
  await settled();
  const note = await page.locator('.graphnote').innerText();
  await page.reload();
  await settled();
  assert.equal(await page.locator('.graphnote').innerText(), note);
  await pane().getByRole('heading', { name: 'Russia' }).waitFor();
});

test('axe finds nothing serious in any view, light and dark, wide and narrow', async () => {
  const source = readFileSync(axePath, 'utf8');
  const [wide, narrow] = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ];
  // Darkness changes colours only, and a narrow window has the colours of a wide one: each is looked at once.
  const colours = ['color-contrast', 'link-in-text-block'];
  const looks = [
    { colorScheme: 'light', size: wide, rules: {} },
    { colorScheme: 'dark', size: wide, rules: { runOnly: colours } },
    { colorScheme: 'dark', size: narrow, rules: { rules: Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])) } },
  ];
  await fresh();
  for (const hash of [
    '#/overview?edge=state:PRK&edge=sells_arms_to&edge=state:RUS',
    '#/graph?node=state:RUS',
    '#/graph?as=list&limit=20',
    '#/matrix?countries=RUS,PRK',
    '#/map',
    '#/path?a=state:IDN&b=state:UKR',
    '#/compare',
    '#/query?q=MATCH (a)-[r]->(b) RETURN a, r, b LIMIT 5',
    '#/judgements',
    '#/overview?article=example-en-05-sahel-states-quit-ecowas',
  ]) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(wide);
    await open(hash);
    await page.waitForTimeout(400);
    await page.evaluate(source);
    for (const { colorScheme, size, rules } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
      const { violations } = await page.evaluate((options) => window.axe.run({ resultTypes: ['violations'], ...options }), rules);
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`);
      assert.deepEqual(serious, [], `${hash} ${colorScheme} ${size.width}`);
    }
  }
  await fresh();
});

test('no view is wider than a telephone', async () => {
  await fresh({ viewport: { width: 390, height: 844 } });
  for (const view of ['overview', 'graph', 'matrix', 'map', 'path', 'compare', 'query']) {
    await open(`#/${view}`);
    await page.waitForTimeout(300);
    assert.ok(
      await page.evaluate(
        () => document.documentElement.scrollWidth <= 390 && document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth,
      ),
      view,
    );
  }
  await fresh();
});

test('with --write, two names are made one, and two again', async () => {
  await page.goto('about:blank');
  await page.goto(server.address.href);
  await page.locator('.relation').first().waitFor();
  assert.ok(!(await address()).includes('token'), 'the token is not left in the address');
  await open('#/overview?node=state:TLS');
  await pane().getByText('One real thing, or two?').click();
  await pane().getByRole('combobox').fill('Kosovo');
  await pane().getByRole('combobox').fill('Brazil');
  await option('Brazil').first().click();
  await pane().getByRole('textbox', { name: 'Reason' }).fill('a test');
  await pane().getByRole('button', { name: 'The same', exact: true }).click();
  await page.getByRole('link', { name: 'Judgements' }).click();
  const row = page.locator('.judgementsview tbody tr').first();
  await row.waitFor();
  assert.match(await row.innerText(), /a test/);
  await row.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.judgementsview .revoked').first().waitFor();
});

test('with --write, a claim is rejected, seen as such, and counted again', async () => {
  await page.goto('about:blank');
  await page.goto(server.address.href);
  await page.locator('.relation').first().waitFor();
  await open('#/overview?edge=state:RUS&edge=attacks&edge=state:UKR');
  const card = pane().locator('.claim').first();
  await card.getByText('Is this right?').click();
  await card.getByRole('textbox', { name: 'Reason' }).fill('a denial');
  await card.getByRole('button', { name: 'Reject' }).click();
  await card.getByText('it counts no more').waitFor();
  await page.getByRole('link', { name: 'Judgements' }).click();
  const row = page.locator('.judgementsview tbody tr').first();
  await row.waitFor();
  assert.match(await row.innerText(), /Rejected[^]*state:RUS attacks state:UKR[^]*a denial/);
  await row.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.judgementsview tbody tr').first().and(page.locator('.revoked')).waitFor();
});

/** Everything in a page that a text of an article could reach is opened; nothing of it may run, and no address but the server's be asked for. */
async function looksEverywhere(start) {
  const asked = [];
  page.on(
    'request',
    (request) => !/^(data|blob|file|about):/.test(request.url()) && !request.url().startsWith(server.address.origin) && asked.push(request.url()),
  );
  page.on('dialog', (dialog) => {
    errors.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    window.harmed = 0;
    window.harm = () => window.harmed++;
  });
  await start();
  assert.equal(await page.evaluate(() => window.harmed), 0);
  assert.equal(await page.locator('main script, main img, main iframe, main object, aside script, aside img, aside iframe').count(), 0);
  for (const href of await page.locator('a[target=_blank]').evaluateAll((links) => links.map((link) => link.href))) assert.match(href, /^https?:/);
  assert.deepEqual(asked, []);
}

/** What the server would say of a graph whose every text is hostile. */
function hostileData() {
  const node = (i) => ({
    id: `org:${texts[i]}`,
    name: texts[i],
    type: texts[(i + 7) % texts.length],
    supertypes: [],
    country: i % 3 ? null : 'RUS',
    documents: 1,
    lat: null,
    lon: null,
    degree: 1,
    names: [{ text: texts[(i + 1) % texts.length], language: 'en' }],
    same_as: [texts[i]],
    wikidata: texts[i],
    first_seen: null,
    last_seen: null,
    attributes: { [texts[i]]: texts[i] },
  });
  const nodes = texts.map((_, i) => node(i));
  const edges = texts.map((text, i) => {
    const target = nodes[(i + 1) % nodes.length].id;
    const claim = {
      document: `d${i}`,
      title: text,
      outlet: text,
      url: addresses[i % addresses.length],
      published: '2024-01-01',
      text: `${text} hit it`,
      part: 'body',
      sentence: 0,
      sentence_span: [0, text.length + 7],
      trigger_span: [1, 4],
      source_span: [0, 3],
      target_span: [2, 9],
      polarity: 'affirmed',
      modality: 'actual',
      background: false,
      date: '2024-01-01',
      date_precision: text,
      place: text,
      recipient: text,
      instrument: text,
      kind: text,
      attribution: [{ node: i % 2 ? target : null, text, span: [0, 2] }],
      rule: text,
      extractor: text,
      confidence: 0.5,
    };
    return {
      source: nodes[i].id,
      type: i % 5 ? 'attacks' : text,
      target,
      family: 'ASSAULT',
      quad: 4,
      symmetric: false,
      origin: 'claim',
      status: 'actual',
      claims: { actual: 1, planned: 0, possible: 0, demanded: 0, negated: 0 },
      articles: 1,
      reports: 1,
      first: '2024-01-01',
      last: '2024-01-01',
      confidence: 0.5,
      evidence: [claim],
    };
  });
  const info = {
    version: '0',
    write: false,
    graph: texts[1],
    documents: texts.length,
    nodes: nodes.length,
    edges: edges.length,
    shown_edges: edges.length,
    claims: edges.length,
    node_types: [{ name: texts[0], count: 3, supertypes: [] }],
    relation_types: [{ name: texts[2], count: 5, family: '', quad: 4, symmetric: false }],
    first: '2024-01-01',
    last: '2024-01-01',
  };
  const articles = texts.map((text, i) => ({
    id: `d${i}`,
    title: text,
    text: `${text} hit it`,
    language: text,
    published: '2024-01-01',
    outlet: text,
    url: addresses[i % addresses.length],
  }));
  return { info, nodes, edges, articles };
}

/** The page as one file, with these data, as the export writes it. */
function singleFile(data) {
  const empty = '<script type="application/json" id="entente-data"></script>';
  const page = readFileSync(join(root, 'web/page/dist/single.html'), 'utf8');
  assert.ok(page.includes(empty));
  return page.replace(empty, () => `${empty.slice(0, -9)}${JSON.stringify(data).replace(/</g, '\\u003c')}</script>`);
}

test(`a file from disk with ${texts.length} hostile texts in every place runs none of them`, async () => {
  await fresh();
  const file = join(home.folder, 'hostile.html');
  const data = hostileData();
  writeFileSync(file, singleFile(data));
  await looksEverywhere(async () => {
    const visit = async (hash, wait) => {
      await page.goto('about:blank');
      await page.goto(`file://${file}${hash}`);
      await page.locator(wait).first().waitFor();
    };
    await visit('#/graph', '.canvas canvas');
    await visit('#/graph?as=list', '.listbox tbody tr');
    await visit('#/matrix', '.matrix > *');
    await visit('#/map', '.mapview svg');
    await visit(`#/path?a=${encodeURIComponent(data.nodes[0].id)}&b=${encodeURIComponent(data.nodes[2].id)}`, '.chain .link');
    await visit('#/compare', '.compareview .card');
    await visit('#/overview', '.relation');
    await page.keyboard.press('/');
    await page.keyboard.type('<');
    await page.locator('.options li').first().waitFor();
    const visits = data.edges.flatMap(({ source, type, target }, i) => [
      [[source, type, target].map((part) => ['edge', part]), '.claim .sentence'],
      [[['article', `d${i}`]], '.article'],
      [[['node', source]], '.relations'],
    ]);
    // Some hundred steps, each of which would wait for the browser several times if it were taken from here.
    await page.evaluate(async (steps) => {
      for (const [parameters, wanted] of steps) {
        location.hash = `#/overview?${new URLSearchParams(parameters)}`;
        const late = performance.now() + 20_000;
        while (!document.querySelector(`aside.pane ${wanted}`)) {
          if (performance.now() > late) throw new Error(`${location.hash} shows no ${wanted}`);
          await new Promise(requestAnimationFrame);
        }
      }
    }, visits);
  });
});

test('articles with hostile titles, outlets, addresses and texts run nothing when they are served', async () => {
  await fresh();
  // A text with a NUL is refused when it is read.
  const articles = texts
    .filter((text) => !text.includes('\u0000'))
    .map((text, i) => ({
      id: `h${i}-${text}`,
      date: '2024-11-06',
      source: text,
      url: addresses[i % addresses.length],
      title: text,
      text: `Egypt condemned Turkey. ${text} Russia attacked Ukraine, ${text} said on Tuesday. The foreign minister of Greece, ${text}, praised France.`,
    }));
  const file = join(home.folder, 'hostile.jsonl');
  writeFileSync(file, articles.map((article) => JSON.stringify(article)).join('\n'));
  ingest(join(home.folder, 'hostile'), '--lang', 'en', file);
  const other = await serve(join(home.folder, 'hostile'));
  try {
    const own = other.address.origin;
    page.on(
      'request',
      (request) => !/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(own) && errors.push(`asked for ${request.url()}`),
    );
    await page.addInitScript(() => {
      window.harmed = 0;
      window.harm = () => window.harmed++;
    });
    await page.goto(`${own}/#/overview?edge=state:EGY&edge=condemns&edge=state:TUR`);
    await pane().locator('.claim').nth(20).waitFor();
    for (const { id } of articles.slice(0, 40)) {
      await page.evaluate((hash) => (location.hash = hash), `#/overview?${new URLSearchParams([['article', id]])}`);
      await pane().locator('.article, .note').first().waitFor();
    }
    assert.equal(await page.evaluate(() => window.harmed), 0);
    assert.equal(await page.locator('main img, main iframe, aside img, aside iframe, aside script').count(), 0);
  } finally {
    await other.close();
  }
});

test('the page as one file works from disk', async () => {
  await fresh();
  const file = join(home.folder, 'page.html');
  exportPage(join(home.folder, 'graph'), file);
  const visit = async (hash) => {
    await page.goto('about:blank');
    await page.goto(`file://${file}${hash}`);
  };
  await visit('');
  await page.locator('.relation').first().click();
  await pane().locator('.claim.chosen mark.trigger').first().waitFor();
  await visit('#/graph');
  await settled();
  assert.ok((await numbersOf('.graphnote'))[0] > 50);
  await visit('#/map');
  await page.locator('.mapview .spot').first().waitFor();
  await visit('#/matrix?during=2024-01-01..2024-12-31');
  await page.locator('.grid td button').first().waitFor();
  await visit('#/path?a=state:IDN&b=state:UKR');
  await page.locator('.chain .link').first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'Query' }).count(), 0, 'a file has no server to ask');
});
