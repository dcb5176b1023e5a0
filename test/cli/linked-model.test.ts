import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audit, bring, namesIn, put, temporaryFolder } from './audit-command.js';

it('a model behind a link is checked, run, hashed and copied with the weights beside what the link names', async () => {
  const folder = await temporaryFolder();
  const from = 'test/reference/models/external';
  await bring(folder, {
    'real/whole.onnx': `${from}/whole.onnx`,
    'real/weights.bin': `${from}/weights.bin`,
    'copy/same.onnx': `${from}/whole.onnx`,
    'copy/weights.bin': `${from}/weights.bin`,
  });
  await put(folder, {
    'audit.yaml': 'version: 1\nname: linked\nbaseline: base.onnx\nvariants: { linked: deep/linked.onnx }\n',
    'deep/note.txt': '',
  });
  await symlink('copy/same.onnx', join(folder, 'base.onnx'));
  await symlink('../real/whole.onnx', join(folder, 'deep/linked.onnx'));
  const inDossier = ['README.md', 'card.html', 'card.json', 'weights.bin', 'whole.onnx'];

  const byPlan = await audit(folder, ['compare', '--sessions', '0', '--quiet', '--out', 'a']);
  expect(byPlan.stderr).toBe('');
  expect(byPlan.code).toBe(3);
  expect(await namesIn(join(folder, 'a/linked/data/model'))).toEqual(inDossier);

  const byName = await audit(folder, ['compare', 'base.onnx', 'deep/linked.onnx', '--sessions', '0', '--out', 'b']);
  expect(byName.code).toBe(3);
  expect(await namesIn(join(folder, 'b/linked/data/model'))).toEqual(inDossier);
});
