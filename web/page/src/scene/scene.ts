// The picture of a graph: sigma draws it, a worker places it, mouse and keyboard walk in it.
import Sigma from 'sigma';
import { EdgeLineProgram, type EdgeProgramType, type NodeProgramType } from 'sigma/rendering';
import type { Edge } from '../api';
import { edgeColour, nodeColour } from '../look';
import { isDark, pageColours } from '../theme';
import { BentEdgeProgram } from './edges';
import { alongBend, drawNames, type NameToWrite, type WordToWrite } from './labels';
import { runLayout, type Place } from './layout';
import { isFine, makeGraph, paint, placeNew, type EdgeAttributes, type NodeAttributes, type SceneGraph, type SceneNode } from './model';
import { nodeProgram } from './nodes';

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

type Drawing = Sigma<NodeAttributes, EdgeAttributes>;

export class Scene {
  graph: SceneGraph = makeGraph([], [], new Map());
  private fine = true;
  private sigma: Drawing;
  private readonly places = new Map<string, Place>();
  private stopLayout: () => void = () => {};
  private selectedNode: string | null = null;
  private selectedEdge: string | null = null;
  private hovered: string | null = null;
  private hoveredEdge: string | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly events: SceneEvents,
  ) {
    this.sigma = this.startDrawing();
  }

  /** Shows these nodes and edges. Nodes that were there stay where they were; where there are new ones, all make room. */
  show(nodes: SceneNode[], edges: Edge[]): void {
    this.stopLayout();
    this.remember();
    const fresh = nodes.filter((node) => !this.places.has(node.id)).length;
    placeNew(this.places, nodes, edges);
    // A graph of its own, handed over when it is whole: sigma would look at every node and edge that is added to one that it draws.
    this.graph = makeGraph(nodes, edges, this.places);
    this.selectedNode = this.selectedEdge = this.hovered = this.hoveredEdge = null;
    if (isFine(edges.length) === this.fine) {
      this.sigma.setCustomBBox(null);
      this.sigma.setGraph(this.graph);
    } else {
      // Whether edges can be pointed at is settled when a drawing begins.
      this.fine = !this.fine;
      this.sigma.kill();
      this.sigma = this.startDrawing();
    }
    if (fresh > 0 && nodes.length > 1) this.layOut(fresh === nodes.length);
    else this.container.setAttribute('aria-busy', 'false');
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
    this.sigma.resize();
    this.sigma.refresh({ skipIndexation: true });
  }

  destroy(): void {
    this.stopLayout();
    this.sigma.kill();
  }

  private startDrawing(): Drawing {
    const sigma: Drawing = new Sigma<NodeAttributes, EdgeAttributes>(this.graph, this.container, {
      nodeProgramClasses: { shape: nodeProgram(pageColours) as unknown as NodeProgramType<NodeAttributes, EdgeAttributes> },
      edgeProgramClasses: {
        bent: BentEdgeProgram as unknown as EdgeProgramType<NodeAttributes, EdgeAttributes>,
        straight: EdgeLineProgram as unknown as EdgeProgramType<NodeAttributes, EdgeAttributes>,
      },
      defaultNodeType: 'shape',
      defaultEdgeType: 'bent',
      renderLabels: false,
      defaultDrawNodeHover: () => {},
      enableEdgeEvents: this.fine,
      hideEdgesOnMove: !this.fine,
      zIndex: this.fine,
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
    const ids = this.graph.nodes();
    const index = new Map(ids.map((id, i) => [id, i]));
    const edges = this.graph.mapEdges((_, { edge }, source, target): [number, number, number] => [
      index.get(source)!,
      index.get(target)!,
      1 + Math.log2(Math.max(1, edge.reports)),
    ]);
    const sizes = ids.map((id) => this.graph.getNodeAttribute(id, 'size'));
    this.container.setAttribute('aria-busy', 'true');
    this.stopLayout = runLayout(
      ids.map((id) => this.places.get(id)!),
      sizes,
      edges,
      { width: this.container.clientWidth, height: this.container.clientHeight },
      first,
      (places, done) => {
        let i = 0;
        this.graph.updateEachNodeAttributes((_, attributes) => ({ ...attributes, x: places[i++]!, y: places[i++]! }), { attributes: ['x', 'y'] });
        if (done) this.container.setAttribute('aria-busy', 'false');
      },
    );
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
    const focus = this.focus();
    const edges =
      this.selectedEdge !== null
        ? [this.selectedEdge]
        : this.hoveredEdge !== null
          ? [this.hoveredEdge]
          : focus !== null
            ? this.graph.edges(focus)
            : [];
    return edges
      .map((id) => ({ ...this.graph.getEdgeAttributes(id), id }))
      .sort((a, b) => b.edge.reports - a.edge.reports)
      .flatMap(({ id, bend, label }) => {
        const [from, to] = this.graph.extremities(id).map((end) => this.onScreen(end)) as [Place, Place];
        return Math.hypot(to.x - from.x, to.y - from.y) < SHORT ? [] : [{ ...alongBend(from, to, bend, 0.5), text: label ?? '' }];
      });
  }

  private remember(): void {
    this.graph.forEachNode((id, { x, y }) => this.places.set(id, { x, y }));
  }

  private busiest(): string | null {
    let best: string | null = null;
    this.graph.forEachNode((id) => {
      if (best === null || this.graph.degree(id) > this.graph.degree(best)) best = id;
    });
    return best;
  }

  /** What is looked at: a node and its edges, or an edge and its ends; the rest steps back. */
  private focus(): string | null {
    return this.hovered ?? this.selectedNode;
  }

  private nodeLook(id: string, data: NodeAttributes): Partial<NodeAttributes> {
    const focus = this.focus();
    if (focus === null && this.selectedEdge === null) return data;
    const end = this.selectedEdge !== null && this.graph.hasExtremity(this.selectedEdge, id);
    const near = focus === null || id === focus || this.graph.areNeighbors(id, focus);
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
      if (this.fine) sigma.refresh({ skipIndexation: true });
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
