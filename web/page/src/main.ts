// Starts the page: with the data that are inside it, or with the server that it came from.
import './style.css';
import { App } from './app';
import { fill, h } from './dom';
import { recall, takeToken } from './memory';
import { failureNote } from './parts/message';
import type { Source } from './source';
import { EmbeddedData } from './source/embedded';
import { Server } from './source/server';
import { setLanguage } from './text';
import { startTheme } from './theme';

async function openSource(): Promise<Source> {
  const inside = document.getElementById('entente-data')?.textContent;
  if (inside) return new EmbeddedData(JSON.parse(inside));
  const token = takeToken();
  return new Server(token, (await Server.info()).write);
}

async function start(): Promise<void> {
  const root = document.getElementById('app')!;
  const language = recall('language') ?? navigator.language.slice(0, 2);
  setLanguage(language === 'id' ? 'id' : 'en');
  startTheme();
  try {
    const source = await openSource();
    const info = await source.info();
    const begin = (): void => void new App(root, source, info, begin);
    begin();
  } catch (error) {
    fill(root, h('main', { class: 'failed' }, failureNote(error)));
  }
}

void start();
