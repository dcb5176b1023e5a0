import type { NodeProto } from './onnx_pb.js';

/** Where an operator keeps the zero point of a quantized input, and along which axis it may vary. */
export interface ZeroPointPlace {
  readonly input: number;
  readonly axis: number;
}

interface Operator {
  /** Quantized weights, by position, with the place of their zero point; `none` for a bias, whose zero is 0. */
  readonly weights?: Readonly<Record<number, ZeroPointPlace | 'none'>>;
  /** Positions of scales, zero points, bounds and sizes: settings, not weights. */
  readonly settings: readonly number[];
}

/** Operators of ONNX and of ONNX Runtime (`com.microsoft`) that read settings as tensors; all others read none. */
const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  Object.entries({
    QuantizeLinear: { settings: [1, 2] },
    // Its axis is an attribute: see zeroPointPlace.
    DequantizeLinear: { weights: { 0: { input: 2, axis: 1 } }, settings: [1, 2] },
    QLinearConv: { weights: { 3: { input: 5, axis: 0 }, 8: 'none' }, settings: [1, 2, 4, 5, 6, 7] },
    QLinearMatMul: {
      weights: { 0: { input: 2, axis: -2 }, 3: { input: 5, axis: -1 } },
      settings: [1, 2, 4, 5, 6, 7],
    },
    ConvInteger: { weights: { 1: { input: 3, axis: 0 } }, settings: [2, 3] },
    MatMulInteger: { weights: { 0: { input: 2, axis: -2 }, 1: { input: 3, axis: -1 } }, settings: [2, 3] },
    QGemm: { weights: { 3: { input: 5, axis: -1 }, 6: 'none' }, settings: [1, 2, 4, 5, 7, 8] },
    DynamicQuantizeMatMul: { weights: { 1: { input: 3, axis: -1 } }, settings: [2, 3] },
    MatMulIntegerToFloat: { weights: { 1: { input: 5, axis: -1 } }, settings: [2, 3, 4, 5] },
    MatMulNBits: { settings: [2, 3, 4] },
    QLinearAdd: { settings: [1, 2, 4, 5, 6, 7] },
    QLinearMul: { settings: [1, 2, 4, 5, 6, 7] },
    QLinearGlobalAveragePool: { settings: [1, 2, 3, 4] },
    Clip: { settings: [1, 2] },
    Dropout: { settings: [1, 2] },
    NonMaxSuppression: { settings: [2, 3, 4] },
    OneHot: { settings: [1, 2] },
    Pad: { settings: [1, 2, 3] },
    Resize: { settings: [1, 2, 3] },
    Upsample: { settings: [1] },
  }),
);

/** Operators whose first input comes out with other places but the same values. */
export const passesValuesOn: ReadonlySet<string> = new Set([
  'Flatten',
  'Gather',
  'Identity',
  'Reshape',
  'Slice',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Whether a node reads this input as a setting, such as a scale, and not as weights. */
export function isSetting({ opType }: NodeProto, position: number): boolean {
  return operators.get(opType)?.settings.includes(position) ?? false;
}

/** Whether a node reads this input as quantized weights or a quantized bias. */
export function isQuantizedWeight({ opType }: NodeProto, position: number): boolean {
  return operators.get(opType)?.weights?.[position] !== undefined;
}

/** Where the zero point of a node's quantized input is, if the node has one for it. */
export function zeroPointPlace(node: NodeProto, position: number): ZeroPointPlace | undefined {
  const place = operators.get(node.opType)?.weights?.[position];
  if (place === undefined || place === 'none') return undefined;
  if (node.opType === 'DequantizeLinear') return { ...place, axis: wholeAttribute(node, 'axis') ?? place.axis };
  if (node.opType === 'QGemm' && wholeAttribute(node, 'transB') === 1) return { ...place, axis: 0 };
  return place;
}

/** A whole-number attribute of a node. */
export function wholeAttribute({ attribute }: NodeProto, name: string): number | undefined {
  const found = attribute.find((item) => item.name === name);
  return found === undefined ? undefined : Number(found.i);
}
