import { serveThread } from '../models/index.js';
import { openModels } from '../outcomes/index.js';
import { explainExample } from './explain-example.js';
import type { ExampleToExplain, ExplainJob, ExplainedExample } from './explain-job.js';

serveThread<ExplainJob, ExampleToExplain, ExplainedExample>(async (job) => {
  const models = await openModels(job.models, job.inputs, job.outcome);
  return (example) => explainExample(job, models, example);
});
