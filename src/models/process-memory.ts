import { readFileSync } from 'node:fs';

/** Resident memory of a process as the system sees it, in bytes, so that one stuck in native code cannot hide it; nothing without /proc. */
export function residentBytesOf(pid: number): number | undefined {
  return statusBytes(String(pid), 'VmRSS');
}

/** The most memory that this process ever held, in bytes. Of use in a fresh process only, since it never falls. */
export function peakMemoryBytes(): number {
  return statusBytes('self', 'VmHWM') ?? process.resourceUsage().maxRSS * 1024;
}

function statusBytes(process: string, entry: string): number | undefined {
  try {
    const match = new RegExp(`^${entry}:\\s+(\\d+) kB`, 'mu').exec(readFileSync(`/proc/${process}/status`, 'utf8'));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
