/** The golden chain in a browser's worker, where nodes live. */

import { replayGoldenChain } from '../../support/golden-chain.ts';

globalThis.postMessage(replayGoldenChain());
