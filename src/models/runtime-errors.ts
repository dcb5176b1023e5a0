import { AuditError, messageOf, quoted, safeText } from '../base/index.js';

/** Why onnxruntime would not load a model, with what it said itself at the end. */
export function loadError(path: string, error: unknown): AuditError {
  const said = cleanMessage(messageOf(error));
  const known = loadProblems.find(({ pattern }) => pattern.test(said));
  const [message, wayOut] = known?.explain(known.pattern.exec(said) ?? []) ?? [
    'The runtime cannot load this model',
    'Check it with onnx.checker, or export it again.',
  ];
  return new AuditError('model', `${message}. ONNX Runtime says: ${said}.`, {
    place: { file: path },
    wayOut,
    cause: error,
  });
}

type Explanation = readonly [message: string, wayOut: string];

const loadProblems: readonly {
  readonly pattern: RegExp;
  readonly explain: (match: readonly (string | undefined)[]) => Explanation;
}[] = [
  {
    pattern: /No Op registered for (\S+) with domain_version of (\d+)/u,
    explain: ([, operator, opset]) => [
      `The model uses the operator ${quoted(operator ?? '')}, which ONNX does not have in opset ${opset ?? ''}`,
      'Export the model with operators of ONNX, at an opset that has them.',
    ],
  },
  {
    pattern: /([\w.-]*):(\w+)\(-?\d+\) is not a registered function\/op/u,
    explain: ([, domain, operator]) => [
      `The model uses the custom operator ${quoted(`${domain ?? ''}.${operator ?? ''}`)}, which the runtime does not know`,
      'Export the model with operators of ONNX only: code that comes with a model is never loaded.',
    ],
  },
  {
    pattern: /\("[^"]*", (\w+), .*No opset import for domain '?([^'\s]*)'?/u,
    explain: ([, operator, domain]) => [
      `The model uses the custom operator ${quoted(`${domain ?? ''}.${operator ?? ''}`)} without declaring its domain`,
      'Export the model with operators of ONNX only: code that comes with a model is never loaded.',
    ],
  },
  {
    pattern: /Could not find an implementation for (\w+)\((\d+)\)/u,
    explain: ([, operator]) => [
      `The runtime has the operator ${quoted(operator ?? '')} not for these data types`,
      'Export the model with other data types there, float32 for instance.',
    ],
  },
  {
    pattern: /Opset (\d+) is under development.*for domain (\S+) is till opset (\d+)/u,
    explain: ([, found, domain, highest]) => [
      `The model asks for opset ${found ?? ''} of ${domain ?? ''}; the runtime knows ${highest ?? ''} and older`,
      `Export it for opset ${highest ?? ''} or older.`,
    ],
  },
  {
    pattern: /Unsupported model IR version: (\d+), max supported IR version: (\d+)/u,
    explain: ([, found, highest]) => [
      `The model is of format version ${found ?? ''}; the runtime reads ${highest ?? ''} and older`,
      'Export it with an older version of the onnx package.',
    ],
  },
  {
    pattern: /Unsupported data type: (\d+)/u,
    explain: () => [
      'The model takes or gives tensors of a data type that cannot be handed over, bfloat16 or float8 for instance',
      'Export it with float32 or float16 inputs and outputs.',
    ],
  },
];

/** Why a run failed; running out of memory is about resources, the rest about the model. */
export function runError(path: string, error: unknown): AuditError {
  const said = cleanMessage(messageOf(error));
  const place = { file: path };
  const operator = /while running (\w+) node/u.exec(said)?.[1];
  const where = operator === undefined ? '' : ` in its operator ${quoted(operator)}`;
  if (/Failed to allocate memory|bad_alloc/u.test(said)) {
    return new AuditError('resources', `The model asked for more memory than there is${where}: ${said}.`, {
      place,
      wayOut: 'Use smaller batches or inputs.',
      cause: error,
    });
  }
  return new AuditError('model', `The model failed while running${where}: ${said}.`, {
    place,
    wayOut: 'Check that the inputs in the plan are what the model expects.',
    cause: error,
  });
}

/** onnxruntime's message without paths, lines and signatures of its own source, on one line. */
function cleanMessage(message: string): string {
  const text = message
    .replace(/^Load model from .*? failed:/su, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const source = /(?:\/\S*|\b[\w.-]+)\.(?:cc|h|hpp|cpp):\d+ /u.exec(text);
  if (!source) return shortened(text);
  const rest = withoutSignature(text.slice(source.index + source[0].length));
  return shortened(`${text.slice(0, source.index)}${rest}`);
}

/** Drops a C++ signature such as `void f(const std::map<int, int>&) const `, or a bare function's name. */
function withoutSignature(text: string): string {
  const start = text.indexOf('(');
  const signature = /^[\w:<>~*&,\s[\]]*$/u;
  if (start === -1 || !signature.test(text.slice(0, start)) || !text.slice(0, start).includes('::')) {
    return text.replace(/^[A-Z]\w*(?:[A-Z]\w*)+ /u, '');
  }
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth === 0)
      return text
        .slice(i + 1)
        .replace(/^ const\b/u, '')
        .trimStart();
  }
  return text;
}

function shortened(text: string): string {
  return safeText(text.replace(/\.$/u, ''), 400);
}
