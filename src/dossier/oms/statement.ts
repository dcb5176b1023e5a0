import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, quoted } from '../../base/index.js';
import { whyCollidingNames, whyUnsafeName } from './names.js';
import { readStrictJson, type Reading } from './strict-json.js';

const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'https://model_signing/signature/v1.0';

/** A file and its hash. */
export interface Resource {
  /** With slashes, relative to the folder that is signed. */
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What a signature says about a folder: these files, with these hashes, and no others. */
export interface Statement {
  /** The folder's name. */
  readonly name: string;
  /** The hash over all hashes, as the statement gives it. */
  readonly sha256: string;
  /** In the order written. */
  readonly resources: readonly Resource[];
  /** Files and folders that the signer did not look at. */
  readonly ignoredPaths: readonly string[];
}

/** SHA-256 over the raw hashes of the files, in the order written: the subject's digest, in lower-case hex. */
export function rootDigest(resources: readonly Resource[]): string {
  const total = createHash('sha256');
  for (const { sha256 } of resources) total.update(Buffer.from(sha256, 'hex'));
  return total.digest('hex');
}

/** Writes the in-toto statement, the same bytes for the same statement: sorted keys, no white space. */
export function formatStatement({ name, sha256, resources, ignoredPaths }: Statement): string {
  return canonicalJson({
    _type: statementType,
    subject: [{ name, digest: { sha256 } }],
    predicateType,
    predicate: {
      serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: ignoredPaths },
      resources: resources.map((resource) => ({
        name: resource.name,
        algorithm: 'sha256',
        digest: resource.sha256,
      })),
    },
  });
}

/**
 * Reads the statement in a payload; one with a field, a type, a method or a hash that is not known here is refused, and so
 * is one whose names could mean another file than the one that was signed.
 *
 * The order of the files is not judged: the specification sorts by code point, the reference tool by path component, and
 * the digest over all files holds for the order written.
 */
export function readStatement(payload: Uint8Array): Reading<Statement> {
  const reading = readStrictJson(payload, schema);
  if (reading.kind === 'refused') return reading;
  const { subject, predicate } = reading.value;
  const [{ name, digest }] = subject;
  const resources = predicate.resources.map((resource) => ({ name: resource.name, sha256: resource.digest }));
  const reason = whyRefused(resources.map((resource) => resource.name));
  if (reason !== undefined) return { kind: 'refused', reason };
  return {
    kind: 'read',
    value: { name, sha256: digest.sha256, resources, ignoredPaths: predicate.serialization.ignore_paths ?? [] },
  };
}

function whyRefused(names: readonly string[]): string | undefined {
  for (const name of names) {
    const reason = whyUnsafeName(name);
    if (reason !== undefined) return `it names the file ${quoted(name)}, and ${reason}`;
  }
  const collision = whyCollidingNames(names);
  return collision === undefined ? undefined : `among the files it names, ${collision}`;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex');

const schema = z.strictObject({
  _type: z.literal(statementType),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hash }) })]),
  predicateType: z.literal(predicateType),
  predicate: z.strictObject({
    serialization: z.strictObject({
      method: z.literal('files'),
      hash_type: z.literal('sha256'),
      // Links are refused whatever this says.
      allow_symlinks: z.boolean(),
      ignore_paths: z.array(z.string()).optional(),
    }),
    resources: z.array(z.strictObject({ name: z.string(), algorithm: z.literal('sha256'), digest: hash })),
  }),
});
