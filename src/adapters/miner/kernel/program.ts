/**
 * Makes a WebAssembly module of a plan: one function for each phase, and `scan`, which calls them
 * for one batch of nonce groups after the other. A group is as many nonces as the machine has
 * lanes.
 *
 * Memory: the plan's table, each word in all lanes, then the slots of each group of a batch, few
 * enough to stay in the processor's nearer caches.
 */

import { assemble } from './assemble.ts';
import type { Machine } from './machine.ts';
import { AT, END, FIRST_NONCE, NONCES, writePhase } from './phase-writer.ts';
import type { Phase, Plan } from './phases.ts';
import { encodeModule, I32, type WasmFunction } from './wasm-format.ts';

export interface Program {
  /** Exports scan(firstNonce, groups): groups without a hit before the first that has one. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly memoryBytes: number;
}

interface Layout {
  readonly machine: Machine;
  readonly slotsAt: number;
  readonly groupBytes: number;
}

/** Their slots take about 55 kB: measured, fewer groups are called for too often. */
export const BATCH_GROUPS = 32;

export function makeProgram(plan: Plan, machine: Machine): Program {
  const slotsAt = plan.table.length * machine.valueBytes;
  // A single phase needs no slots, but counts its groups by them.
  const groupBytes = Math.max(1, plan.slotCount) * machine.valueBytes;
  const layout = { machine, slotsAt, groupBytes };
  const phases = plan.phases.map((phase) => phaseFunction(plan, phase, layout));
  return {
    bytes: encodeModule([...phases, scanFunction(phases.length, layout)]),
    memoryBytes: slotsAt + BATCH_GROUPS * groupBytes,
  };
}

/**
 * phase(at, end, firstNonce): does the phase for each group whose slots lie in at .. end; returns
 * where it ended, which for the last phase is at the first group with a hit.
 */
function phaseFunction(plan: Plan, phase: Phase, { machine, groupBytes }: Layout): WasmFunction {
  const { code, locals } = writePhase(plan, phase, machine);
  const { lanes, splat, spread, operations, valueType } = machine;
  const head = assemble(`
    local.get ${FIRST_NONCE} ${splat} ${spread} local.set ${NONCES}
    block loop`);
  const tail = assemble(`
        local.get ${NONCES} i32.const ${lanes} ${splat} ${operations.add} local.set ${NONCES}
        local.get ${AT} i32.const ${groupBytes} i32.add local.tee ${AT}
        local.get ${END} i32.lt_u br_if 0
      end
    end
    local.get ${AT}`);
  return {
    parameters: [I32, I32, I32],
    results: [I32],
    locals: Array.from({ length: 1 + locals }, () => valueType),
    body: [...head, ...code, ...tail],
  };
}

function scanFunction(phases: number, { machine, slotsAt, groupBytes }: Layout): WasmFunction {
  const [first, groups, done, count, at, end] = [0, 1, 2, 3, 4, 5];
  const callPhase = (_: unknown, phase: number) => `
      i32.const ${slotsAt} local.get ${end}
      local.get ${first} local.get ${done} i32.const ${machine.lanes} i32.mul i32.add
      call ${phase} local.set ${at}`;
  const body = assemble(`
    loop
      local.get ${groups} local.get ${done} i32.sub local.tee ${count}
      i32.const ${BATCH_GROUPS}
      local.get ${count} i32.const ${BATCH_GROUPS} i32.lt_u
      select local.tee ${count}
      i32.const ${groupBytes} i32.mul i32.const ${slotsAt} i32.add local.set ${end}
      ${Array.from({ length: phases }, callPhase).join('')}
      local.get ${at} local.get ${end} i32.lt_u
      if
        local.get ${at} i32.const ${slotsAt} i32.sub i32.const ${groupBytes} i32.div_u
        local.get ${done} i32.add return
      end
      local.get ${done} local.get ${count} i32.add local.tee ${done}
      local.get ${groups} i32.lt_u br_if 0
    end
    local.get ${groups}`);
  return {
    exportName: 'scan',
    parameters: [I32, I32],
    results: [I32],
    locals: [I32, I32, I32, I32],
    body,
  };
}
