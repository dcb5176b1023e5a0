import type { NodeProto } from './onnx_pb.js';

/** A node that reads a value, and as which of its inputs. */
export interface Use {
  readonly node: NodeProto;
  readonly position: number;
  /** The scope of the graph that the node stands in. */
  readonly scope: Pick<Scope<unknown>, 'usesOf'>;
}

/** The names of one graph. A subgraph sees the names of the graphs around it; its own are not seen from outside. */
export class Scope<Value> {
  readonly #uses = new Map<string, Use[]>();
  readonly #values = new Map<string, Value>();

  constructor(readonly outer?: Scope<Value>) {}

  define(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  find(name: string): Value | undefined {
    return this.#values.get(name) ?? this.outer?.find(name);
  }

  /** Notes that a node of this graph reads a value, wherever outside it was defined. */
  note(name: string, use: Use): void {
    // A list may have been handed out before its value's readers were met, so it is extended, never replaced.
    this.#listOf(name).push(use);
    if (!this.#values.has(name)) this.outer?.note(name, use);
  }

  /** Who reads a value of this graph, here and in subgraphs; the list grows while the graph is walked. */
  usesOf(name: string): readonly Use[] {
    return this.#listOf(name);
  }

  #listOf(name: string): Use[] {
    const list = this.#uses.get(name) ?? [];
    this.#uses.set(name, list);
    return list;
  }
}
