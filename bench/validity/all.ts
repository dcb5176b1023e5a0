/**
 * Every simulation of `docs/statistics.md`, one after another: `npm run bench:validity`, or with fewer sets each
 * `npm run bench:validity -- 200`. Fails where one of them does.
 */
const names = [
  'familywise',
  'at-the-margin',
  'relative-margins',
  'differential',
  'coverage',
  'disparities',
  'other-metrics',
  'auc',
  'scores',
  'slice-search',
];
for (const name of names) {
  process.stdout.write(`\n# ${name}\n`);
  await import(`./${name}.js`);
}
