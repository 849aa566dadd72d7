/** Signs for the forger, away from the page's thread. */

import { createSigner, type IdentityQuestion } from './forge-identity.ts';

const answer = createSigner();

globalThis.onmessage = ({ data }: MessageEvent<IdentityQuestion>) => {
  globalThis.postMessage(answer(data));
};
