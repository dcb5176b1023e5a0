import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  type GraphProto,
  type TensorProtoSchema,
} from '../../src/models/graph/onnx_pb.js';
import { readGraph } from '../../src/models/index.js';
import { referenceModel, refusal } from './reference.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'model.onnx');
  await writeFile(path, content);
  return path;
}

async function withGraph(graph: GraphProto): Promise<string> {
  return file(toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph })));
}

function reading(initializer: MessageInitShape<typeof TensorProtoSchema>): GraphProto {
  const node = [{ opType: 'Identity', input: ['w'], output: ['y'] }];
  return create(GraphProtoSchema, { node, initializer: [{ name: 'w', dataType: 1, ...initializer }] });
}

describe('a file that is no model', () => {
  it('is told apart when it is missing, empty or a folder', async () => {
    expect((await refusal(readGraph(join(folder, 'nowhere.onnx')))).message).toContain('no such model file');
    expect((await refusal(readGraph(await file('')))).message).toContain('empty');
    expect((await refusal(readGraph(folder))).message).toContain('folder');
  });

  it('is named where its beginning tells what it is', async () => {
    const pointer = await file('version https://git-lfs.github.com/spec/v1\noid sha256:0\n');
    expect((await refusal(readGraph(pointer))).message).toContain('git lfs pull');
    expect((await refusal(readGraph(await file('\x1c\0\0\0TFL3…')))).message).toContain('TensorFlow Lite');
    expect((await refusal(readGraph(await file('<!doctype html>')))).message).toContain('web page');
  });

  it('is refused whatever text or bytes it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const error = await refusal(readGraph(await file(bytes)));
        return error.code === 'model';
      }),
      { numRuns: 300 },
    );
  });
});

describe('a damaged model', () => {
  it('is called cut off, with how much is missing', async () => {
    const whole = await readFile(referenceModel('adult-base'));
    const error = await refusal(readGraph(await file(whole.subarray(0, 40_000))));
    expect(error.message).toMatch(/cut off: it has 40000 bytes and lacks at least \d+ more/u);
    expect(error.place?.file).toContain('model.onnx');
  });

  it('never breaks the reader, whichever byte is wrong', async () => {
    const whole = await readFile(referenceModel('subgraphs'));
    const wrong = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(wrong, async ({ at, byte }) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = byte;
        await readGraph(await file(bytes)).catch((error: unknown) => expect(error).toBeInstanceOf(AuditError));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a model made to mislead', () => {
  it('may not nest more than 32 subgraphs', async () => {
    const nested = (depth: number): GraphProto =>
      create(GraphProtoSchema, {
        node: [{ opType: 'If', attribute: depth === 0 ? [] : [{ name: 'g', g: nested(depth - 1) }] }],
      });
    expect((await readGraph(await withGraph(nested(32)))).operators).toEqual({ If: 33 });
    expect((await refusal(readGraph(await withGraph(nested(33))))).message).toContain('more than 32 subgraphs');
    expect((await refusal(readGraph(await withGraph(nested(300))))).message).toContain('more than 32 subgraphs');
  });

  it('may not claim a shape that its data do not have', async () => {
    const short = reading({ dims: [4n, 1_000_000n], rawData: new Uint8Array(16) });
    expect((await refusal(readGraph(await withGraph(short)))).message).toContain(
      '"w" should hold 4000000 float32 values, by its shape, but holds 16 bytes',
    );
    const long = reading({ dims: [3n], floatData: [1, 2, 3, 4] });
    expect((await refusal(readGraph(await withGraph(long)))).message).toContain('holds 4 entries');
  });

  it('may not claim negative or absurd sides', async () => {
    const negative = reading({ dims: [-4n, -1n], rawData: new Uint8Array(16) });
    expect((await refusal(readGraph(await withGraph(negative)))).message).toContain('the shape [-4, -1]');
    const absurd = reading({ dims: [2n ** 62n, 4n], rawData: new Uint8Array(16) });
    expect((await refusal(readGraph(await withGraph(absurd)))).message).toContain('claims the shape');
  });

  it('may not claim more sides than there can be, however long their product would be', async () => {
    const sides = reading({ dims: Array.from({ length: 80_000 }, () => 2n ** 39n), rawData: new Uint8Array(16) });
    expect((await refusal(readGraph(await withGraph(sides)))).message).toMatch(/claims the shape \[.*, …\]/u);
    const empty = reading({ dims: [2n ** 39n, 2n ** 39n, 0n] });
    expect((await readGraph(await withGraph(empty))).parameters).toBe(0);
  });

  it('is walked once, however many ways lead through it', async () => {
    // Every layer passes its value on in two hundred ways: two hundred to the power of eight in all.
    const node = Array.from({ length: 8 }, (_, layer) =>
      Array.from({ length: 200 }, () => ({ opType: 'Identity', input: [`x${layer}`], output: [`x${layer + 1}`] })),
    ).flat();
    for (const dataType of [3, 6]) {
      const rawData = new Uint8Array(dataType === 3 ? 2 : 8);
      const initializer = [{ name: 'x0', dims: [2n], dataType, rawData }];
      const found = await readGraph(await withGraph(create(GraphProtoSchema, { node, initializer })));
      expect(found).toMatchObject(dataType === 3 ? { parameters: 2, zeros: 2 } : { parameters: 0 });
    }
  });

  it('is not read for a zero point that belongs to nothing', async () => {
    const node = [{ opType: 'DequantizeLinear', input: ['w', 's', 'z'], output: ['y'] }];
    const weights = { name: 'w', dims: [2n, 2n], dataType: 3, rawData: Uint8Array.of(0, 5, 5, 0) };
    const points = (count: number, fill: number): GraphProto =>
      create(GraphProtoSchema, {
        node,
        initializer: [
          weights,
          { name: 'z', dims: [BigInt(count)], dataType: 3, rawData: new Uint8Array(count).fill(fill) },
        ],
      });
    expect(await readGraph(await withGraph(points(1, 5)))).toMatchObject({ parameters: 4, zeros: 2 });
    expect(await readGraph(await withGraph(points(2, 5)))).toMatchObject({ parameters: 4, zeros: 2 });
    // As many as fill half a gigabyte when they are held one by one.
    const path = await withGraph(points(60_000_000, 5));
    const before = process.memoryUsage().rss;
    expect(await readGraph(path)).toMatchObject({ parameters: 4, zeros: 2 });
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  });

  it('has operators and values called as parts of every JavaScript object are', async () => {
    const names = ['toString', 'constructor', '__proto__', 'hasOwnProperty'];
    const node = names.map((name) => ({ opType: name, input: [name], output: [`${name}-out`] }));
    const initializer = names.map((name) => ({ name, dims: [1n], dataType: 1, floatData: [0] }));
    const found = await readGraph(await withGraph(create(GraphProtoSchema, { node, initializer })));
    expect(found).toMatchObject({ parameters: 4, zeros: 4 });
    expect(Object.entries(found.operators).sort()).toEqual(names.sort().map((name) => [name, 1]));
  });

  it('may not grow a hundredfold in memory when it is decoded', async () => {
    // Forty million whole numbers of one byte each, which would become 64-bit ones.
    const numbers = Buffer.concat([Buffer.from([0x3a, 0x80, 0xb4, 0x89, 0x13]), Buffer.alloc(40_000_000)]);
    const wrap = (tag: number, content: Buffer): Buffer => {
      const length: number[] = [];
      for (let rest = content.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      return Buffer.concat([Buffer.from([tag, ...length]), content]);
    };
    const bomb = Buffer.concat([Buffer.from([0x08, 0x08]), wrap(0x3a, wrap(0x2a, numbers))]);
    expect((await refusal(readGraph(await file(bomb)))).message).toContain('more than 1 GiB of memory');
  });
});
