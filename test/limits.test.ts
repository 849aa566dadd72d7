/**
 * Every limit, restated, with the test that overfills what it bounds. A limit without such a test,
 * or whose test went away, fails here.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as limits from '../src/util/limits.ts';

interface Entry {
  readonly value: number;
  /** Below test/. */
  readonly file: string;
  /** Words of the title of the test, as they stand in the file. */
  readonly title: string;
}

const kB = 1024;
const MB = 1024 * kB;

const ENTRIES: Readonly<Record<string, Entry>> = {
  ...inFile('unit/lab/laboratory.test.ts', {
    LAB_NODES_MAX: [20, 'are twenty at most'],
    LAB_GUESTS_MAX: [4, 'is one of four at most'],
  }),
  ...inFile('unit/lab/event-log.test.ts', {
    LAB_EVENTS_MAX: [500, 'keeps the newest 500 events'],
  }),
  ...inFile('unit/adapters/transport/weather.test.ts', {
    LAB_LATENCY_MAX_MS: [2_000, 'has two seconds of latency and half of all messages lost at most'],
    LAB_LOSS_MAX_PERCENT: [50, 'has two seconds of latency and half of all messages lost at most'],
    RESENDS_MAX: [4, 'is sent again four times at most'],
  }),
  ...inFile('unit/net/near.test.ts', {
    NEAR_LINKS_MAX: [24, 'is one of 24 at most, however many strangers come'],
  }),
  ...inFile('unit/node/statistics-commands.test.ts', {
    CHAIN_STATS_MAX_BLOCKS: [10_000, 'tells of 10,000 blocks at most, of 250 with their bodies'],
    BLOCK_STATS_MAX_BLOCKS: [250, 'tells of 10,000 blocks at most, of 250 with their bodies'],
  }),
  ...inFile('unit/node/chain-stats.test.ts', {
    BLOCK_STATS_MAX_BYTES: [MB, 'takes the highest megabyte of bodies, and one at least'],
    BLOCK_STATS_AHEAD_MAX: [64, 'asks for 64 blocks at a time, and puts them in their order'],
  }),
  ...inFile('unit/ui/charts/samples.test.ts', {
    CHART_SAMPLES_MAX: [1_024, 'are 1,024 at most, and reach back to the first one'],
  }),
  ...inFile('unit/node/arrivals.test.ts', {
    ARRIVALS_MAX: [500, 'is remembered for the newest 500 blocks'],
  }),
  ...inFile('unit/chain/bodies.test.ts', {
    BODIES_MAX_BLOCKS: [2_000, 'of a chain is bounded, for bodies and for undo data'],
    BODIES_MAX_BYTES: [16 * MB, 'of a chain is bounded, for bodies and for undo data'],
    UNDO_MAX_BLOCKS: [2_000, 'of a chain is bounded, for bodies and for undo data'],
    UNDO_MAX_BYTES: [4 * MB, 'of a chain is bounded, for bodies and for undo data'],
  }),
  ...inFile('unit/node/wiretap.test.ts', {
    WIRETAP_EVENTS_MAX: [2_000, 'keeps 2,000 events and 4 kB of each'],
    WIRETAP_MESSAGE_MAX_BYTES: [4 * kB, 'keeps 2,000 events and 4 kB of each'],
  }),
  ...inFile('unit/node/lesson.test.ts', {
    LESSON_EVENTS_MAX: [5_000, 'holds the newest 5,000 notes, in a megabyte'],
    LESSON_MAX_BYTES: [MB, 'when they claim more than a megabyte'],
    LESSON_FACTS_MAX: [8, 'nine facts'],
    LESSON_TEXT_MAX_CHARACTERS: [64, 'cut to 64 characters'],
    LESSON_MINERS_MAX: [500, 'are told apart up to 500'],
  }),
  ...inFile('unit/adapters/transport/joined.test.ts', {
    CUT_IDS_MAX: [256, 'is known by the 256 ids under which it was met last'],
  }),
  ...inFile('unit/adapters/storage/rooms-registry.test.ts', {
    ROOMS_REMEMBERED_MAX: [64, 'remembers 64 rooms'],
  }),
  ...inFile('unit/adapters/storage/rooms.test.ts', {
    RECORDS_BATCH_BYTES: [MB, 'read a megabyte or 256 records at a time'],
    RECORDS_BATCH_MAX: [256, 'read a megabyte or 256 records at a time'],
  }),
  ...inFile('unit/ui/wire/wire-log.test.ts', {
    WIRE_EVENTS_SHOWN_MAX: [5_000, 'keeps the newest 5,000 events'],
    LINK_NAMES_MAX: [256, 'are kept for 256 links'],
  }),
  ...inFile('unit/ui/lab/block-book.test.ts', {
    LAB_BLOCKS_MAX: [480, 'keeps 480 blocks, the highest ones'],
  }),
  ...inFile('unit/ui/network/pulses.test.ts', {
    PULSES_PER_SECOND_MAX: [40, 'are at most forty a second'],
  }),
  ...inFile('unit/chain/chain.test.ts', {
    ADVANCE_BUDGET_BYTES: [64 * kB, 'in bounded steps'],
  }),
  ...inFile('unit/chain/chain-signatures.test.ts', {
    SIGNATURES_INLINE_MAX: [16, 'waits for its batch, and is connected when all are good'],
    RUNS_UNVERIFIED_MAX: [2, 'are applied ahead of the verifier, two runs at most'],
  }),
  ...inFile('unit/net/fragment.test.ts', {
    MESSAGE_MAX_BYTES: [512 * kB, 'message-too-large'],
    FRAGMENT_MAX_BYTES: [16 * kB, 'fragment-size'],
    REASSEMBLY_TIMEOUT_MS: [15_000, 'a message that never ends expires'],
  }),
  ...inFile('unit/net/send-queue.test.ts', {
    SEND_QUEUE_MAX_BYTES: [8 * MB, 'refuses what would overfill it'],
  }),
  ...inFile('unit/net/messages.test.ts', {
    HEADERS_MAX: [2_000, "['2,000 headers', headers(2_000), headers(2_001)]"],
    LOCATOR_MAX: [64, "['64 locator hashes', locator(64), locator(65)]"],
    PEERS_MAX: [32, "['32 neighbours', peers(32), peers(33)]"],
    INVENTORY_MAX: [500, "['500 entries of inv', inventory('inv', 500), inventory('inv', 501)]"],
    USER_AGENT_MAX_BYTES: [256, 'names its software in 256 bytes and not in 257'],
  }),
  ...inFile('unit/net/neighbours.test.ts', {
    PEERS_PER_MINUTE_MAX: [6, 'may tell of their own neighbours six times a minute'],
    SIGNALS_PER_SECOND_MAX: [2, 'thirty-two times at once, then twice a second'],
    SIGNALS_BURST_MAX: [32, 'thirty-two times at once, then twice a second'],
    SIGNAL_ROUTES_MAX: [64, 'for the last 64 who signalled'],
  }),
  ...inFile('unit/net/eviction.test.ts', {
    INBOUND_MAX: [16, 'answers sixteen dials; the seventeenth costs the youngest'],
  }),
  ...inFile('unit/net/topology.test.ts', {
    LINKS_MAX: [24, 'and no more than 24'],
  }),
  ...inFile('unit/net/candidates.test.ts', {
    KNOWN_TABS_MAX: [256, 'is one of 256, and the one not met for longest'],
    DIAL_REST_MAX_MS: [128_000, 'and nobody is given up'],
  }),
  ...inFile('unit/net/greeting.test.ts', {
    HELLO_TIMEOUT_MS: [5_000, 'has five seconds, whoever has said what'],
  }),
  ...inFile('unit/net/discouraged.test.ts', {
    DISCOURAGED_MAX: [1_000, 'remembers a thousand names and forgets the oldest'],
    DISCOURAGE_MS: [600_000, 'holds a name for ten minutes and not a moment longer'],
  }),
  ...inFile('unit/net/liveness.test.ts', {
    PING_INTERVAL_MS: [10_000, 'is pinged every ten seconds'],
    SILENCE_MAX_MS: [30_000, 'that is silent for thirty seconds is gone'],
    PINGS_PER_MINUTE_MAX: [120, 'answers 120 pings a minute'],
    UNKNOWN_MESSAGES_PER_MINUTE_MAX: [100, 'carries 100 unknown messages a minute and not 101'],
    BACKLOG_MAX_BYTES: [MB, 'above a megabyte for fifteen seconds costs the link'],
    BACKLOG_TIMEOUT_MS: [15_000, 'above a megabyte for fifteen seconds costs the link'],
  }),
  ...inFile('unit/net/headers.test.ts', {
    HEADERS_TIMEOUT_MS: [10_000, 'must be answered within ten seconds'],
    HEADERS_RELIEF_MS: [1_000, 'is asked from another peer, too, after a second'],
    HEADERS_PROGRESS_TIMEOUT_MS: [20_000, 'without news for twenty seconds'],
    EARLY_HEADERS_PER_PEER_MAX: [64, 'waits among at most 64 of one peer and 256 in all'],
    EARLY_HEADERS_MAX: [256, 'waits among at most 64 of one peer and 256 in all'],
  }),
  ...inFile('unit/net/download.test.ts', {
    DOWNLOAD_WINDOW_BLOCKS: [1_024, 'reach no further than 1,024 above the lowest'],
    BLOCK_TIMEOUT_MS: [20_000, 'that do not come in twenty seconds cost the link'],
    BLOCK_TIMEOUT_PER_PEER_MS: [5_000, 'may take five seconds more for each other peer'],
    PINNED_MAX_BYTES: [32 * MB, 'wait while the disk has 32 megabytes to take'],
  }),
  ...inFile('unit/net/pace.test.ts', {
    BLOCKS_IN_FLIGHT_PER_PEER_MAX: [128, 'is asked for twice as many until it is 128'],
    BLOCK_BYTES_IN_FLIGHT_PER_PEER_MAX: [4 * MB, 'is asked for no more than four megabytes'],
    BLOCK_RELIEF_MS: [500, 'is relieved after half a second by one that stands idle'],
    STALL_TIMEOUT_MIN_MS: [4_000, 'loses its link after four seconds'],
    STALL_TIMEOUT_MAX_MS: [64_000, 'up to 64 seconds'],
  }),
  ...inFile('unit/net/budget.test.ts', {
    UNASKED_BYTES_PER_SECOND: [MB, 'may say a megabyte a second'],
    UNASKED_BURST_BYTES: [4 * MB, 'may say four megabytes at once'],
    UPLOAD_BYTES_PER_SECOND: [MB, 'wait for a megabyte a second'],
    UPLOAD_BURST_BYTES: [4 * MB, 'wait when four megabytes have left'],
  }),
  ...inFile('unit/net/staging.test.ts', {
    STAGES_MAX: [2, 'is heard of two peers at a time'],
  }),
  ...inFile('unit/net/serve.test.ts', {
    SERVE_QUEUE_MAX: [512, 'may leave 512 blocks waiting, and not one more'],
  }),
  ...inFile('unit/net/relay.test.ts', {
    ANNOUNCE_HEADERS_MAX: [8, 'are told by %i headers'],
    INLINE_BLOCK_MAX_BYTES: [8 * kB, 'in short when the block is larger than eight kilobytes'],
  }),
  ...inFile('unit/net/compact-block.test.ts', {
    BLOCK_TRANSACTIONS_MAX: [1_538, "['1,538 transactions', "],
  }),
  ...inFile('unit/net/compact-intake.test.ts', {
    COMPACT_BLOCKS_MAX: [8, 'is put together with seven others, and gives way to a ninth'],
    COMPACT_PEERS_MAX: [3, 'is asked of three peers at a time'],
    COMPACT_TIMEOUT_MS: [2_000, 'is asked for whole when two seconds have passed'],
    COMPACT_PER_SECOND_MAX: [2, 'are looked at ten at once and two a second'],
    COMPACT_BURST_MAX: [10, 'are looked at ten at once and two a second'],
    COMPACT_TOLD_MAX: [64, 'is remembered among 64 of one peer'],
  }),
  ...inFile('unit/net/network.test.ts', {
    BLOCK_SENDERS_MAX: [1_536, 'is traced to its sender among 1,536 blocks that wait'],
  }),
  ...inFile('unit/net/transaction-requests.test.ts', {
    KNOWN_TRANSACTIONS_MAX: [10_000, 'is known to have 10,000, however many it names'],
    ANNOUNCED_PER_PEER_MAX: [2_000, 'is heard of 2,000 that it has not delivered'],
    TRANSACTION_REQUESTS_MAX: [50, 'is asked for fifty transactions at a time'],
    TRANSACTION_REQUEST_TIMEOUT_MS: [4_000, 'the next fifty when four seconds have passed'],
  }),
  ...inFile('unit/net/transaction-trickle.test.ts', {
    ANNOUNCED_PER_SECOND_MAX: [100, 'is told of 500 at once and of 100 a second from then on'],
  }),
  ...inFile('unit/net/transaction-intake.test.ts', {
    UNPROVEN_SIGNATURES_PER_SECOND_MAX: [50, 'are judged at fifty a second for a peer'],
    TRANSACTIONS_JUDGED_MAX: [64, 'is given 64 at a time, of all peers'],
    TRANSACTIONS_WAITING_MAX_BYTES: [MB, 'is at most a megabyte of one peer'],
  }),
  ...inFile('unit/net/transaction-serve.test.ts', {
    TRANSACTIONS_WANTED_MAX: [500, 'may leave 500 waiting'],
  }),
  ...inFile('unit/node/chain-transfer.test.ts', {
    CHAIN_CHUNK_MAX_BYTES: [MB, 'a part of a megabyte is taken, and not a byte more'],
    IMPORT_FILE_MAX_BYTES: [512 * MB, 'a file of 1 GB is refused before it is read'],
  }),
  ...inFile('unit/node/schema-coins.test.ts', {
    JOURNAL_RECORD_BYTES: [4 * kB, 'share a journal record until it is full'],
    JOURNAL_MIN_CHANGES: [1_024, 'begin to shorten the journal when it holds enough'],
    COMPACT_MAX_COINS: [16_384, 'rewrite no more coins in one batch than its limit'],
  }),
  ...inFile('unit/node/schema-segments.test.ts', {
    SEGMENT_MAX_BYTES: [128 * kB, 'holds parts up to its limit, and a larger one alone'],
  }),
  ...inFile('unit/adapters/storage/indexeddb.test.ts', {
    STORE_OPEN_TIMEOUT_MS: [10_000, 'whose opening is never answered is blocked'],
  }),
  ...inFile('unit/adapters/storage/slots.test.ts', {
    SLOTS_MAX: [64, 'is refused to the 65th tab of a room'],
    SLOT_PATIENCE_MS: [1_500, 'is another one when a copy of the tab keeps the preferred one'],
  }),
  ...inFile('unit/adapters/transport/rtc-link.test.ts', {
    CHANNEL_HIGH_WATER_BYTES: [512 * kB, 'feeds the channel between its water marks'],
    CHANNEL_LOW_WATER_BYTES: [128 * kB, 'feeds the channel between its water marks'],
    DIAL_TIMEOUT_MS: [20_000, 'gives up an attempt after 20 s'],
    EARLY_FRAGMENTS_MAX: [64, 'keeps 64 early fragments and refuses the next'],
  }),
  ...inFile('unit/adapters/transport/webrtc.test.ts', {
    DIALS_MAX: [3, 'dials three at once'],
    INBOUND_DIALS_MAX: [8, 'takes eight attempts at once and no ninth'],
    CONNECTIONS_MAX: [26, 'holds 26 connections and no more'],
    SIGNALS_WAITING_MAX: [64, '64 signals wait to be opened, and more are dropped'],
  }),
  ...inFile('unit/adapters/transport/compact-description.test.ts', {
    CANDIDATES_MAX: [8, 'keeps 8 candidates, those that lead furthest first'],
  }),
  ...inFile('unit/adapters/transport/invitation-text.test.ts', {
    INVITATION_TEXT_MAX_CHARACTERS: [4_096, 'is not looked for in more than 4,096 characters'],
  }),
  ...inFile('unit/adapters/transport/manual-meeting.test.ts', {
    INVITATIONS_MAX: [4, 'four are open at a time, made and answered'],
    INVITATION_LIFETIME_MS: [600_000, 'waits ten minutes, and then says that it was too long'],
    INVITATION_SKEW_MS: [60_000, 'with a minute for clocks that differ'],
    INVITATIONS_REMEMBERED_MAX: [16, 'says what became of 16 that are over'],
  }),
  ...inFile('unit/adapters/transport/seal.test.ts', {
    SEAL_SENDERS_MAX: [1_024, 'remembers the latest senders, however many there are'],
  }),
  ...inFile('unit/adapters/transport/port.test.ts', {
    PORT_INBOUND_MAX_BYTES: [16 * MB, 'closes a link that says more than a busy node can take'],
  }),
  ...inFile('unit/adapters/miner/pool.test.ts', {
    MINING_WORKERS_MAX: [64, 'starts 64 workers and no more'],
  }),
  ...inFile('unit/signaling-server/protocol.test.ts', {
    SIGNAL_MAX_BYTES: [32 * kB, 'PAYLOAD_MAX'],
    SAMPLE_MAX_IDS: [16, 'reads 16 ids and refuses 17'],
    ICE_SERVERS_MAX: [8, "['8 servers', serversOf(8), serversOf(9)]"],
    ICE_URLS_MAX: [4, "['4 addresses',"],
    ICE_URL_MAX_CHARACTERS: [280, 'addresses of 280 characters'],
    ICE_CREDENTIAL_MAX_CHARACTERS: [512, 'names and passwords of 512 characters'],
  }),
  ...inFile('unit/signaling-server/server.test.ts', {
    MEETING_FRAME_MAX_BYTES: [64 * kB, '64 KB and one byte'],
    MEETING_FRAME_MAX_FRAGMENTS: [16, '17 WebSocket fragments close, 16 do not'],
    MEETING_CONNECTIONS_MAX: [10_000, 'the server has so many places in all'],
    MEETING_CONNECTIONS_PER_ADDRESS_MAX: [32, 'one address gets so many sockets'],
    MEETING_FRAMES_PER_SECOND: [20, '60 frames at once are heard, and what follows closes'],
    MEETING_FRAMES_BURST: [60, '60 frames at once are heard, and what follows closes'],
    MEETING_JOIN_TIMEOUT_MS: [5_000, 'a socket that does not join in time is closed'],
    MEETING_PING_INTERVAL_MS: [30_000, 'a socket that answers no ping is ended'],
    MEETING_BUFFER_MAX_BYTES: [MB, 'a reader that never reads is cut off before it costs much'],
  }),
  ...inFile('unit/wallet/watched-keys.test.ts', {
    GAP_LIMIT: [20, 'are handed out up to twenty beyond the last one in a block'],
  }),
  ...inFile('unit/wallet/ledger.test.ts', {
    DEAD_PAYMENTS_MAX: [1_000, 'is told of among a thousand others, and then forgotten'],
  }),
  ...inFile('unit/wallet/payment-link.test.ts', {
    PAYMENT_LINK_MAX_CHARACTERS: [2_048, 'has 2,048 characters and not one more'],
    PAYMENT_MESSAGE_MAX_CHARACTERS: [140, 'carries a message of 140 characters'],
  }),
  ...inFile('unit/wallet/key-record.test.ts', {
    KEY_RECORD_MAX_BYTES: [kB, 'has at most 1,024 bytes, whatever follows them'],
    VAULT_ROUNDS_MIN: [600_000, 'asks for %d rounds in vain'],
    VAULT_ROUNDS_MAX: [10_000_000, 'asks for %d rounds in vain'],
  }),
  ...inFile('unit/wallet/coin-selection.test.ts', {
    SELECTION_TRIES_MAX: [100_000, 'are searched in at most ${SELECTION_TRIES_MAX} tries'],
  }),
  ...inFile('unit/wallet/builder.test.ts', {
    FEERATE_MAX_PER_KVB: [10_000_000, 'and ten thousand a byte is the most'],
    MEMO_MAX_BYTES: [80, 'has 80 bytes and not 81'],
  }),
  ...inFile('unit/mempool/admission.test.ts', {
    LOOSE_TRANSACTION_MAX_WEIGHT: [100_000, 'weighs at most 100,000'],
    CLUSTER_MAX_TRANSACTIONS: [16, 'is a chain of sixteen, and not of seventeen'],
    CLUSTER_MAX_VBYTES: [25_000, 'has 25,000 virtual bytes at most'],
  }),
  ...inFile('unit/mempool/replacement.test.ts', {
    REPLACED_MAX_TRANSACTIONS: [16, 'pushes sixteen out and not seventeen'],
  }),
  ...inFile('unit/mempool/eviction.test.ts', {
    MEMPOOL_MAX_TRANSACTIONS: [10_000, 'of 100,000 at the least fee leaves 10,000'],
    MEMPOOL_MAX_VBYTES: [4_000_000, 'of large ones is held to 4,000,000 virtual bytes'],
    MEMPOOL_EXPIRY_MS: [3_600_000, 'leaves after an hour with all that spend of it'],
  }),
  ...inFile('unit/mempool/moved.test.ts', {
    RETURNED_MAX_BYTES: [2 * MB, 'brings two megabytes back, from the oldest block on'],
  }),
  ...inFile('unit/mempool/template.test.ts', {
    TEMPLATE_MISFITS_MAX: [50, 'looks past 49 that do not fit, and stops at the fiftieth'],
  }),
  ...inFile('unit/mempool/orphans.test.ts', {
    ORPHANS_PER_PEER_MAX: [16, 'is one of sixteen of its peer'],
    ORPHANS_MAX: [64, 'is one of 64 in all'],
    ORPHAN_TIMEOUT_MS: [30_000, 'waits for thirty seconds and not a moment longer'],
  }),
  ...inFile('unit/mempool/refused.test.ts', {
    REFUSED_KNOWN_MAX: [20_000, 'are remembered 20,000 at most'],
  }),
  ...inFile('unit/consensus/encoding.test.ts', {
    WITNESS_ITEMS_MAX: [1_000, 'holds 1,000 witness items and no more'],
  }),
  ...inFile('unit/consensus/signature-cache.test.ts', {
    SIGNATURES_KNOWN_MAX: [40_000, '40,000 at most, however many come'],
  }),
  ...inFile('unit/node/node.test.ts', {
    COMMANDS_MAX: [256, '256 commands wait already'],
    GENERATE_MAX: [100_000, 'from 1 to 100000'],
  }),
  ...inFile('unit/node/node-mempool.test.ts', {
    TEST_ACCEPT_MAX: [25, 'between 1 and 25'],
  }),
  ...inFile('unit/node/keeper.test.ts', {
    WRITE_BATCH_MAX_BLOCKS: [200, 'gathers 200 blocks into one transaction'],
    WRITE_BATCH_MAX_BYTES: [8 * MB, 'gathers 8 MB of bodies and no more'],
    WRITES_IN_FLIGHT_MAX: [4, 'has four transactions under way'],
  }),
  ...inFile('unit/node/wallet/books.test.ts', {
    WALLET_SLICE_BYTES: [64 * kB, 'walk through the chain a slice at a time'],
    WALLET_BLOCKS_AHEAD_MAX: [64, 'read 64 blocks ahead from the disk'],
  }),
  ...inFile('unit/node/wallet/wallet.test.ts', {
    SHOWN_PAYMENTS_MAX: [50, 'are the newest 50 payments, up to 1,000 on request'],
    LISTED_PAYMENTS_MAX: [1_000, 'are the newest 50 payments, up to 1,000 on request'],
    RECIPIENTS_MAX: [100, '100 recipients at once'],
    REOFFERED_MAX: [8, 'offers payments again that the mempool was not kept with, eight a step'],
  }),
  ...inFile('unit/node/wallet/miner-names.test.ts', {
    MINERS_KNOWN_MAX: [256, 'are remembered for 256 blocks at most'],
  }),
  ...inFile('unit/node/wallet/secrets.test.ts', {
    PASSPHRASE_MAX_CHARACTERS: [1_024, 'has from 1 to 1,024 characters'],
  }),
  ...inFile('unit/node/wallet/keyring.test.ts', {
    UNLOCK_MAX_SECONDS: [86_400, 'stays open for a day at most'],
  }),
  ...inFile('unit/node/note-search.test.ts', {
    NOTE_MAX_BYTES: [76, 'and a note of 77 bytes'],
    NOTE_SEARCH_MAX_BLOCKS: [2_000, 'is sought in 2,000 blocks by one command'],
    NOTE_SEARCH_MAX_BYTES: [MB, 'ends after a megabyte of them, and one block'],
    NOTE_SEARCH_AHEAD_MAX: [64, 'asks for 64 blocks ahead'],
    PROOF_HEADERS_MAX: [2_000, 'a proof holds 2,000 headers'],
  }),
  ...inFile('unit/node/proof-file.test.ts', {
    PROOF_BRANCH_MAX_HASHES: [16, 'a branch of 17 hashes'],
  }),
  ...inFile('unit/verify/proof.test.ts', {
    PROOF_MAX_BYTES: [MB, 'a megabyte and a byte'],
  }),
  ...inFile('unit/node/own-blocks.test.ts', { OWN_BLOCKS_MAX: [32, 'tells of the newest 32'] }),
  ...inFile('unit/node/notices.test.ts', { NOTICES_MAX: [20, 'keeps the newest 20'] }),
  ...inFile('unit/node/strip.test.ts', {
    STRIP_HEIGHTS: [24, 'shows the newest 24 heights'],
    STRIP_BLOCKS_MAX: [240, 'shows the newest 240 of a flood of siblings'],
  }),
  ...inFile('unit/node/live-commands.test.ts', {
    CHAIN_CARDS_MAX_HEIGHTS: [32, 'come 32 heights and 128 blocks at a time'],
    CHAIN_CARDS_MAX: [128, 'come 32 heights and 128 blocks at a time'],
    MEMPOOL_BEST_MAX: [240, 'is told of 240, and how many there are'],
  }),
  ...inFile('unit/ui/live/history.test.ts', {
    HISTORY_CARDS_MAX: [384, 'keeps 384 cards, those nearest to where its user looks'],
  }),
  ...inFile('unit/ui/live/geometry.test.ts', {
    STRIP_COLUMNS_MAX: [60_000, 'ends after 60,000 columns, where pixels would'],
  }),
  ...inFile('unit/ui/live/use-unrolled.test.ts', {
    FRESH_CARDS_MAX: [8, 'are 8 new ones at most, the newest first, until all are there'],
  }),
  ...inFile('unit/ui/live/square-flow.test.ts', {
    SQUARES_FLYING_MAX: [48, 'lets 48 squares fly and the rest vanish'],
  }),
  ...inFile('unit/node/mining.test.ts', { JOBS_KEPT_MAX: [16, 'takes hits of the last 16 jobs'] }),
  ...inFile('unit/ui/mine/rate-history.test.ts', {
    RATE_SAMPLES_MAX: [120, 'keeps the newest samples and no more than its limit'],
  }),
  ...inFile('unit/ui/console/transcript.test.ts', {
    CONSOLE_ENTRIES_MAX: [200, 'keeps the newest 200 commands'],
    CONSOLE_TEXT_MAX_CHARACTERS: [100_000, 'cuts an answer of more than 100,000 characters'],
  }),
  ...inFile('unit/adapters/transport/session-description.test.ts', {
    SDP_CANDIDATES_MAX: [64, 'reads 64 candidates, and nothing that has one more'],
  }),
  ...inFile('unit/ui/live/layout.test.ts', {
    STRIP_LANES_MAX: [5, 'counts what does not fit instead of growing without end'],
  }),
};

describe('limits', () => {
  it('are all listed here, with the values they should have', () => {
    const values = Object.entries(ENTRIES).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({ ...limits });
  });

  it.each(Object.entries(ENTRIES))('%s is overfilled by a test', (_, { file, title }) => {
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(title);
  });
});

function inFile(
  file: string,
  entries: Readonly<Record<string, readonly [value: number, title: string]>>,
): Record<string, Entry> {
  const named = Object.entries(entries).map(([name, [value, title]]) => [
    name,
    { value, file, title },
  ]);
  return Object.fromEntries(named) as Record<string, Entry>;
}
