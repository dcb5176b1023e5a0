// Starts a watched child, has it block, says its process id, and waits to be killed.
import { startWatchedChild } from '../../../dist/models/watched-child.js';

const child = startWatchedChild(new URL('./misbehaving.mjs', import.meta.url), {
  limits: { memoryBytes: 2 ** 30, stallMs: 60_000 },
});
const pid = await child.ask({ act: 'pid' });
child.ask({ act: process.argv[2], seconds: 60 }).catch(() => undefined);
console.log(pid);
