import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, prettyJson } from '../../src/base/index.js';

describe('canonical JSON', () => {
  it('has sorted keys at every depth, no white space and no absent values', () => {
    expect(canonicalJson({ b: [{ y: 1, x: null }], a: 'ü', c: undefined })).toBe('{"a":"ü","b":[{"x":null,"y":1}]}');
    expect(canonicalJson({ B: 1, a: 2, _: 3 })).toBe('{"B":1,"_":3,"a":2}');
    expect(canonicalJson(-0)).toBe('0');
  });

  it('is the same for equal values however their keys came about, and says the same as they', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('and the pretty form refuse %d and say where', (value) => {
    expect(() => canonicalJson({ a: [1, { b: value }] })).toThrow('$.a.1.b');
    expect(() => prettyJson({ a: [1, { b: value }] })).toThrow('$.a.1.b');
  });
});

describe('pretty JSON', () => {
  it('keeps the order of keys and ends its last line', () => {
    expect(prettyJson({ b: 1, a: [] })).toBe('{"b":1,"a":[]}\n');
  });

  it('has a line for each member of what is too wide for one, and fills lines with lists of single values', () => {
    const long = 'x'.repeat(130);
    expect(prettyJson({ a: long, b: { c: 1, d: [long, [2, null]] }, e: undefined })).toBe(
      `{\n  "a": "${long}",\n  "b": {\n    "c": 1,\n    "d": ["${long}",[2,null]]\n  }\n}\n`,
    );
    const lines = prettyJson({ list: Array.from({ length: 100 }, (_, i) => i) }).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[2]).toMatch(/^ {4}0,1,2,/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(160);
  });

  it('says what JSON.stringify says, on lines of at most 160 characters where no single text is longer', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(fc.record({ a: value, b: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })) }), (of) => {
        expect(JSON.parse(prettyJson(of))).toEqual(JSON.parse(JSON.stringify(of)));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ n: fc.integer(), of: fc.array(fc.nat()) })), (of) => {
        for (const line of prettyJson(of).split('\n')) expect(line.length).toBeLessThanOrEqual(161);
      }),
    );
  });
});
