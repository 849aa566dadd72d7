/**
 * Meeting by hand, fetched as soon as the node runs: once the server is gone it could not be.
 */

import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import type { AppState } from '../state.ts';
import type { Invitation as InvitationComponent } from './invitation.tsx';

interface LazyInvitationProps {
  readonly state: AppState;
  readonly snapshot: NodeSnapshot;
  readonly open: Signal<boolean>;
}

export function LazyInvitation({ state, snapshot, open }: LazyInvitationProps) {
  const loaded = useSignal<{ readonly Invitation: typeof InvitationComponent } | undefined>(
    undefined,
  );
  const isWanted = open.value || state.invited.value !== undefined;
  useEffect(() => {
    if (loaded.value !== undefined) return;
    import('./invitation.tsx').then(
      (module) => (loaded.value = module),
      // Tried again whenever it is asked for.
      () => (open.value = false),
    );
  }, [isWanted]);
  const invitations = state.invitations.value;
  if (loaded.value === undefined || invitations === undefined) return null;
  const { Invitation } = loaded.value;
  return (
    <Invitation
      invitations={invitations}
      peers={snapshot.peers}
      link={state.link.value}
      invited={state.invited}
      open={open}
    />
  );
}
