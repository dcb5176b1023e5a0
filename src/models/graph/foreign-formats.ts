/** How files that are often taken for ONNX models begin. */
const beginnings: readonly { readonly at: number; readonly text: string; readonly what: string }[] = [
  { at: 0, text: 'version https://git-lfs', what: 'a Git LFS pointer; fetch the file itself with "git lfs pull"' },
  { at: 4, text: 'TFL3', what: 'a TensorFlow Lite model' },
  { at: 4, text: 'ORTM', what: "a model in ONNX Runtime's own format" },
  { at: 0, text: '\x89HDF', what: 'an HDF5 file, perhaps a Keras model' },
  { at: 0, text: 'PK\x03\x04', what: 'a ZIP archive, perhaps a PyTorch checkpoint' },
  { at: 0, text: '\x1f\x8b', what: 'a gzip file; unpack it first' },
  { at: 0, text: '<', what: 'a web page or XML' },
  { at: 0, text: '{', what: 'a JSON text' },
];

/** What the first bytes of a file say it is, where they say something other than ONNX. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return beginnings.find(({ at, text }) => start.startsWith(text, at))?.what;
}
