/**
 * Whose work is in the page, and under which licence. A test holds it against package.json and the
 * packages themselves; the texts of the licences come with the page, as one file.
 */

export interface Licensed {
  /** As the package is named. */
  readonly name: string;
  readonly licence: string;
  readonly by: string;
}

export const LICENSED: readonly Licensed[] = [
  { name: '@fontsource-variable/inter', licence: 'OFL-1.1', by: 'The Inter Project Authors' },
  { name: '@fontsource/jetbrains-mono', licence: 'OFL-1.1', by: 'The JetBrains Mono Authors' },
  { name: '@noble/curves', licence: 'MIT', by: 'Paul Miller' },
  { name: '@noble/hashes', licence: 'MIT', by: 'Paul Miller' },
  { name: '@preact/signals', licence: 'MIT', by: 'Preact Team' },
  { name: '@preact/signals-core', licence: 'MIT', by: 'Preact Team' },
  { name: '@scure/base', licence: 'MIT', by: 'Paul Miller' },
  { name: '@scure/bip32', licence: 'MIT', by: 'Patricio Palladino, Paul Miller' },
  { name: '@scure/bip39', licence: 'MIT', by: 'Patricio Palladino, Paul Miller' },
  { name: 'comlink', licence: 'Apache-2.0', by: 'Google' },
  { name: 'idb-keyval', licence: 'Apache-2.0', by: 'Jake Archibald' },
  { name: 'lucide-static', licence: 'ISC', by: 'Lucide Contributors' },
  { name: 'preact', licence: 'MIT', by: 'Jason Miller' },
  { name: 'qr', licence: '(MIT OR Apache-2.0)', by: 'Paul Miller' },
  { name: 'simple-peer', licence: 'MIT', by: 'Feross Aboukhadijeh' },
  { name: 'tiny-secp256k1', licence: 'MIT', by: 'bitcoinjs contributors' },
  { name: 'uplot', licence: 'MIT', by: 'Leon Sorokin' },
  { name: 'uqr', licence: 'MIT', by: 'Project Nayuki, Anthony Fu' },
];

/** Dependencies that build or serve the page, and are not in it. */
export const NOT_IN_PAGE: readonly string[] = ['@preact/preset-vite', 'sirv', 'tsx', 'vite', 'ws'];

/** The page's own. */
export const VERSION = '0.1.0';
export const LICENCES_FILE = 'licences.txt';
export const PROTOCOL_FILE = 'protocol.txt';
