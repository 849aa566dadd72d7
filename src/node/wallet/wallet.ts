/**
 * The wallet of a node: a keyring, the books of its account, and the way to the disk and the page.
 *
 * A stored record that cannot be read is never replaced: it stays where it is, the wallet says that
 * it is damaged, and rewards go to a fresh key that lives as long as the page. Only an import puts
 * another in its place, and then the damaged record is put aside, not thrown away.
 */

import { sha256 } from '../../consensus/hash.ts';
import type { Hash } from '../../consensus/types.ts';
import type { NewEntry } from '../../mempool/entries.ts';
import type { Removal } from '../../mempool/verdict.ts';
import { assert } from '../../util/assert.ts';
import { concatBytes } from '../../util/bytes.ts';
import { MEMPOOL_EXPIRY_MS, REOFFERED_MAX, SHOWN_PAYMENTS_MAX } from '../../util/limits.ts';
import { Random } from '../../util/random.ts';
import { encodeAddress } from '../../wallet/address.ts';
import { accountFromXpub, accountScripts, RECEIVE } from '../../wallet/keys.ts';
import { isPending } from '../../wallet/entries.ts';
import { CommandError, type FeePreset, type WalletView } from '../api.ts';
import type { Pool } from '../pool.ts';
import type {
  OpenedSecret,
  StoreKey,
  StoreValue,
  StoreWrite,
  VaultJob,
  VaultOutcome,
} from '../ports.ts';
import type { MinerIdentity } from '../template.ts';
import { Books, type BooksWays, newBooks, openBooks } from './books.ts';
import { feePresets } from './fee-presets.ts';
import {
  type Keyring,
  openKeyring,
  plainKeyring,
  readKeyRecord,
  RPC_WALLET_ERROR,
} from './keyring.ts';
import { encodeKeyRecord } from '../../wallet/key-record.ts';
import { MinerNames } from './miner-names.ts';
import { DAMAGED_VIEW, paymentRows, type RowContext } from './view.ts';

/** What a start brings for the wallet. */
export interface WalletStart {
  /** The table `wallet` as the last start left it. */
  readonly records: ReadonlyArray<readonly [StoreKey, StoreValue]>;
  /** Of the stored record where it is readable; otherwise fresh from the host's randomness. */
  readonly secret: OpenedSecret;
  /** 32 random bytes of the host. */
  readonly random: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface WalletWays extends Omit<BooksWays, 'mempool'> {
  readonly pool: Pool;
  readonly askVault: (id: number, job: VaultJob) => void;
}

/** Keyring and books go together, and change together. */
interface Holding {
  readonly keyring: Keyring;
  readonly books: Books;
}

/** Where the secret stands in the table `wallet`. */
export const KEY_RECORD = 'key';
const BACKUP_RECORD = 'backed-up';
/** How long a payment of ours may be missing from our own mempool before it is offered again. */
const REOFFER_MS = 30_000;

export class Wallet {
  private readonly ways: WalletWays;
  private holding: Holding | undefined;
  private readonly isAbsent: boolean;
  private readonly seed: Uint8Array;
  private readonly freshScript: Uint8Array | undefined;
  private readonly records: Map<string, Uint8Array>;
  private readonly questions = new Map<number, (outcome: VaultOutcome) => void>();
  private lastQuestion = 0;
  private readonly random: Random;
  private signatures = 0;
  private isBackedUp: boolean;
  /** Secrets on their way to the disk, which must outlive a power failure. */
  private strictWrites: StoreWrite[] = [];
  private reofferedAt = -Infinity;
  /** The last one offered of those that are offered now. */
  private reoffered = -1;
  private readonly miners: MinerNames;
  private shown: { readonly key: string; readonly view: WalletView } | undefined;

  constructor(start: WalletStart | undefined, ways: WalletWays) {
    this.ways = ways;
    this.miners = new MinerNames(ways);
    this.isAbsent = start === undefined;
    this.seed = start?.random ?? EMPTY;
    this.random = new Random(this.seed);
    this.records = new Map(start?.records.map(([key, value]) => [String(key), value]));
    this.holding = start && this.openHolding(start);
    const backup = this.records.get(BACKUP_RECORD);
    const { xpub } = this.holding?.keyring.record ?? {};
    this.isBackedUp = backup !== undefined && new TextDecoder().decode(backup) === xpub;
    if (start !== undefined && this.isDamaged) this.freshScript = firstScript(start.secret);
    for (const key of this.records.keys()) {
      if (!key.startsWith(KEY_RECORD)) this.records.set(key, EMPTY);
    }
  }

  /** What is mined from now on goes here. */
  get rewardScript(): Uint8Array {
    const script = this.holding?.books.rewardScript ?? this.freshScript;
    assert(script !== undefined, 'a node without a wallet knows whom to pay');
    return script;
  }

  /** The stored record cannot be read. */
  get isDamaged(): boolean {
    return this.holding === undefined && !this.isAbsent;
  }

  /** Throws CommandError where there is no wallet, or its record is damaged. */
  get held(): Holding {
    if (this.holding !== undefined) return this.holding;
    const message = this.isDamaged
      ? 'The stored wallet is damaged. It is kept as it is; restore from your twelve words'
      : 'This node has no wallet';
    throw new CommandError(RPC_WALLET_ERROR, message);
  }

  get backedUp(): boolean {
    return this.isBackedUp;
  }

  /** Money that would be lost with the keys. */
  get hasCoins(): boolean {
    return [...(this.holding?.books.ledger.entries.unspent() ?? [])].length > 0;
  }

  /** Walks after the chain. True: there is more to do at once. */
  follow(now: number): boolean {
    const hasMore = this.holding?.books.follow() ?? false;
    if (!hasMore) this.reoffer(now);
    return hasMore;
  }

  tick(now: number): void {
    this.holding?.keyring.tick(now);
    this.holding?.books.tick();
  }

  added({ transaction, time }: NewEntry): void {
    this.holding?.books.seen(transaction, time);
  }

  removed(removals: readonly Removal[]): void {
    this.holding?.books.removed(removals);
  }

  /** Has the vault work, and goes on with its answer. */
  ask(job: VaultJob, answer: (outcome: VaultOutcome) => void): void {
    this.lastQuestion += 1;
    this.questions.set(this.lastQuestion, answer);
    this.ways.askVault(this.lastQuestion, job);
  }

  answered(id: number, outcome: VaultOutcome): void {
    const answer = this.questions.get(id);
    this.questions.delete(id);
    assert(answer !== undefined, 'the vault answers what it was asked');
    answer(outcome);
  }

  /** The keyring has another record: sealed now, or under another passphrase. */
  keyringChanged(): void {
    this.put(KEY_RECORD, encodeKeyRecord(this.held.keyring.record));
  }

  /** The words were written down, or came from paper. */
  noteBackup(): void {
    this.isBackedUp = true;
    this.put(BACKUP_RECORD, new TextEncoder().encode(this.held.keyring.record.xpub));
  }

  /** Another account takes this one's place, and the chain is searched for its payments. */
  replace(keyring: Keyring): void {
    const damaged = this.isDamaged ? this.records.get(KEY_RECORD) : undefined;
    if (damaged !== undefined) this.put(`${KEY_RECORD}-damaged-${this.records.size}`, damaged);
    this.holding?.keyring.close();
    const old = [...this.records.keys()].filter((key) => !key.startsWith(KEY_RECORD));
    for (const key of old) this.remove(key);
    const owner = this.ownerOf(keyring);
    this.holding = { keyring, books: newBooks(owner, this.booksWays, false) };
    this.isBackedUp = false;
    this.keyringChanged();
  }

  /** Records with a secret; to be written strictly. */
  takeStrictWrites(): readonly StoreWrite[] {
    const writes = this.strictWrites;
    this.strictWrites = [];
    return writes;
  }

  /** Records of the books, which may be lost: the blocks hold it all. */
  takeWrites(): readonly StoreWrite[] {
    const writes = this.strictWrites.length > 0 ? [] : (this.holding?.books.takeWrites() ?? []);
    for (const write of writes) if ('put' in write) this.records.set(String(write.put[1]), EMPTY);
    return writes;
  }

  /** 32 bytes for one signature, different each time. */
  auxiliaryRandom(): Uint8Array {
    this.signatures += 1;
    const count = Uint8Array.of(this.signatures, this.signatures >>> 8, this.signatures >>> 16);
    return sha256(concatBytes(this.seed, count));
  }

  get planning() {
    const { ledger } = this.held.books;
    return { ledger, mempool: this.ways.pool.mempool, random: this.random };
  }

  get rows(): RowContext {
    const { params } = this.ways.chain;
    const { ledger } = this.held.books;
    const minerAt = (height: number) => this.miners.at(height);
    return { ledger, coinbaseMaturity: params.coinbaseMaturity, minerAt };
  }

  presets(now: number): FeePreset[] {
    return feePresets(this.ways.chain, this.ways.pool.mempool, now);
  }

  /** Undefined for a node without a wallet. */
  view(now: number): WalletView | undefined {
    if (this.holding === undefined) return this.isDamaged ? DAMAGED_VIEW : undefined;
    const { books, keyring } = this.holding;
    const { chain, pool } = this.ways;
    const versions = [books.changes, pool.mempool.changes, chain.tip, this.miners.learnt];
    const key = [...versions, keyring.state, keyring.protection, this.isBackedUp].join();
    if (this.shown?.key !== key) this.shown = { key, view: this.makeView(now, this.holding) };
    return this.shown.view;
  }

  private makeView(now: number, { books, keyring }: Holding): WalletView {
    const { progress, receiveScript, ledger } = books;
    return {
      state: keyring.state,
      protection: keyring.protection,
      backedUp: this.isBackedUp,
      ...(progress === undefined ? {} : { rescan: progress }),
      ...ledger.balances(),
      receiveAddress: encodeAddress(receiveScript),
      payments: paymentRows(this.rows, SHOWN_PAYMENTS_MAX),
      paymentsTotal: ledger.entries.size,
      feePresets: this.presets(now),
    };
  }

  private openHolding({ now, secret }: WalletStart): Holding | undefined {
    const stored = this.records.get(KEY_RECORD);
    if (stored !== undefined) return this.openStored(stored, secret);
    // Books without their key: what was there is gone, and a new key would hide that.
    if (this.records.size > 0) return undefined;
    const keyring = plainKeyring(secret, now);
    this.put(KEY_RECORD, encodeKeyRecord(keyring.record));
    return { keyring, books: newBooks(this.ownerOf(keyring), this.booksWays, true) };
  }

  private openStored(stored: Uint8Array, secret: OpenedSecret): Holding | undefined {
    const keyring = openKeyring(stored, secret);
    if (keyring === undefined) return undefined;
    return { keyring, books: openBooks(this.ownerOf(keyring), this.booksWays, this.records) };
  }

  private ownerOf({ record }: Keyring): { genesisHash: Hash; xpub: string } {
    return { genesisHash: this.ways.chain.params.genesisHash, xpub: record.xpub };
  }

  private get booksWays(): BooksWays {
    const { chain, pool, readBody } = this.ways;
    return { chain, mempool: pool.mempool, readBody };
  }

  /**
   * Payments that the ledger holds to be waiting and the mempool does not have: after a restart, or
   * a reorganisation that had no room for them. They are offered again, parents first.
   */
  private reoffer(now: number): void {
    const { pool } = this.ways;
    if (pool.isRestoring || now - this.reofferedAt < REOFFER_MS) return;
    if (this.holding?.books.isCurrent !== true) return;
    const { books } = this.holding;
    const missing = [...books.ledger.entries.values()]
      .filter((entry) => isPending(entry) && entry.sequence > this.reoffered)
      .filter(({ txid }) => pool.mempool.withTxid(txid) === undefined);
    for (const { sequence, transaction, txid, seenAt } of missing.slice(0, REOFFERED_MAX)) {
      this.reoffered = sequence;
      const verdict = pool.accept(transaction, now, true);
      if (verdict.kind === 'refused') books.dropped(txid, 'conflict');
      // A parent that is missing may still come, for as long as a mempool would have kept it.
      const isOver = now - seenAt >= MEMPOOL_EXPIRY_MS;
      if (verdict.kind === 'orphan' && isOver) books.dropped(txid, 'expired');
    }
    if (missing.length > REOFFERED_MAX) return;
    this.reoffered = -1;
    this.reofferedAt = now;
  }

  private put(key: string, value: Uint8Array): void {
    this.records.set(key, value);
    this.strictWrites.push({ put: ['wallet', key, value] });
  }

  private remove(key: string): void {
    this.records.delete(key);
    this.strictWrites.push({ remove: ['wallet', key] });
  }
}

const EMPTY = new Uint8Array(0);

/** Rewards go to whatever the wallet says when a block is begun. */
export function minerOf(
  wallet: Pick<Wallet, 'rewardScript'>,
  { minerName, rewardScript }: { readonly minerName: string; readonly rewardScript?: Uint8Array },
): MinerIdentity {
  return {
    tag: minerName,
    get scriptPubKey() {
      return rewardScript ?? wallet.rewardScript;
    },
  };
}

/** What the words of a wallet without a passphrase stand for. */
export function readableEntropy(records: WalletStart['records']): Uint8Array | undefined {
  const stored = records.find(([key]) => key === KEY_RECORD)?.[1];
  const secret = stored && readKeyRecord(stored)?.secret;
  return secret?.kind === 'open' ? secret.entropy : undefined;
}

/** Where rewards go when the stored wallet cannot be read. */
function firstScript(secret: OpenedSecret): Uint8Array {
  const { xpub } = plainKeyring(secret, 0).record;
  return accountScripts(accountFromXpub(xpub)).script({ chain: RECEIVE, index: 0 });
}
