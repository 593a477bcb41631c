// The picture of a graph: sigma draws it, a worker places it, mouse and keyboard walk in it.
import Sigma from 'sigma';
import type { EdgeProgramType, NodeProgramType } from 'sigma/rendering';
import type { Edge } from '../api';
import { edgeColour, nodeColour } from '../look';
import { relationName } from '../text';
import { isDark, pageColours } from '../theme';
import { breath, Turn } from '../view';
import { BentEdgeProgram } from './edges';
import { alongBend, drawNames, type NameToWrite, type WordToWrite } from './labels';
import { runLayout } from './layout';
import { linesProgram, type Lines } from './lines';
import { contentOf, isFine, nothing, paint, type Content, type EdgeAttributes, type NodeAttributes, type SceneGraph, type SceneNode } from './model';
import { nodeProgram } from './nodes';
import type { Place } from './start';
import { unusedEdges, unusedNodes } from './unused';

/** So many names are tried for room. */
const CANDIDATES = 600;
/** Pixels between two nodes below which what joins them is not written. */
const SHORT = 70;

export interface SceneEvents {
  node(id: string): void;
  edge(edge: Edge): void;
  nothing(): void;
  expand(id: string): void;
}

/** The last node whose neighbours were looked for, with them. */
const NOBODY: { of: string | null; nodes: Set<string> } = { of: null, nodes: new Set() };

type Drawing = Sigma<NodeAttributes, EdgeAttributes>;

/** The frame after the next begins when the next one is drawn. */
const afterDrawing = (run: () => void) => requestAnimationFrame(() => requestAnimationFrame(run));

/** The types of sigma do not allow for programs that know more of nodes and edges than it does. */
const programs = <Type>(classes: Record<string, unknown>) => classes as Record<string, Type>;

export class Scene {
  private content: Content;
  private sigma: Drawing;
  private readonly places = new Map<string, Place>();
  private stopLayout: () => void = () => {};
  private selectedNode: string | null = null;
  private selectedEdge: string | null = null;
  private hovered: string | null = null;
  private hoveredEdge: string | null = null;
  private circle = NOBODY;
  private readonly turn = new Turn();

  /** An empty picture, soon of so many edges. Throws where the browser has no WebGL. */
  constructor(
    private readonly container: HTMLElement,
    private readonly events: SceneEvents,
    edges: number,
  ) {
    this.content = nothing(isFine(edges));
    this.sigma = this.startDrawing();
  }

  /**
   * Shows these nodes and edges. Nodes that were there stay where they were; where there are new ones, all make room. It is done when they are in the picture; of
   * many it makes its picture in parts, between which the page answers the reader. A later call overtakes an earlier one.
   */
  async show(nodes: SceneNode[], edges: Edge[]): Promise<void> {
    const newest = this.turn.take();
    const fine = isFine(edges.length);
    this.stopLayout();
    this.container.setAttribute('aria-busy', 'true');
    this.remember();
    if (this.content.fine !== fine) this.restart(fine);
    if (!fine) await breath();
    if (!newest()) return;
    const fresh = nodes.filter((node) => !this.places.has(node.id));
    // A graph of its own, handed over when it is whole: sigma would look at every node and edge that is added to one that it draws.
    const content = contentOf(nodes, edges, this.places);
    if (!fine) await breath();
    if (!newest()) {
      for (const node of fresh) this.places.delete(node.id);
      return;
    }
    this.content = content;
    this.forgetLooks();
    this.sigma.setCustomBBox(null);
    this.sigma.setGraph(this.graph);
    if (!fine) await breath();
    if (!newest()) return;
    if (fresh.length > 0 && nodes.length > 1) this.layOut(fresh.length === nodes.length);
    else this.container.setAttribute('aria-busy', 'false');
  }

  get graph(): SceneGraph {
    return this.content.graph;
  }

  /** Every line in the picture. */
  lines(): { edge: Edge; bend: number }[] {
    const { fine, edges, graph } = this.content;
    return fine ? graph.mapEdges((_, { edge, bend }) => ({ edge, bend })) : edges.map((edge) => ({ edge, bend: 0 }));
  }

  select(node: string | null, edge: string | null): void {
    const [wantedNode, wantedEdge] = [
      node !== null && this.graph.hasNode(node) ? node : null,
      edge !== null && this.graph.hasEdge(edge) ? edge : null,
    ];
    if (wantedNode === this.selectedNode && wantedEdge === this.selectedEdge) return;
    this.selectedNode = wantedNode;
    this.selectedEdge = wantedEdge;
    this.sigma.refresh({ skipIndexation: true });
  }

  zoom(direction: 'in' | 'out' | 'fit'): void {
    const camera = this.sigma.getCamera();
    const quiet = { duration: 150 };
    if (direction === 'in') void camera.animatedZoom(quiet);
    else if (direction === 'out') void camera.animatedUnzoom(quiet);
    else void camera.animatedReset(quiet);
  }

  /** The node that lies nearest in that direction of the one that is selected, or the one with most edges. */
  nearest(dx: number, dy: number): string | null {
    if (this.selectedNode === null) return this.busiest();
    const from = this.onScreen(this.selectedNode);
    let best: string | null = null;
    let least = Infinity;
    this.graph.forEachNode((id) => {
      const to = this.onScreen(id);
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy - (to.y - from.y) * dx);
      if (along > 1 && along + 2 * aside < least) {
        least = along + 2 * aside;
        best = id;
      }
    });
    return best;
  }

  /** Where a node is in the container, in pixels. */
  onScreen(id: string): Place {
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
  }

  /** How many pixels a node's radius has now. */
  radius = (id: string): number => this.sigma.scaleSize(this.graph.getNodeAttribute(id, 'size'));

  repaint(): void {
    this.graph.forEachNode((id, { node }) => this.graph.setNodeAttribute(id, 'color', nodeColour(node.type, isDark())));
    this.graph.forEachEdge((id, { edge }) => this.graph.setEdgeAttribute(id, 'color', paint(edge, isDark())));
    this.sigma.refresh();
  }

  resize(): void {
    const before = this.sigma.getDimensions();
    const { width, height } = this.sigma.resize().getDimensions();
    // Draws again, and looks at no node or edge again.
    if (width !== before.width || height !== before.height) this.sigma.refresh({ partialGraph: {}, skipIndexation: true });
  }

  destroy(): void {
    this.turn.take();
    this.stopLayout();
    this.sigma.kill();
  }

  /** Whether edges can be pointed at is settled when a drawing begins. */
  private restart(fine: boolean): void {
    this.content = nothing(fine);
    this.forgetLooks();
    this.sigma.kill();
    this.sigma = this.startDrawing();
  }

  private forgetLooks(): void {
    this.selectedNode = this.selectedEdge = this.hovered = this.hoveredEdge = null;
    this.circle = NOBODY;
  }

  private startDrawing(): Drawing {
    const { fine } = this.content;
    const program = fine ? BentEdgeProgram : linesProgram(() => this.straightLines());
    const sigma: Drawing = new Sigma<NodeAttributes, EdgeAttributes>(this.graph, this.container, {
      nodeProgramClasses: programs<NodeProgramType<NodeAttributes, EdgeAttributes>>({ ...unusedNodes, shape: nodeProgram(pageColours) }),
      edgeProgramClasses: programs<EdgeProgramType<NodeAttributes, EdgeAttributes>>({ ...unusedEdges, bent: program }),
      defaultNodeType: 'shape',
      defaultEdgeType: 'bent',
      renderLabels: false,
      defaultDrawNodeHover: () => {},
      enableEdgeEvents: fine,
      hideEdgesOnMove: !fine,
      zIndex: fine,
      minCameraRatio: 0.03,
      maxCameraRatio: 3,
      stagePadding: 40,
      allowInvalidContainer: true,
      nodeReducer: (id, data) => this.nodeLook(id, data),
      edgeReducer: (id, data) => this.edgeLook(id, data),
    });
    this.listen(sigma);
    return sigma;
  }

  private layOut(first: boolean): void {
    const { ids, ends, edges, graph } = this.content;
    // Where drawing takes long, as without a graphics card, the page waits three times as long before it draws again, so that the reader is heard.
    let free = 0;
    this.container.setAttribute('aria-busy', 'true');
    this.stopLayout = runLayout(
      {
        places: ids.map((id) => this.places.get(id)!),
        sizes: ids.map((id) => graph.getNodeAttribute(id, 'size')),
        ends,
        weights: Float32Array.from(edges, (edge) => 1 + Math.log2(Math.max(1, edge.reports))),
      },
      { width: this.container.clientWidth, height: this.container.clientHeight },
      first,
      (places, done) => {
        if (!done && performance.now() < free) return;
        const begun = performance.now();
        let i = 0;
        graph.updateEachNodeAttributes((_, attributes) => ({ ...attributes, x: places[i++]!, y: places[i++]! }), { attributes: ['x', 'y'] });
        if (done) this.container.setAttribute('aria-busy', 'false');
        free = Infinity;
        afterDrawing(() => (free = performance.now() + 3 * (performance.now() - begun)));
      },
    );
  }

  /** Edges that sigma does not know, as they look now. */
  private straightLines(): Lines {
    const { ids, ends, edges } = this.content;
    const dark = isDark();
    const focus = this.focus();
    const touches = (edge: Edge) => edge.source === focus || edge.target === focus;
    return {
      ids,
      ends,
      near: (line) => focus !== null && touches(edges[line]!),
      colour: (line) => {
        const edge = edges[line]!;
        return focus === null ? paint(edge, dark) : edgeColour(edge, dark) + (touches(edge) ? '' : '2e');
      },
    };
  }

  /** Names of what is looked at first, then of the busiest; only of what is in the picture. */
  private writeNames(): void {
    const [width, height] = [this.container.clientWidth, this.container.clientHeight];
    const names: (NameToWrite & { rank: number })[] = [];
    this.graph.forEachNode((id) => {
      const shown = this.sigma.getNodeDisplayData(id) as NodeAttributes | undefined;
      if (!shown?.label) return;
      const at = this.onScreen(id);
      const radius = this.radius(id);
      if (at.x < -50 || at.y < 0 || at.x > width || at.y > height || (radius < 2.5 && !shown.forceLabel)) return;
      names.push({
        ...at,
        text: shown.label,
        radius,
        must: id === this.hovered || id === this.selectedNode,
        rank: (shown.forceLabel ? 1000 : 0) + shown.size,
      });
    });
    names.sort((a, b) => Number(b.must) - Number(a.must) || b.rank - a.rank);
    names.length = Math.min(names.length, CANDIDATES);
    drawNames(this.sigma.getCanvases()['labels']!.getContext('2d')!, { width, height }, names, this.words());
  }

  /** What the edges that are looked at say, the most reported first. */
  private words(): WordToWrite[] {
    return this.spoken()
      .sort((a, b) => b.edge.reports - a.edge.reports)
      .flatMap(({ edge, bend }) => {
        const [from, to] = [this.onScreen(edge.source), this.onScreen(edge.target)];
        return Math.hypot(to.x - from.x, to.y - from.y) < SHORT ? [] : [{ ...alongBend(from, to, bend, 0.5), text: relationName(edge.type) }];
      });
  }

  private spoken(): { edge: Edge; bend: number }[] {
    const one = this.selectedEdge ?? this.hoveredEdge;
    if (one !== null) return [this.graph.getEdgeAttributes(one)];
    const focus = this.focus();
    return focus === null ? [] : this.lines().filter(({ edge }) => edge.source === focus || edge.target === focus);
  }

  private remember(): void {
    this.graph.forEachNode((id, { x, y }) => this.places.set(id, { x, y }));
  }

  private busiest(): string | null {
    let [best, most]: [string | null, number] = [null, 0];
    this.graph.forEachNode((id, { edges }) => {
      if (best === null || edges > most) [best, most] = [id, edges];
    });
    return best;
  }

  /** What is looked at: a node and its edges, or an edge and its ends; the rest steps back. */
  private focus(): string | null {
    return this.hovered ?? this.selectedNode;
  }

  /** A node and its neighbours. */
  private around(id: string): Set<string> {
    if (this.circle.of !== id) {
      const nodes = new Set([id]);
      for (const { source, target } of this.content.edges) {
        if (source === id) nodes.add(target);
        if (target === id) nodes.add(source);
      }
      this.circle = { of: id, nodes };
    }
    return this.circle.nodes;
  }

  private nodeLook(id: string, data: NodeAttributes): Partial<NodeAttributes> {
    const focus = this.focus();
    if (focus === null && this.selectedEdge === null) return data;
    const end = this.selectedEdge !== null && this.graph.hasExtremity(this.selectedEdge, id);
    const near = focus === null || this.around(focus).has(id);
    if (!near && !end) return { ...data, label: null, color: isDark() ? '#3a4149' : '#d9dde1', zIndex: 0 };
    const chosen = id === this.selectedNode || end;
    return { ...data, ringed: chosen, forceLabel: chosen || id === this.hovered || (focus !== null && this.graph.order < 400) };
  }

  private edgeLook(id: string, data: EdgeAttributes): Partial<EdgeAttributes> {
    const focus = this.focus();
    if (id === this.selectedEdge || id === this.hoveredEdge) return { ...data, size: data.size + 2, zIndex: 2 };
    if (focus === null && this.selectedEdge === null) return data;
    const near = focus !== null && this.graph.hasExtremity(id, focus);
    return { ...data, color: edgeColour(data.edge, isDark()) + (near ? '' : '2e'), zIndex: near ? 1 : 0 };
  }

  private listen(sigma: Drawing): void {
    const { events } = this;
    sigma.on('clickNode', ({ node }) => events.node(node));
    sigma.on('clickEdge', ({ edge }) => events.edge(this.graph.getEdgeAttribute(edge, 'edge')));
    sigma.on('clickStage', () => events.nothing());
    sigma.on('doubleClickNode', (event) => {
      event.preventSigmaDefault();
      events.expand(event.node);
    });
    const hover = (id: string | null) => {
      this.hovered = id;
      this.container.style.cursor = id ? 'pointer' : '';
      if (this.content.fine) sigma.refresh({ skipIndexation: true });
    };
    sigma.on('enterNode', ({ node }) => hover(node));
    sigma.on('leaveNode', () => hover(null));
    const hoverEdge = (id: string | null) => {
      this.hoveredEdge = id;
      this.container.style.cursor = id ? 'pointer' : '';
      sigma.refresh({ skipIndexation: true });
    };
    sigma.on('enterEdge', ({ edge }) => hoverEdge(edge));
    sigma.on('leaveEdge', () => hoverEdge(null));
    sigma.on('afterRender', () => this.sigma && this.writeNames());
    this.dragNodes(sigma);
  }

  /** A node can be taken elsewhere. The rest stays where it is, also when the node leaves the picture. */
  private dragNodes(sigma: Drawing): void {
    const captor = sigma.getMouseCaptor();
    let dragged: string | null = null;
    sigma.on('downNode', ({ node }) => {
      dragged = node;
      if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
    });
    captor.on('mousemovebody', (event) => {
      if (dragged === null) return;
      this.stopLayout();
      this.container.setAttribute('aria-busy', 'false');
      this.graph.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    captor.on('mouseup', () => (dragged = null));
  }
}
