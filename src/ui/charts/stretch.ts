/**
 * A stretch of the chain's columns, as the page has it: from some height up to a tip. It grows at
 * the top with each block and downwards as far as somebody looks. Every answer names the hashes at
 * which it joins, so nothing of an abandoned branch stays.
 *
 * Where an answer does not stand on our tip, the branch has changed: the stretch is cut at the next
 * joint below and asks again from there, down to the block that both branches have.
 */

/** What getchainstats tells (node/chain-stats.ts): facts of the joints, and a column per name. */
export interface StatsAnswer {
  readonly height: number;
  readonly hash: string;
  readonly previousblockhash: string | null;
  readonly time: readonly number[];
  readonly [column: string]: unknown;
}

export type Column = readonly (number | string | null)[];

interface Joint {
  readonly height: number;
  readonly hash: string;
}

export interface Stretch {
  /** Height of the first row. */
  readonly first: number;
  /** Of the last row. */
  readonly height: number;
  /** Below the first row; null below genesis. */
  readonly previousHash: string | null;
  /** Blocks of the stretch whose hashes are known, rising; the last is its tip. */
  readonly joints: readonly Joint[];
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Question {
  readonly height: number;
  readonly count: number;
}

export interface Wanted {
  /** The node's tip. */
  readonly height: number;
  readonly hash: string;
  /** Blocks below it that are looked at. */
  readonly depth: number;
  /** Blocks that one answer holds. */
  readonly most: number;
}

/** Joints kept; a branch that parted further down is fetched anew. */
const JOINTS_MAX = 100;

/** What to ask next; undefined when all that is wanted is here. */
export function nextQuestion(stretch: Stretch | undefined, wanted: Wanted): Question | undefined {
  const { height, hash, depth, most } = wanted;
  const lowest = Math.max(0, height - depth + 1);
  const joint = stretch?.joints.at(-1);
  if (stretch === undefined || joint === undefined) return below(height);
  if (joint.hash !== hash) {
    const isNear = joint.height < height && height - joint.height <= most;
    return isNear ? { height, count: height - joint.height } : below(height);
  }
  return stretch.first > lowest ? below(stretch.first - 1) : undefined;

  function below(top: number): Question {
    return { height: top, count: Math.min(most, top - lowest + 1) };
  }
}

/** The stretch with an answer; undefined when nothing of it is left. */
export function join(stretch: Stretch | undefined, answer: StatsAnswer): Stretch | undefined {
  const fresh = stretchOf(answer);
  if (stretch === undefined) return fresh;
  if (answer.hash === stretch.previousHash) return concatenated(fresh, stretch);
  const top = stretch.joints.at(-1)!;
  if (answer.previousblockhash === top.hash) return concatenated(stretch, fresh);
  // It stands where ours should, on another block: ours is cut, and asks from further down.
  if (fresh.first === top.height + 1) return cutBelow(stretch, top.height);
  return fresh;
}

/** Cut for a tip that is not above ours: whatever is not below it cannot be of its branch. */
export function cutFor(stretch: Stretch | undefined, wanted: Wanted): Stretch | undefined {
  let cut = stretch;
  while (
    cut !== undefined &&
    cut.height >= wanted.height &&
    cut.joints.at(-1)!.hash !== wanted.hash
  ) {
    cut = cutBelow(cut, cut.height);
  }
  return cut;
}

/** Down to the highest joint below a height. */
function cutBelow(stretch: Stretch, height: number): Stretch | undefined {
  const joints = stretch.joints.filter((joint) => joint.height < height);
  const top = joints.at(-1);
  if (top === undefined || top.height < stretch.first) return undefined;
  const rows = top.height - stretch.first + 1;
  const columns = mapColumns(stretch.columns, (column) => column.slice(0, rows));
  return { ...stretch, height: top.height, joints, columns };
}

/** The newest so many rows. */
export function newest(stretch: Stretch, rows: number): Pick<Stretch, 'first' | 'columns'> {
  const skipped = Math.max(0, stretch.height - stretch.first + 1 - rows);
  const columns = mapColumns(stretch.columns, (column) => column.slice(skipped));
  return { first: stretch.first + skipped, columns };
}

function stretchOf({ height, hash, previousblockhash, ...columns }: StatsAnswer): Stretch {
  return {
    first: height - columns.time.length + 1,
    height,
    previousHash: previousblockhash,
    joints: [{ height, hash }],
    columns: columns as Stretch['columns'],
  };
}

function concatenated(lower: Stretch, upper: Stretch): Stretch {
  const columns = mapColumns(lower.columns, (column, name) => [
    ...column,
    ...(upper.columns[name] ?? []),
  ]);
  const joints = [...lower.joints, ...upper.joints].slice(-JOINTS_MAX);
  return { ...lower, height: upper.height, joints, columns };
}

function mapColumns(
  columns: Stretch['columns'],
  change: (column: Column, name: string) => Column,
): Stretch['columns'] {
  const entries = Object.entries(columns);
  return Object.fromEntries(entries.map(([name, column]) => [name, change(column, name)]));
}
