/** Sentences of the laboratory that several of its parts say. */

import { LaboratoryError } from '../../lab/api.ts';
import { CommandError } from '../../node/api.ts';
import { say } from '../language/say.ts';

/** Why something could not be done. */
export function complaintWords(error: unknown): string {
  if (error instanceof LaboratoryError) return laboratoryWords(error);
  // The messages of refused commands are said like those of the page.
  if (error instanceof CommandError) return say(error.message);
  return say('It ended by a fault of the page: {message}', { message: String(error) });
}

function laboratoryWords({ code }: LaboratoryError): string {
  switch (code) {
    case 'full':
      return say('This page has as many virtual nodes as it can hold. Remove one to add another.');
    case 'failed':
      return say('The browser started no further node. Close other tabs, and try again.');
    case 'stopped':
      return say(
        'The worker of the virtual nodes stopped by a fault, and they are gone with it. This ' +
          'tab’s own node goes on: add nodes, and another worker starts.',
      );
    case 'unknown-node':
      return say('This node has left the laboratory.');
  }
}
