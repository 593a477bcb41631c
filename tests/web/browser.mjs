// A browser and a server for the tests of the page.
import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(join(root, 'web/page/package.json'));
const { chromium } = require('playwright-core');
export const axePath = require.resolve('axe-core/axe.min.js');

const program = process.env.ENTENTE ?? join(root, 'build/release/entente');

/** Debian's browser; it may use no network. WebGL is drawn by the processor. */
export function openBrowser() {
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--enable-unsafe-swiftshader',
  ];
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: quiet,
  });
}

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'entente-page-'));
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function ingest(graph, ...articles) {
  execFileSync(program, ['--graph', graph, '-q', 'ingest', ...articles], {
    stdio: 'pipe',
  });
}

export function exportPage(graph, file) {
  execFileSync(program, ['--graph', graph, '-q', 'export', '--format', 'html', '-o', file], { stdio: 'pipe' });
}

/** Serves a graph at a free port; gives the address that the program prints, and a way to end it. */
export async function serve(graph, ...flags) {
  const server = spawn(program, ['--graph', graph, 'serve', '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk) => {
      printed += chunk;
      const found = /http:\/\/\S+/.exec(printed)?.[0];
      if (found) resolve(found);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
    setTimeout(() => reject(new Error(`the server printed no address: ${printed}`)), 20_000).unref();
  });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  return {
    address: new URL(address),
    close: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
