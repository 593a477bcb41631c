// The picture of a graph as lines, for print and for other programs: as it is on the screen now.
import { s } from '../dom';
import { DASHES, edgeColour, edgeWidth, nodeColour, nodeShape, outline, standing } from '../look';
import { cssColour, isDark } from '../theme';
import { alongBend, FONT, NAME_SIZE, placeNames } from './labels';
import type { Scene } from './scene';

export function scenePicture(scene: Scene, width: number, height: number): SVGSVGElement {
  const { graph } = scene;
  const page = cssColour('--page');
  const lines = scene.lines().map(({ edge, bend }) => {
    const [from, to] = [scene.onScreen(edge.source), scene.onScreen(edge.target)];
    const length = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
    const end = alongBend(from, to, bend, Math.max(0.05, 1 - (scene.radius(edge.target) + 2) / length));
    const before = alongBend(from, to, bend, Math.max(0.02, 1 - (scene.radius(edge.target) + 8) / length));
    const middle = alongBend(from, to, bend, 0.5);
    // The control point of the part that is drawn; near enough to that of the whole line, of which only the radius of a node is missing.
    const control = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
    const colour = edgeColour(edge, isDark());
    const dash = DASHES[standing(edge)];
    const stroke = edgeWidth(edge);
    const line = s('path', {
      d: `M${at(from)}Q${at(control)} ${at(end)}`,
      fill: 'none',
      stroke: colour,
      'stroke-width': stroke.toFixed(1),
      'stroke-opacity': 0.8,
      'stroke-dasharray': dash[1] ? dash.join(' ') : undefined,
    });
    if (edge.symmetric) return s('g', {}, line);
    const [dx, dy] = [end.x - before.x, end.y - before.y];
    const wing = (side: number) => ({ x: before.x - dy * 0.5 * side, y: before.y + dx * 0.5 * side });
    return s('g', {}, line, s('path', { d: `M${at(end)}L${at(wing(1))} ${at(wing(-1))}z`, fill: colour }));
  });
  const shapes = graph.mapNodes((id, { node }) => {
    const { x, y } = scene.onScreen(id);
    return s('path', {
      d: outline(nodeShape(node.type), x, y, scene.radius(id)),
      fill: nodeColour(node.type, isDark()),
      stroke: page,
      'stroke-width': 1.5,
    });
  });
  const wanted = graph
    .mapNodes((id, { node }) => ({ ...scene.onScreen(id), text: node.name, radius: scene.radius(id), must: false }))
    .sort((a, b) => b.radius - a.radius);
  // Without a canvas to measure on, a letter is taken to be as wide as most are.
  const names = placeNames(wanted, { width, height }, (node) => node.text.length * NAME_SIZE * 0.56).map(({ node, x, y }) =>
    s(
      'text',
      {
        x: x.toFixed(1),
        y: y.toFixed(1),
        'font-size': NAME_SIZE,
        'font-weight': node.radius > 9 ? 600 : 400,
        fill: cssColour('--ink'),
        stroke: page,
        'stroke-width': 3,
        'paint-order': 'stroke',
        'stroke-linejoin': 'round',
      },
      node.text,
    ),
  );
  return s(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': FONT },
    s('rect', { width, height, fill: page }),
    ...lines,
    ...shapes,
    ...names,
  );
}

const at = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
