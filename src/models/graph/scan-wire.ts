import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';

/** What is wrong with bytes that should be a protobuf message. */
export type WireProblem =
  | { readonly kind: 'cut-off'; readonly missingBytes: number }
  | { readonly kind: 'malformed'; readonly at: number }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'too-big'; readonly bytes: number };

export interface WireLimits {
  /** How often the message type `nested` may stand inside itself. */
  readonly nested: string;
  readonly depth: number;
  /** About how much memory the decoded message may take. */
  readonly memoryBytes: number;
}

/** Messages of any kind inside each other; types of sequences of sequences nest too. */
export const maxMessageDepth = 128;

/** About what decoded things take in memory, measured on Node 20: an empty message, a view on bytes, a 64-bit and another number. */
const cost = { message: 420, bytes: 110, bigint: 32, number: 8 };

/**
 * Reads a message's structure without decoding it, so that a file made to fill memory or the stack is refused before it does.
 *
 * @returns the first problem, or nothing
 */
export function scanWire(bytes: Uint8Array, schema: DescMessage, limits: WireLimits): WireProblem | undefined {
  const scan = new WireScan(bytes, limits);
  try {
    scan.message(schema, bytes.length, 0, 0);
    return undefined;
  } catch (error) {
    if (error instanceof Found) return error.problem;
    throw error;
  }
}

class Found extends Error {
  constructor(readonly problem: WireProblem) {
    super(problem.kind);
  }
}

class WireScan {
  readonly #fields = new Map<DescMessage, ReadonlyMap<number, DescField>>();
  #at = 0;
  #memory = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly limits: WireLimits,
  ) {}

  message(schema: DescMessage, end: number, depth: number, outerNested: number): void {
    const nested = outerNested + (schema.typeName === this.limits.nested ? 1 : 0);
    if (depth > maxMessageDepth || nested > this.limits.depth) throw new Found({ kind: 'too-deep' });
    this.#take(cost.message);
    const fields = this.#fieldsOf(schema);
    while (this.#at < end) {
      const start = this.#at;
      const tag = this.#varint(end);
      const field = fields.get(Math.floor(tag / 8));
      switch (tag % 8) {
        case 0:
          this.#varint(end);
          this.#take(cost.bigint);
          break;
        case 1:
          this.#skip(8, end);
          this.#take(cost.number);
          break;
        case 2:
          this.#lengthDelimited(field, end, depth, nested);
          break;
        case 5:
          this.#skip(4, end);
          this.#take(cost.number);
          break;
        default:
          throw new Found({ kind: 'malformed', at: start });
      }
    }
  }

  #lengthDelimited(field: DescField | undefined, end: number, depth: number, nested: number): void {
    const start = this.#at;
    const length = this.#varint(end);
    const message = field?.message;
    const innerEnd = this.#at + length;
    if (innerEnd > end) this.#refuseEnd(innerEnd, end, start);
    if (message) {
      this.message(message, innerEnd, depth + 1, nested);
    } else {
      this.#take(costOf(field, length));
      this.#at = innerEnd;
    }
  }

  #fieldsOf(schema: DescMessage): ReadonlyMap<number, DescField> {
    const known = this.#fields.get(schema) ?? new Map(schema.fields.map((field) => [field.number, field]));
    this.#fields.set(schema, known);
    return known;
  }

  #take(bytes: number): void {
    this.#memory += bytes;
    if (this.#memory > this.limits.memoryBytes) throw new Found({ kind: 'too-big', bytes: this.#memory });
  }

  #skip(length: number, end: number): void {
    if (this.#at + length > end) this.#refuseEnd(this.#at + length, end, this.#at);
    this.#at += length;
  }

  /** The number, rounded above 2⁵³: only lengths and tags matter here, and those are small. */
  #varint(end: number): number {
    const start = this.#at;
    let value = 0;
    for (let i = 0; i < 10; i++) {
      if (this.#at >= end) this.#refuseEnd(this.#at + 1, end, start);
      const byte = this.bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new Found({ kind: 'malformed', at: start });
  }

  /** Whatever reaches beyond the file's end was cut off; what reaches beyond its own message is malformed. */
  #refuseEnd(wanted: number, end: number, at: number): never {
    const missingBytes = wanted - this.bytes.length;
    if (end === this.bytes.length && missingBytes > 0) throw new Found({ kind: 'cut-off', missingBytes });
    throw new Found({ kind: 'malformed', at });
  }
}

/** About what a text, bytes, or a packed list of numbers takes once decoded. */
function costOf(field: DescField | undefined, length: number): number {
  if (field?.fieldKind !== 'list' || field.listKind !== 'scalar') return cost.bytes;
  switch (field.scalar) {
    case ScalarType.DOUBLE:
      return length;
    case ScalarType.FLOAT:
      return length * 2;
    case ScalarType.INT64:
    case ScalarType.UINT64:
      return length * cost.bigint;
    case ScalarType.INT32:
      return length * cost.number;
    default:
      return cost.bytes;
  }
}
