/** Adds nodes, heals everything, closes the laboratory. */

import { say } from '../language/say.ts';
import type { Desk } from './desk.ts';

const SEVERAL = 5;

export function AddButtons({ desk }: { readonly desk: Desk }) {
  const isAdding = desk.isAdding.value;
  const add = (count: number) => {
    if (!isAdding) void desk.add(count);
  };
  return (
    <>
      <button
        type="button"
        class="button button-primary"
        data-testid="lab-add"
        aria-disabled={isAdding}
        onClick={() => add(1)}
      >
        {say('Add a virtual node')}
      </button>
      <button
        type="button"
        class="button"
        data-testid="lab-add-5"
        aria-disabled={isAdding}
        onClick={() => add(SEVERAL)}
      >
        {say('Add five')}
      </button>
    </>
  );
}

export function Complaint({ desk }: { readonly desk: Desk }) {
  const complaint = desk.complaint.value;
  if (complaint === '') return null;
  return (
    <p class="complaint" role="alert" data-testid="lab-complaint">
      {complaint}
    </p>
  );
}

export function Toolbar({ desk }: { readonly desk: Desk }) {
  const cuts = desk.lab.value.links.filter(({ state }) => state === 'cut').length;
  return (
    <div class="lab-tools">
      <div class="button-row">
        <AddButtons desk={desk} />
        <button
          type="button"
          class="button"
          data-testid="lab-heal"
          aria-disabled={cuts === 0}
          onClick={() => desk.act((it) => it.healAll())}
        >
          {say('Heal all links')}
        </button>
        <button type="button" class="button" data-testid="lab-close" onClick={() => desk.close()}>
          {say('Close the laboratory')}
        </button>
      </div>
      <Complaint desk={desk} />
    </div>
  );
}
