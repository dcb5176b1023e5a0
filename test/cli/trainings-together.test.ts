import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { audit } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

const run = ['compare', '--sessions', '0', '--quiet', '--json'];

async function recordsOf(folder: string): Promise<readonly AuditRecord[]> {
  const { stdout, stderr } = await audit(folder, run);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { readonly records: readonly AuditRecord[] }).records;
}

const rows = 2000;

/** The hours that a model takes for usual: 40 in all that are here. */
function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

/** A model as another one, but for a few bytes: another training of it. */
async function vary(folder: string, from: string, to: string, old: Buffer, by: Buffer): Promise<void> {
  const bytes = await readFile(join(folder, `${from}.onnx`));
  const at = bytes.indexOf(old);
  expect(at).toBeGreaterThan(0);
  expect(bytes.indexOf(old, at + 1)).toBe(-1);
  by.copy(bytes, at);
  await writeFile(join(folder, `${to}.onnx`), bytes);
}

/** Models as the tiny ones: `base42` and `off38` take other hours for usual; `off-twin` is another file that says what `off` says. */
async function folderWith(more: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tabularFolder({ 'audit.yaml': planText(more), 'table.csv': tableText(rows) });
  await vary(folder, 'base', 'base42', float32(40), float32(42));
  await vary(folder, 'off', 'off38', float32(40), float32(38));
  await vary(folder, 'off', 'off-twin', Buffer.from('make.py'), Buffer.from('made.by'));
  return folder;
}

/** How often a model is right, as its formula says, by team. @param usual hours @param cost of few years */
function rightOf(usual: number, cost: number): Readonly<Record<'north' | 'south', number>> {
  const right = { north: 0, south: 0 };
  for (const line of tableText(rows).trimEnd().split('\n').slice(1)) {
    const [, hours, years, team, paid] = line.split(',');
    const z = (Number(hours) - usual) / 8 + (Number(years) - 10) / 4 - (Number(years) < 9 ? cost : 0);
    if (z >= 0 === (paid === '1')) right[team === 'north' ? 'north' : 'south'] += 1;
  }
  return { north: right.north / (rows / 2), south: right.south / (rows / 2) };
}

const margins = '{ accuracy: { drift: 5 % }, true_positive_rate: { drift: 40 % }, log_loss: { drift: 30 % } }';
const deployment =
  '{ tiers: { new: baseline, middling: same, old: "off" }, shares: [{ of: all, new: 30 %, middling: 50 %, old: 20 % }, { of: { team: north }, new: 10 %, middling: 30 %, old: 60 % }] }';

describe('several trainings', () => {
  it('of some models are mixed in a deployment as the means of what each of them says', async () => {
    const folder = await folderWith({
      baseline: '[base.onnx, base42.onnx]',
      variants: '{ same: same.onnx, "off": [off.onnx, off38.onnx] }',
      deployment,
    });
    const [record, other] = await recordsOf(folder);
    expect(record?.deployment).toEqual(other?.deployment);
    expect(record?.deployment?.isBound).toBe(true);
    const accuracy = record?.deployment?.metrics.find(({ metric }) => metric === 'accuracy');
    const [base, base42, off, off38] = [rightOf(40, 0), rightOf(42, 0), rightOf(40, 6), rightOf(38, 6)];
    const shares = { north: [0.1, 0.3, 0.6], south: [0.3, 0.5, 0.2] } as const;
    for (const team of ['north', 'south'] as const) {
      const group = accuracy?.groups.find(({ slice }) => slice[0]?.value === team);
      const before = (base[team] + base42[team]) / 2;
      const after = (off[team] + off38[team]) / 2;
      const mixed = ([a, b, c]: readonly [number, number, number]): number => a * before + b * base[team] + c * after;
      expect(group?.baseline).toBeCloseTo(before, 12);
      expect(group?.deployed).toBeCloseTo(mixed(shares[team]), 12);
      expect(group?.common).toBeCloseTo(mixed(shares.south), 12);
      expect(group?.ownership.value).toBeCloseTo(mixed(shares[team]) - mixed(shares.south), 12);
    }
    // With two trainings that differ nearly nothing is known of others; yet no rate lies below none or above all.
    const { spread } = accuracy ?? {};
    for (const of of ['baseline', 'common', 'deployed'] as const) {
      expect(spread?.[of].interval.lower).toBeGreaterThanOrEqual(0);
      expect(spread?.[of].interval.upper).toBeLessThanOrEqual(1);
    }
    for (const of of ['compression', 'ownership'] as const) {
      expect(spread?.[of].interval.lower).toBeGreaterThanOrEqual(-1);
      expect(spread?.[of].interval.upper).toBeLessThanOrEqual(1);
    }
    for (const { gap } of accuracy?.groups ?? [])
      for (const [of, most] of [
        ['baseline', 1],
        ['deployed', 1],
        ['compression', 2],
        ['ownership', 2],
      ] as const) {
        expect(gap?.[of].interval.lower).toBeGreaterThanOrEqual(-most);
        expect(gap?.[of].interval.upper).toBeLessThanOrEqual(most);
      }
    const apart = other?.fairness?.disparities.filter(({ unit, kind }) => unit === 'rate' && kind === 'difference');
    expect(apart?.length).toBeGreaterThan(0);
    for (const { name, drift } of apart ?? []) {
      expect(drift?.interval.lower, name).toBeGreaterThanOrEqual(-1);
      expect(drift?.interval.upper, name).toBeLessThanOrEqual(1);
    }
    expect(await readFile(join(folder, 'fairweight-out/off/data/model/README.md'), 'utf8')).toContain(
      '2 trainings of either model',
    );
  }, 240_000);

  it('are held by relative margins to a share of what the trainings of the full model have in the mean', async () => {
    const folder = await folderWith({
      baseline: '[base.onnx, base42.onnx]',
      variants: '{ "off": [off.onnx, off38.onnx], same: same.onnx }',
      margins: '{ accuracy: { drift: 5 % } }',
    });
    const records = await recordsOf(folder);
    const means = {
      before: {
        north: (rightOf(40, 0).north + rightOf(42, 0).north) / 2,
        south: (rightOf(40, 0).south + rightOf(42, 0).south) / 2,
      },
      off: {
        north: (rightOf(40, 6).north + rightOf(38, 6).north) / 2,
        south: (rightOf(40, 6).south + rightOf(38, 6).south) / 2,
      },
      same: rightOf(40, 0),
    };
    for (const [i, name] of (['off', 'same'] as const).entries()) {
      for (const team of ['north', 'south'] as const) {
        const found = records[i]?.fairness?.findings.find(
          ({ kind, slice }) => kind === 'drift' && slice[0]?.value === team,
        );
        const [before, after] = [means.before[team], means[name][team]];
        expect(found?.drift).toBeCloseTo(after - before, 12);
        expect(found?.margin).toMatchObject({ share: 0.05 });
        expect(found?.margin.allowed).toBeCloseTo(0.05 * before, 12);
        // Shown to the worse: above 0 where more than the share was lost.
        expect(found?.beyondShare?.value).toBeCloseTo(0.95 * before - after, 12);
        expect(found?.beyondShare?.bound.value).toBeGreaterThan(0.95 * before - after);
        expect(found?.verdict.kind === 'kept').toBe((found?.beyondShare?.bound.value ?? NaN) <= 0);
        expect(found?.beyondShare?.bound.method).toBe('trainings-contrast-score');
      }
    }
  }, 240_000);

  it('that say the same are judged as one training is, by relative margins too', async () => {
    const one = await folderWith({ variants: '{ same: same.onnx, "off": off.onnx }', margins, deployment });
    const two = await folderWith({
      baseline: '[base.onnx, two.onnx]',
      variants: '{ same: same.onnx, "off": [off.onnx, off-twin.onnx] }',
      margins,
      deployment,
    });
    const [single, several] = [await recordsOf(one), await recordsOf(two)];
    for (const i of [0, 1]) {
      const [alone, together] = [single[i]?.fairness, several[i]?.fairness];
      expect(together?.trainings).toMatchObject({ baseline: 2, variant: i + 1, isPaired: i === 1 });
      expect(together?.findings).toHaveLength(alone?.findings.length ?? NaN);
      for (const [k, found] of (together?.findings ?? []).entries()) {
        const like = alone?.findings[k];
        expect([found.metric, found.kind, found.slice]).toEqual([like?.metric, like?.kind, like?.slice]);
        expect(found.verdict.kind).toBe(like?.verdict.kind);
        expect(found.surelyWorse).toBe(like?.surelyWorse);
        expect(found.bound?.method).toBe(`trainings-${like?.bound?.method}`);
        for (const [own, other] of [
          [found.drift, like?.drift],
          [found.bound?.value, like?.bound?.value],
          [found.beyondShare?.value, like?.beyondShare?.value],
          [found.beyondShare?.bound.value, like?.beyondShare?.bound.value],
          [found.beyondShare?.interval.lower, like?.beyondShare?.interval.lower],
        ])
          expect(own).toBeCloseTo(other ?? NaN, 9);
      }
    }
    // A deployment does not know how trainings move together: the same values, in intervals that are no narrower.
    const [alone, together] = [single[0]?.deployment, several[0]?.deployment];
    expect([alone?.isBound, together?.isBound]).toEqual([false, true]);
    for (const [m, { metric, groups }] of (together?.metrics ?? []).entries()) {
      for (const [g, group] of groups.entries()) {
        const like = alone?.metrics[m]?.groups[g];
        expect(group.deployed, metric).toBeCloseTo(like?.deployed ?? NaN, 9);
        for (const of of ['drift', 'ownership'] as const) {
          expect(group[of].value).toBeCloseTo(like?.[of].value ?? NaN, 9);
          expect(group[of].interval.lower).toBeLessThanOrEqual((like?.[of].interval.lower ?? NaN) + 1e-9);
          expect(group[of].interval.upper).toBeGreaterThanOrEqual((like?.[of].interval.upper ?? NaN) - 1e-9);
        }
      }
    }
  }, 240_000);
});
