// Bundles the page into dist/: the files that `entente serve` hands out, and single.html, the page as one file into which an export puts its data.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { alpha3 } from './iso3166.mjs';

const out = new URL('dist/', import.meta.url).pathname;

/** Files of packages that went into the page. */
const inputs = new Set();

/** The layout runs in a worker. Its code is a text of the page, so that it needs no file of its own: a page opened from disk may load none. */
const workers = {
  name: 'workers',
  setup(build) {
    build.onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, `${path.slice(7)}.worker.ts`),
      namespace: 'worker',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      const worker = await esbuild.build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        write: false,
        format: 'iife',
        target: 'es2022',
        metafile: true,
      });
      Object.keys(worker.metafile.inputs).forEach((input) => inputs.add(input));
      return { contents: worker.outputFiles[0].text, loader: 'text' };
    });
  },
};

/** Countries as TopoJSON, named by three letters; of the names only those that have no code are kept. */
async function world(resolution) {
  const topology = JSON.parse(await readFile(new URL(`node_modules/world-atlas/countries-${resolution}.json`, import.meta.url), 'utf8'));
  delete topology.objects.land;
  for (const country of topology.objects.countries.geometries) {
    const code = alpha3.get(country.id) ?? (country.properties.name === 'Kosovo' ? 'XKX' : undefined);
    country.properties = code ? {} : { name: country.properties.name };
    if (code) country.id = code;
    else delete country.id;
  }
  return JSON.stringify(topology);
}

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A text inside <script>: what could end the element is written another way, of the same meaning in JavaScript and JSON. */
const inScript = (text) => text.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '\\x3C!--');

/** Names, versions and licences of all packages whose code or data the page has, as these licences ask for. */
async function licences() {
  const names = [...inputs].map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]);
  const parts = [...new Set([...names.filter(Boolean), 'world-atlas'])].sort().map(async (name) => {
    const folder = new URL(`node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no file with its licence`);
    return `${name} ${version} (${license})\n\n${(await readFile(new URL(file, folder), 'utf8')).trim()}\n`;
  });
  return `The page of entente is under the Apache License 2.0. It has code and data of these packages:\n\n${(await Promise.all(parts)).join(`\n${'-'.repeat(40)}\n\n`)}`;
}

async function single(script, style, notice) {
  const code = inScript(script);
  const map = (await world('110m')).replace(/</g, '\\u003c');
  const policy = `default-src 'none'; script-src ${sha256(code)}; style-src ${sha256(style)}; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
  const page = await readFile(new URL('src/index.html', import.meta.url), 'utf8');
  return `${page}<!--\n${notice.replace(/--+/g, (dashes) => dashes.split('').join(' '))}\n-->\n`
    .replace(/^.*rel="stylesheet".*$/m, () => `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<style>${style}</style>`)
    .replace(
      /^.*<script src.*$/m,
      () =>
        `<script type="application/json" id="entente-world">${map}</script>\n<script type="application/json" id="entente-data"></script>\n<script>${code}</script>`,
    );
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const bundle = await esbuild.build({
  entryPoints: { app: 'src/main.ts' },
  absWorkingDir: new URL('.', import.meta.url).pathname,
  outdir: out,
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  metafile: true,
  charset: 'utf8',
  plugins: [workers],
});
Object.keys(bundle.metafile.inputs).forEach((input) => inputs.add(input));
const notice = await licences();
const text = (ending) => bundle.outputFiles.find((file) => file.path.endsWith(ending)).text;
const files = {
  'index.html': await readFile(new URL('src/index.html', import.meta.url), 'utf8'),
  'app.js': text('.js'),
  'app.css': text('.css'),
  'world.json': await world('50m'),
  'licences.txt': notice,
  'single.html': await single(text('.js'), text('.css'), notice),
};
for (const [name, content] of Object.entries(files)) {
  await writeFile(out + name, content);
  console.log(
    `${name.padEnd(12)} ${String(content.length).padStart(8)} bytes, ${String(gzipSync(content, { level: 9 }).length).padStart(7)} in gzip`,
  );
}
