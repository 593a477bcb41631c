// Files of what is seen, made in the page.
import type { Edge, NodeSummary } from './api';
import { cssColour } from './theme';

export interface Table {
  columns: string[];
  rows: (string | number | null)[][];
}

export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has begun when the click returns, but not yet read all of it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A cell of RFC 4180. One that a spreadsheet would take for a formula gets an apostrophe: the texts are those of articles. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export function csv({ columns, rows }: Table): Blob {
  return new Blob([[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' });
}

export function svg(picture: SVGSVGElement): Blob {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

/** The picture in dots, two for each of its own, for screens and print. */
export async function png(picture: SVGSVGElement): Promise<Blob> {
  const { width, height } = picture.viewBox.baseVal;
  const image = new Image();
  const address = URL.createObjectURL(svg(picture));
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = address;
    });
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.round(width * 2), Math.round(height * 2)];
    const context = canvas.getContext('2d')!;
    context.fillStyle = cssColour('--page');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('png'))), 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}

// XML 1.0 has no way to write most control characters, so they are left out.
const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** The nodes and edges of a picture, with the attributes that `entente export` gives them. */
export function graphml({ nodes, edges }: { nodes: NodeSummary[]; edges: Edge[] }): Blob {
  const nodeKeys = { label: 'string', type: 'string', country: 'string', documents: 'long', lat: 'double', lon: 'double' };
  const edgeKeys = {
    type: 'string',
    weight: 'long',
    quad: 'long',
    origin: 'string',
    reports: 'long',
    articles: 'long',
    first: 'string',
    last: 'string',
    confidence: 'double',
  };
  const keys = (of: string, names: Record<string, string>) =>
    Object.entries(names).map(([name, type]) => `<key id="${of[0]}_${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`);
  const data = (of: string, values: Record<string, string | number | null>) =>
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `<data key="${of[0]}_${name}">${xml(String(value))}</data>`)
      .join('');
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys('node', nodeKeys),
    ...keys('edge', edgeKeys),
    '<graph edgedefault="directed">',
    ...nodes.map(
      (n) =>
        `<node id="${xml(n.id)}">${data('node', { label: n.name, type: n.type, country: n.country, documents: n.documents, lat: n.lat, lon: n.lon })}</node>`,
    ),
    ...edges.map(
      (e) =>
        `<edge source="${xml(e.source)}" target="${xml(e.target)}">${data('edge', {
          type: e.type,
          weight: e.claims.actual,
          quad: e.quad,
          origin: e.origin,
          reports: e.reports,
          articles: e.articles,
          first: e.first,
          last: e.last,
          confidence: e.confidence,
        })}</edge>`,
    ),
    '</graph>',
    '</graphml>',
    '',
  ];
  return new Blob([lines.join('\n')], { type: 'application/graphml+xml' });
}
