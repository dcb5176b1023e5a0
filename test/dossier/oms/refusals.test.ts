import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/base/index.js';
import { listContents, verifyContents, type SignedContents } from '../../../src/dossier/index.js';
import { formatBundle, maxBundleBytes } from '../../../src/dossier/oms/bundle.js';
import { payloadType, preAuthenticationEncoding } from '../../../src/dossier/oms/dsse.js';
import { signBytes } from '../../../src/dossier/oms/ecdsa.js';
import { rootDigest } from '../../../src/dossier/oms/statement.js';
import { newKey, temporaryFolder, writeFiles } from '../make-dossier.js';

/** Everything here is signed properly, with the very key that verifies: the form alone is what is refused. */
const key = newKey();
const files = { 'a.bin': 'a', 'b.bin': 'b' };
const good = Object.entries(files).map(([name, text]) => ({ name, algorithm: 'sha256', digest: sha256(text) }));

describe('a statement is refused', () => {
  it('unless it is a good one', async () => {
    expect(await judge(statement({}))).toEqual({ kind: 'intact', signer: 'given-key' });
  });

  it('not for a text of 20 MB in it, nor for many escapes', async () => {
    for (const text of ['x'.repeat(20_000_000), '\\"{,:'.repeat(1_000_000)]) {
      const long = { ...subject(good), name: text };
      const payload = JSON.stringify(Object.assign(own(statement({})), { subject: [long] }));
      expect(await judge(payload)).toEqual({ kind: 'intact', signer: 'given-key' });
    }
  });

  it.each([
    ['with a name twice', [...good, ...good.slice(0, 1)], 'stands there twice'],
    ['with a name that leaves the folder', [...good, resource('../a.bin')], 'leaves the folder'],
    ['with a name that leaves it on the way', [...good, resource('x/../../a.bin')], 'leaves the folder'],
    ['with an absolute name', [...good, resource('/etc/passwd')], 'absolute'],
    ['with a drive', [...good, resource('C:a.bin')], 'drive letter'],
    ['with a backslash', [...good, resource('..\\a.bin')], 'backslash'],
    ['with a null character', [...good, resource('a\0.bin')], 'null character'],
    ['with an empty name', [...good, resource('')], 'is empty'],
    ['with a name in another form', [...good, resource('./a.bin')], 'shortest form'],
    ['with names that differ only in case', [...good, resource('A.BIN')], 'differ only in case'],
    ['with names that differ only in how accents are written', [resource('é'), resource('e\u0301')], 'accents'],
    ['with a hash it does not know', [{ ...good[0], algorithm: 'blake2b' }], 'resources[0].algorithm'],
    ['with a hash in capitals', [{ ...good[0], digest: 'AB'.repeat(32) }], 'lower-case hex'],
    ['with a resource that says more', [{ ...good[0], size: 1 }], 'size'],
  ])('%s', async (_, resources, reason) => {
    expect(await judge(statement({ resources }))).toEqual(unreadable(reason));
  });

  it.each([
    ['of another type', { _type: 'https://in-toto.io/Statement/v0.1' }, '_type'],
    ['with another predicate', { predicateType: 'https://slsa.dev/provenance/v1' }, 'predicateType'],
    ['with something it does not know at the top', { extra: 1 }, 'extra'],
    ['with something it does not know under the name of a prototype', { ['__proto__']: 1 }, '__proto__'],
    ['with two subjects', { subject: [subject(good), subject(good)] }, 'subject'],
    ['without a subject', { subject: [] }, 'subject'],
  ])('%s', async (_, change, reason) => {
    expect(await judge(JSON.stringify(Object.assign(own(statement({})), change)))).toEqual(unreadable(reason));
  });

  it.each([
    ['in shards', { method: 'shards', shard_size: 1000 }, 'serialization'],
    ['with another hash', { hash_type: 'blake3' }, 'hash_type'],
    ['with more settings', { follow: true }, 'follow'],
  ])('serialized %s', async (_, serialization, reason) => {
    expect(await judge(statement({ serialization }))).toEqual(unreadable(reason));
  });

  it('with a key twice, of which readers would take different ones', async () => {
    const twice = statement({}).replace('{"_type"', '{"predicateType":"x","_type"');
    expect(await judge(twice)).toEqual(unreadable('stands there twice'));
  });

  it.each([
    ['written in another way', '"predicat\\u0065Type" :"x"'],
    ['behind white space', '"predicateType" \t\r\n :"x"'],
  ])('with a key twice, %s', async (_, more) => {
    expect(await judge(statement({}).replace('{"_type"', `{${more},"_type"`))).toEqual(
      unreadable('stands there twice'),
    );
  });

  it('with a key twice deep inside', async () => {
    const twice = statement({}).replace('"algorithm"', '"name":"b.bin","algorithm"');
    expect(await judge(twice)).toEqual(unreadable('stands there twice'));
  });

  it.each(['not JSON', '', '[]', 'null', '\ufeff{}'])('that is %j', async (text) => {
    expect(await judge(text)).toMatchObject({ kind: 'unreadable' });
  });

  it('in bytes that are not UTF-8', async () => {
    expect(await judge(Buffer.of(0x22, 0xff, 0x22))).toEqual(unreadable('not JSON in UTF-8'));
  });
});

describe('a statement is contradicted', () => {
  it('by its own total', async () => {
    const wrong = subject(good.slice(0, 1));
    const text = JSON.stringify(Object.assign(own(statement({})), { subject: [wrong] }));
    expect(await judge(text)).toMatchObject({ kind: 'altered', problems: [{ file: 'model.sig' }] });
  });

  it.each(['b.bin', './b.bin', '.', ''])('by a file that its ignore_paths %j hide', async (ignored) => {
    const text = statement({ serialization: { ignore_paths: [ignored] } });
    expect(await judge(text)).toMatchObject({
      kind: 'altered',
      problems: expect.arrayContaining([
        { file: 'b.bin', problem: expect.stringContaining('ignore_paths') as string },
      ]) as unknown,
    });
  });

  it.each(['.git', 'b', 'b.bin/x', '../elsewhere', 'model.sig'])(
    'not by ignore_paths %j, which hide nothing',
    async (ignored) => {
      expect(await judge(statement({ serialization: { ignore_paths: [ignored] } }))).toMatchObject({ kind: 'intact' });
    },
  );
});

describe('a bundle is refused', () => {
  it.each<[string, (bundle: BundleJson) => unknown, string]>([
    ['with a second signature', (b) => b.dsseEnvelope.signatures.push({ sig: 'AAAA', keyid: '' }), 'signatures'],
    ['without a signature', (b) => b.dsseEnvelope.signatures.pop(), 'signatures'],
    ['of another payload type', (b) => (b.dsseEnvelope['payloadType'] = 'text/plain'), 'payloadType'],
    ['of another media type', (b) => (b['mediaType'] = 'application/json'), 'mediaType'],
    ['with a log entry', (b) => (b.verificationMaterial['tlogEntries'] = [{}]), 'transparency log'],
    ['with a certificate', (b) => (b.verificationMaterial['certificate'] = {}), 'certificate'],
    ['with something unknown at the top', (b) => (b['extra'] = 1), 'extra'],
    ['with a payload in broken base64', (b) => (b.dsseEnvelope['payload'] = '####'), 'malformed base64'],
    ['with a signature in broken base64', (b) => (b.dsseEnvelope.signatures = [{ sig: 'AAA', keyid: '' }]), 'base64'],
    ['with loose bits at the end of base64', (b) => (b.dsseEnvelope['payload'] = 'AB=='), 'malformed base64'],
    ['with a key id it does not check', (b) => (b.dsseEnvelope.signatures[0] = { sig: 'AAAA', keyid: 'me' }), 'keyid'],
  ])('%s', async (_, change, reason) => {
    const bundle = JSON.parse(await sign(statement({}))) as BundleJson;
    change(bundle);
    expect(await judgeBundle(JSON.stringify(bundle))).toEqual(unreadable(reason));
  });

  it('when it is cut short', async () => {
    const text = await sign(statement({}));
    expect(await judgeBundle(text.slice(0, -1))).toEqual(unreadable('not JSON'));
  });

  it('when it is larger than any signature', async () => {
    expect(await judgeBundle(Buffer.alloc(maxBundleBytes + 1, ' '))).toEqual(unreadable('larger than'));
  });

  it('when it is nested too deep to be one', async () => {
    expect(await judgeBundle('['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({ kind: 'unreadable' });
  });
});

interface BundleJson extends Record<string, unknown> {
  verificationMaterial: Record<string, unknown>;
  dsseEnvelope: Record<string, unknown> & { signatures: { sig: string; keyid: string }[] };
}

function resource(name: string): (typeof good)[number] {
  return { name, algorithm: 'sha256', digest: sha256('a') };
}

function subject(resources: readonly { digest?: string }[]) {
  return {
    name: 'model',
    digest: { sha256: rootDigest(resources.map((r) => ({ name: '', sha256: r.digest ?? '' }))) },
  };
}

function statement(change: { resources?: readonly { digest?: string }[]; serialization?: object }): string {
  const resources = change.resources ?? good;
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [subject(resources)],
    predicateType: 'https://model_signing/signature/v1.0',
    predicate: {
      serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ...change.serialization },
      resources,
    },
  });
}

/** Without a prototype, so that `__proto__` is a key like any other. */
function own(json: string): object {
  return Object.assign(Object.create(null) as object, JSON.parse(json) as object);
}

async function sign(payload: string | Uint8Array): Promise<string> {
  const bytes = Buffer.from(payload as string);
  const signature = await signBytes(key, preAuthenticationEncoding(payloadType, bytes));
  return formatBundle({ keyHint: key.publicKey.id, payload: bytes, signature });
}

async function judge(payload: string | Uint8Array): Promise<SignedContents> {
  return judgeBundle(await sign(payload));
}

async function judgeBundle(bundle: string | Uint8Array): Promise<SignedContents> {
  const folder = join(await temporaryFolder(), 'model');
  await writeFiles(folder, files);
  return verifyContents({
    contents: await listContents(folder),
    bundle: Buffer.from(bundle as string),
    signatureName: 'model.sig',
    publicKey: key.publicKey,
  });
}

function unreadable(reason: string): unknown {
  return { kind: 'unreadable', reason: expect.stringContaining(reason) as string };
}
