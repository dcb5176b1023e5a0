/**
 * Where a worker's or child's entry file is: beside its caller in `dist/`, also when the caller runs from `src/` under a test
 * runner, since a child process loads compiled files only.
 */
export function entryUrl(callerUrl: string, entry: string): URL {
  const url = new URL(entry, callerUrl);
  if (callerUrl.endsWith('.ts')) url.pathname = url.pathname.replace(/\/src\/(?!.*\/src\/)/u, '/dist/');
  return url;
}
