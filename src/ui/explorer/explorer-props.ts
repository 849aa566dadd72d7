/** What every view of the explorer is given. */

import type { NodeSnapshot } from '../../node/api.ts';
import type { NodeActions } from '../state.ts';

export interface ExplorerProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions;
  /** The room's code. */
  readonly code: string;
}
