export { listContents, type Contents, type FoundFile, type Problem } from './contents.js';
export {
  generateKey,
  publicFileOf,
  writeKeyPair,
  type KeyOptions,
  type KeyPair,
  type WrittenKeyPair,
} from './keys/generate.js';
export type { Curve, CurveName } from './keys/curves.js';
export type { PrivateKey, PublicKey } from './keys/key.js';
export { loadPrivateKey, loadPublicKey, type LoadedPrivateKey } from './keys/load.js';
export { cardFile, isDossier, layout, signatureFile } from './layout.js';
export { whyCollidingNames } from './oms/names.js';
export { signContents, type SignOptions } from './oms/sign.js';
export { verifyContents, type SignedContents, type VerifyOptions } from './oms/verify.js';
export { sealDossier, type RenderCards, type Seal, type SealOptions } from './seal.js';
export { verifyDossier, verifyExitCode, type DossierState, type VerifyDossierOptions } from './verify.js';
