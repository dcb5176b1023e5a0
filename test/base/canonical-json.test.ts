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
    expect(prettyJson({ b: 1, a: [] })).toBe('{\n  "b": 1,\n  "a": []\n}\n');
  });
});
