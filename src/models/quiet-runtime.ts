/**
 * What keeps onnxruntime to itself: without it, its telemetry looks up a host, writes a device id and a database into the home folder,
 * and a log a process into the temporary one.
 *
 * It has to stand in the environment of the process before the runtime is loaded; a worker thread's own `process.env` does not
 * reach the runtime.
 */
export const quietRuntime: Readonly<Record<string, string>> = { ORT_DISABLE_TELEMETRY: '1' };
