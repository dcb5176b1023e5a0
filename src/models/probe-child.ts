import { compareOutputs } from './compare-outputs.js';
import { openOnnxModel } from './onnx.js';
import { serveWatchedChild } from './serve-watched-child.js';

/** What a probe can be asked. */
export type ProbeRequest =
  | { readonly kind: 'describe'; readonly name: string; readonly path: string }
  | {
      readonly kind: 'compare';
      readonly baseline: string;
      readonly variant: string;
      readonly inputs: number;
      readonly seed: string;
    };

serveWatchedChild(async (request: ProbeRequest, tools) => {
  if (request.kind === 'compare') {
    tools.doing('running both models on generated inputs');
    return compareOutputs(request.baseline, request.variant, request.inputs, request.seed);
  }
  tools.doing(`loading the model "${request.name}"`);
  const model = await openOnnxModel(request.path);
  const { inputs, outputs } = model;
  await model.close();
  return { inputs, outputs };
});
