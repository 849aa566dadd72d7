/** Works for the forger, away from the page's thread. */

import { expose } from 'comlink';
import { createAssistant } from './forge-assistant.ts';

expose(createAssistant());
