/**
 * BIP340 by libsecp256k1, as compiled to WebAssembly for the package tiny-secp256k1.
 *
 * Only its WebAssembly is used. The package's own loader needs a bundler plugin, and it reports a
 * key off the curve by throwing through WebAssembly frames, which never get their stack back: some
 * thousands of such keys from a hostile peer would break it for good. Told by a callback that
 * returns, the same code answers 0.
 */

import type { SchnorrVerify } from '../../consensus/signature-verifier.ts';

/** What `secp256k1.wasm` exports that we use; addresses are offsets into its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly SIGNATURE_INPUT: WebAssembly.Global<'i32'>;
  readonly HASH_INPUT: WebAssembly.Global<'i32'>;
  readonly X_ONLY_PUBLIC_KEY_INPUT: WebAssembly.Global<'i32'>;
  initializeContext(): void;
  verifySchnorr(): number;
}

/** 1.2 MB, most of it tables: fetched only where signatures are to be verified. */
const WASM_URL = new URL(
  '../../../node_modules/tiny-secp256k1/lib/secp256k1.wasm',
  import.meta.url,
);

/** Randomness blinds the signing of secrets; nothing is signed here. */
const IMPORTS = {
  './rand.js': { generateInt32: () => 0 },
  './validate_error.js': { throwError: () => undefined },
};

/** Rejects where WebAssembly or the file is out of reach. Node reads files by another `read`. */
export async function loadLibsecp256k1(
  read: (url: URL) => Promise<BufferSource> = fetchBytes,
): Promise<SchnorrVerify> {
  const { instance } = await WebAssembly.instantiate(await read(WASM_URL), IMPORTS);
  return bind(instance.exports as unknown as Exports);
}

function bind(library: Exports): SchnorrVerify {
  library.initializeContext();
  return (signature, message, publicKey) => {
    // The memory's buffer would be another one if the library ever grew it.
    const memory = new Uint8Array(library.memory.buffer);
    memory.set(signature, library.SIGNATURE_INPUT.value);
    memory.set(message, library.HASH_INPUT.value);
    memory.set(publicKey, library.X_ONLY_PUBLIC_KEY_INPUT.value);
    return library.verifySchnorr() === 1;
  };
}

async function fetchBytes(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: HTTP ${response.status}`);
  return response.arrayBuffer();
}
