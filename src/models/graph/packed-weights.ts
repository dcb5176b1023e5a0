import { AuditError, quoted } from '../../base/index.js';
import { elementType } from './data-types.js';
import { wholeAttribute } from './quantized-operators.js';
import { elementCount } from './element-count.js';
import { allCodes, storedCodes, unpack } from './stored-codes.js';
import type { StoredTensor } from './walk-graph.js';

/** Weights that ONNX Runtime's MatMulNBits reads as bytes, each of which holds several. */
export interface PackedWeights {
  readonly type: string;
  readonly count: number;
  readonly zeros: number;
}

/**
 * Counts the weights of a MatMulNBits: K × N of 2, 4 or 8 bits, in blocks along K that are padded to whole blocks.
 *
 * A weight is zero where it equals its block's zero point, which is the middle of the range unless packed zero points are stored.
 *
 * @returns nothing where the tensor is not read by such an operator
 * @throws {AuditError} `model` where the attributes do not fit the tensor
 */
export async function countPackedWeights(
  stored: StoredTensor,
  path: string,
  signal?: AbortSignal,
): Promise<PackedWeights | undefined> {
  const node = stored.uses.find((use) => use.node.opType === 'MatMulNBits' && use.position === 1)?.node;
  if (!node) return undefined;
  const whole = (name: string, otherwise = 0): number => wholeAttribute(node, name) ?? otherwise;
  const [K, N, bits, block] = [whole('K'), whole('N'), whole('bits', 4), whole('block_size')];
  const blocks = Math.ceil(K / block);
  const blockBytes = (block * bits) / 8;
  const bytes = elementCount(stored.tensor.name, stored.dims, path);
  const misfit = (): AuditError =>
    new AuditError('model', `The packed weights ${quoted(stored.tensor.name)} do not fit their MatMulNBits.`, {
      place: { file: path },
      wayOut: 'The file is damaged or made to mislead: export the model again.',
    });
  if (![2, 4, 8].includes(bits) || !(block > 0) || N * blocks * blockBytes !== bytes) {
    throw misfit();
  }
  const zeroOf = await zeroPoints(stored, node.input[3], { bits, blocks, rows: N }, path, misfit);
  let zeros = 0;
  let first = 0;
  for await (const piece of storedCodes(stored.tensor, elementType(2), bytes, path)) {
    signal?.throwIfAborted();
    const codes = bits === 8 ? piece : unpack(Uint8Array.from(piece), bits);
    for (let i = 0; i < codes.length; i++) {
      const place = (first + i) % (blocks * block);
      const row = Math.floor((first + i) / (blocks * block));
      if (place < K && codes[i] === zeroOf(row, Math.floor(place / block))) zeros += 1;
    }
    first += codes.length;
  }
  return { type: `uint${bits}`, count: K * N, zeros };
}

async function zeroPoints(
  { scope }: StoredTensor,
  name: string | undefined,
  { bits, blocks, rows }: { readonly bits: number; readonly blocks: number; readonly rows: number },
  path: string,
  misfit: () => AuditError,
): Promise<(row: number, block: number) => number> {
  const stored = name === undefined || name === '' ? undefined : scope.find(name);
  const middle = 2 ** (bits - 1);
  if (stored?.tensor.dataType !== 2) return () => middle;
  // Each row of zero points is padded to a whole byte.
  const rowBytes = Math.ceil((blocks * bits) / 8);
  const count = elementCount(stored.tensor.name, stored.dims, path);
  if (count !== rows * rowBytes) throw misfit();
  const bytes = Uint8Array.from(await allCodes(stored.tensor, elementType(2), count, path));
  const codes = bits === 8 ? bytes : unpack(bytes, bits);
  const rowLength = (rowBytes * 8) / bits;
  return (row, block) => codes[row * rowLength + block] ?? middle;
}
