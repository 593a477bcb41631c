// What the frame of the page knows of a view, and a view of the frame.
import type { Edge, Info, NodeSummary } from './api';
import type { Table } from './download';
import type { Source } from './source';
import type { State } from './state';

export interface Frame {
  readonly source: Source;
  readonly info: Info;
  readonly state: State;
  /** Changes what is seen; `replace` leaves no step to go back to. */
  go(change: Partial<State>, replace?: boolean): void;
  /** Reads everything again, after something was written. */
  reload(): void;
}

export interface View {
  readonly element: HTMLElement;
  /** Shows the state. A later call may come before an earlier one is done; the view then keeps the later one. */
  show(state: State): Promise<void>;
  /** What is seen as a table, as a picture, as a graph; null where there is none of it. */
  table(): Table | null;
  picture(): SVGSVGElement | null;
  graph(): { nodes: NodeSummary[]; edges: Edge[] } | null;
  /** What is left running is stopped. */
  leave(): void;
  /** Called when the room for the view has changed. */
  resize?(): void;
}

/** Tells the newest of several calls from those that it has overtaken. */
export class Turn {
  private current = 0;
  take(): () => boolean {
    const mine = ++this.current;
    return () => mine === this.current;
  }
}

/** Lets the page answer the reader, between two parts of long work. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
