/** A module worker that tells what it verifies by, and how fast. */

import { createVerifier } from '../../../src/adapters/verifier/create-verifier.ts';
import { measureRates } from '../../bench/verify-rates.ts';

globalThis.onmessage = ({ data }: MessageEvent<'name' | 'measure'>) => void answer(data);

async function answer(question: 'name' | 'measure'): Promise<void> {
  const name = await createVerifier();
  globalThis.postMessage(question === 'name' ? name : measureRates(name));
}
