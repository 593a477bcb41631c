// Pictures of the main views, of the graph that the example articles give, for the documents.
//   node tests/web/screenshots.mjs [folder]        ENTENTE names the program, CHROMIUM the browser
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ingest, openBrowser, root, serve, temporaryFolder } from './browser.mjs';

const views = [
  ['overview', '#/overview'],
  ['evidence', '#/overview?edge=state%3APRK&edge=sells_arms_to&edge=state%3ARUS'],
  ['graph', '#/graph?base=none&open=state%3ARUS&open=state%3AIDN&node=state%3ARUS'],
  ['matrix', '#/matrix?countries=RUS,UKR'],
  ['map', '#/map'],
  ['path', '#/path?a=state%3AIDN&b=state%3AUKR'],
  [
    'query',
    `#/query?${new URLSearchParams({ q: 'MATCH (giver)-[r:SELLS_ARMS_TO|AIDS]->(taker)\nRETURN giver, r, taker, r.first AS first\nORDER BY first' })}`,
  ],
  ['dark', '#/graph', { colorScheme: 'dark', locale: 'id-ID' }],
];

const folder = process.argv[2] ?? join(root, 'docs/images');
mkdirSync(folder, { recursive: true });
const home = temporaryFolder();
ingest(join(home.folder, 'graph'), join(root, 'examples/articles'));
const server = await serve(join(home.folder, 'graph'));
const browser = await openBrowser();
try {
  for (const [name, hash, options = {}] of views) {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      ...options,
    });
    await page.goto(`${server.address.origin}/${hash}`);
    await page.locator('main > *').first().waitFor();
    await page.waitForFunction(
      () => document.querySelector('.canvas')?.getAttribute('aria-busy') !== 'true' && !document.querySelector('[role=status].note'),
    );
    // The pane moves the picture when it opens; sigma follows in the next frames.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `explorer-${name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
  home.remove();
}
