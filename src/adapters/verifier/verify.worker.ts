/** A worker of the pool: answers each slice as it comes, by noble until libsecp256k1 is here. */

import { answerOrders } from '../workers/answer.ts';
import { createVerifier } from './create-verifier.ts';
import { findBad, type SliceOrder, type SliceVerdict } from './slice.ts';

const answer = answerOrders<SliceOrder, SliceVerdict>(({ id, packed }) =>
  answer({ id, firstBad: findBad(packed) }),
);

void createVerifier();
