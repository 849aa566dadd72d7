/**
 * What an experiment is: a question, three sentences, and steps that act on the laboratory. A step
 * says what came of it in words made from what the nodes answered; nothing is said that was not
 * measured.
 */

import type { Laboratory, LabSnapshot, NodeRef } from '../../../lab/api.ts';

export type ExperimentId = 'split' | 'secret' | 'double-spend' | 'slow-links' | 'difficulty';

/** What its user may choose before it starts. */
export interface Settings {
  /** Percent of the laboratory's hashes that the attacker has. */
  readonly share: number;
  /** Blocks that the merchant waits for. */
  readonly confirmations: number;
  /** This tab lends the attacker coins where it has none. */
  readonly loan: boolean;
}

/** What the rules of the room say that experiments depend on. */
export interface RoomFacts {
  readonly isSandbox: boolean;
  readonly targetSpacingSeconds: number;
  /** Blocks until a reward may be spent. */
  readonly maturity: number;
}

/** What this tab's own wallet has. */
export interface Purse {
  /** In ticks; 0 where it cannot sign. */
  readonly spendable: number;
  /** Blocks until its next reward may be spent; undefined for none on its way. */
  readonly blocksToReward: number | undefined;
}

/** Said when drawn: the page's language may change meanwhile. */
export type Words = () => string;

export interface Finding {
  readonly words: Words;
  readonly block?: string;
  readonly payment?: string;
}

export interface Progress {
  readonly words: Words;
  readonly done: number;
  readonly of: number;
}

/** What experiments do with the laboratory: nothing that could not be put back. */
export type BenchLaboratory = Pick<
  Laboratory,
  'snapshot' | 'add' | 'partition' | 'healAll' | 'setWeather' | 'setShares'
>;

/** A command of a node. */
export type Call = (ref: NodeRef, method: string, ...parameters: unknown[]) => Promise<unknown>;

/** What a step works with. All of it ends with an error named 'AbortError' once it is stopped. */
export interface Bench {
  readonly lab: BenchLaboratory;
  readonly room: RoomFacts;
  readonly settings: Settings;
  /** As a command of a node; what it refuses ends the experiment, and is said. */
  call<Answer>(ref: string, method: string, ...parameters: unknown[]): Promise<Answer>;
  tell(finding: Finding): void;
  show(progress: Progress): void;
  /** Asks again with each snapshot until there is an answer; undefined = its user won’t wait. */
  until<Answer>(
    look: (snapshot: LabSnapshot) => Promise<Answer | undefined> | Answer | undefined,
    patience?: 'may-be-cut-short',
  ): Promise<Answer | undefined>;
  /** What is waited for ends with an error once one of these runs no more. */
  needs(refs: readonly NodeRef[]): void;
  /** Of this tab's own wallet, as it is now. */
  purse(): Purse;
  /** Is done at the end, however that comes, once all links are healed. */
  afterwards(act: (call: Call, rest: () => Promise<void>) => Promise<void>): void;
  /** This tab's own miner rests until the end, so that the shares are those of all hashes. */
  holdOwnMining(): Promise<void>;
}

export interface Experiment {
  readonly id: ExperimentId;
  /** Messages, said when drawn. */
  readonly question: string;
  readonly before: readonly [string, string, string];
  readonly steps: readonly string[];
  /** Settings that it has a control for. */
  readonly asks: readonly (keyof Settings)[];
  /** That are found from its start to its end, where blocks cost work; after the coin, if any. */
  readonly blocks: number;
  /** This tab's own miner rests while they are found. */
  readonly restsMiner: boolean;
  /** False for one that would learn nothing where blocks cost no work. */
  readonly worksInSandbox: boolean;
  /** One act for each step. */
  begin(bench: Bench): readonly (() => Promise<void>)[];
}
