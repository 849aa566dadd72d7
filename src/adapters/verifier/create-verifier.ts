/** The fastest trustworthy verifier for this thread, loaded once and in the background. */

import { installVerifier } from '../../consensus/signature-verifier.ts';
import { loadLibsecp256k1 } from './libsecp256k1.ts';

export type VerifierName = 'libsecp256k1' | 'noble';

let loading: Promise<VerifierName> | undefined;

/**
 * Makes `verifySignature` fast in this thread and tells by what it verifies from then on. It never
 * rejects: without WebAssembly, without the file, or after a wrong answer, noble goes on. Until it
 * resolves, noble answers too. Node passes a `read` for files.
 */
export function createVerifier(read?: (url: URL) => Promise<BufferSource>): Promise<VerifierName> {
  loading ??= install(read);
  return loading;
}

async function install(read?: (url: URL) => Promise<BufferSource>): Promise<VerifierName> {
  try {
    return installVerifier(await loadLibsecp256k1(read)) ? 'libsecp256k1' : 'noble';
  } catch {
    return 'noble';
  }
}
