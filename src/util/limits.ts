/**
 * Every bound on what the outside can make us hold or do, with its reason. A limit that is reached
 * costs the one who reached it, never anybody else.
 */

/** Whole protocol messages; a block of 400,000 weight is at most 400,000 bytes (PROTOCOL 5). */
export const MESSAGE_MAX_BYTES = 512 * 1024;
/** Small enough that a fresh block waits for at most one of them; 16 kB costs 10 % of the rate. */
export const FRAGMENT_MAX_BYTES = 16 * 1024;
/** A message whose fragments take longer than this is given up with its link. */
export const REASSEMBLY_TIMEOUT_MS = 15_000;
/** A link whose buffer stays above BACKLOG_MAX_BYTES this long is not reading: it is dropped. */
export const BACKLOG_MAX_BYTES = 1024 * 1024;
export const BACKLOG_TIMEOUT_MS = 15_000;
/** Data channel buffer marks between which our own queue feeds it. */
export const CHANNEL_HIGH_WATER_BYTES = 512 * 1024;
export const CHANNEL_LOW_WATER_BYTES = 128 * 1024;
/** In-flight dials: Chromium counts closed connections against its own cap until collected. */
export const DIALS_MAX = 3;
/** An unanswered offer never fails by itself. */
export const DIAL_TIMEOUT_MS = 20_000;
/** Links of one tab; a full mesh to 12 nodes and 16 inbound beyond (PROTOCOL 6). */
export const LINKS_MAX = 24;
/** Connections: room for a newcomer before another must go for it, and for a look at somebody. */
export const CONNECTIONS_MAX = LINKS_MAX + 2;
/** Links that others dialled (PROTOCOL 6); the rest of LINKS_MAX are ours to choose. */
export const INBOUND_MAX = 16;
/** Node keys in one peers message: all that a tab is linked to, with room to spare. */
export const PEERS_MAX = 32;
/** Peers messages of one peer: one when it is ready, and one each minute; more is a flood. */
export const PEERS_PER_MINUTE_MAX = 6;
/** Signals of one peer: two for each dial, and a few dials at once; what is more is not carried. */
export const SIGNALS_PER_SECOND_MAX = 2;
export const SIGNALS_BURST_MAX = 32;
/** Tabs remembered by the neighbour that brought their last signal: more than dial at a time. */
export const SIGNAL_ROUTES_MAX = 64;
/** Ids of other tabs remembered from the meeting place; a hostile server may send ten thousand. */
export const KNOWN_TABS_MAX = 256;
/** A sealed offer or answer in text; real ones measure 2 to 4 kB. */
export const SIGNAL_MAX_BYTES = 32 * 1024;
/** Bodies kept in memory after the store has them: enough to serve the recent past from memory. */
export const BODIES_MAX_BLOCKS = 2_000;
export const BODIES_MAX_BYTES = 16 * 1024 * 1024;
/** Undo data likewise: a few hundred full blocks, so that no usual reorganisation waits for it. */
export const UNDO_MAX_BLOCKS = 2_000;
export const UNDO_MAX_BYTES = 4 * 1024 * 1024;
/** Blocks connected in one go before the node looks at its other inputs again. */
export const ADVANCE_BUDGET_BYTES = 64 * 1024;
/** Signatures verified within one step; noble needs 1 to 2 ms each. More go to the workers. */
export const SIGNATURES_INLINE_MAX = 16;
/** Runs of blocks applied and not verified: one at the workers, one ready for them. */
export const RUNS_UNVERIFIED_MAX = 2;
/** Blocks and bytes that may gather into one storage transaction while syncing (PROTOCOL 4). */
export const WRITE_BATCH_MAX_BLOCKS = 200;
export const WRITE_BATCH_MAX_BYTES = 8 * 1024 * 1024;
/** Storage transactions under way; beyond it no new bodies are asked for, so memory stays flat. */
export const WRITES_IN_FLIGHT_MAX = 4;
/** Bytes only memory holds before body download pauses for the disk. */
export const PINNED_MAX_BYTES = 32 * 1024 * 1024;
/** Headers in one message, block locator entries, inventory entries (PROTOCOL 5). */
export const HEADERS_MAX = 2_000;
export const LOCATOR_MAX = 64;
export const INVENTORY_MAX = 500;
/** A peer's name for its software, in bytes (BIP14). */
export const USER_AGENT_MAX_BYTES = 256;
/** Blocks asked from one peer at a time, and their bytes by the size that blocks have lately. */
export const BLOCKS_IN_FLIGHT_PER_PEER_MAX = 128;
export const BLOCK_BYTES_IN_FLIGHT_PER_PEER_MAX = 4 * 1024 * 1024;
/** How far above the lowest missing block others are asked for: a quarter of a second of them. */
export const DOWNLOAD_WINDOW_BLOCKS = 1_024;
/** Senders remembered of bodies that are not connected yet: the window, and half as much again. */
export const BLOCK_SENDERS_MAX = 1_536;
/** Time without any block that was asked for, and what each other peer at it adds to that. */
export const BLOCK_TIMEOUT_MS = 20_000;
export const BLOCK_TIMEOUT_PER_PEER_MS = 5_000;
/** The lowest missing block is asked elsewhere after so long, if somebody else stands idle. */
export const BLOCK_RELIEF_MS = 500;
/** How long one peer may hold up idle others: doubled when one lost its link by it. */
export const STALL_TIMEOUT_MIN_MS = 4_000;
export const STALL_TIMEOUT_MAX_MS = 64_000;
export const HEADERS_TIMEOUT_MS = 10_000;
/** Another peer is asked for headers, too, when an answer takes longer. */
export const HEADERS_RELIEF_MS = 1_000;
/** A peer whose answers hold nothing new for so long does not keep others from being asked. */
export const HEADERS_PROGRESS_TIMEOUT_MS = 20_000;
/** Peers whose branch of little work is heard at a time: one, and one that may know better. */
export const STAGES_MAX = 2;
/** Headers from the near future, parked until their time comes, per peer and in all. */
export const EARLY_HEADERS_PER_PEER_MAX = 64;
export const EARLY_HEADERS_MAX = 256;
/** Blocks one peer may have asked for and not yet received; our own requests stay far below. */
export const SERVE_QUEUE_MAX = 512;
/** Bytes of one peer that nobody asked it for: sustained, and at once after a pause. */
export const UNASKED_BYTES_PER_SECOND = 1024 * 1024;
export const UNASKED_BURST_BYTES = 4 * 1024 * 1024;
/** Bytes of old blocks for one peer, likewise: 3,000 small ones a second, ten full ones at once. */
export const UPLOAD_BYTES_PER_SECOND = 1024 * 1024;
export const UPLOAD_BURST_BYTES = 4 * 1024 * 1024;
/** Everything a link says before its `hello` verified must fit in this time. */
export const HELLO_TIMEOUT_MS = 5_000;
export const PING_INTERVAL_MS = 10_000;
export const SILENCE_MAX_MS = 30_000;
/** Pings of a peer answered in a minute; more is a flood. */
export const PINGS_PER_MINUTE_MAX = 120;
/** Messages of unknown type in a minute: newer peers may speak of things we do not know. */
export const UNKNOWN_MESSAGES_PER_MINUTE_MAX = 100;
/** Headers announced at once; a longer story is asked for by locator. */
export const ANNOUNCE_HEADERS_MAX = 8;
/** Blocks up to this size travel whole instead of being announced. */
export const INLINE_BLOCK_MAX_BYTES = 8 * 1024;
/** Transactions of a block of 400,000 weight, of which each has 65 bytes that count four times. */
export const BLOCK_TRANSACTIONS_MAX = 1_538;
/** Blocks put together from short names at a time; the tip, its siblings and what follows. */
export const COMPACT_BLOCKS_MAX = 8;
/** Peers asked at a time for what is missing of one: each answer may have all of it (BIP152). */
export const COMPACT_PEERS_MAX = 3;
/** After it the whole block is asked for, of anyone: a round trip, and 400 kB at 1.6 Mbit/s. */
export const COMPACT_TIMEOUT_MS = 2_000;
/** Blocks in short of one peer that are looked at: each may cost a search of the mempool. */
export const COMPACT_PER_SECOND_MAX = 2;
export const COMPACT_BURST_MAX = 10;
/** Blocks in short remembered of one peer, for which it is not blamed (docs/protocol.md, 5). */
export const COMPACT_TOLD_MAX = 64;
/** A peer that broke the rules is not let in again for this long, kept in memory only. */
export const DISCOURAGED_MAX = 1_000;
export const DISCOURAGE_MS = 10 * 60_000;
/** Commands waiting for the disk at once. */
export const COMMANDS_MAX = 256;
/** Transactions one `testmempoolaccept` may ask about: their signatures are verified at once. */
export const TEST_ACCEPT_MAX = 25;
/** Blocks one `generate` may ask for. */
export const GENERATE_MAX = 100_000;
/** Blocks of its own that a tab tells of, one by one: its page is sent them five times a second. */
export const OWN_BLOCKS_MAX = 32;
/** Sentences kept for the page. */
export const NOTICES_MAX = 20;
/** Heights the page draws, and blocks at them: a flood of cheap siblings shows its newest. */
export const STRIP_HEIGHTS = 24;
export const STRIP_BLOCKS_MAX = 240;
/** Of one `getchaincards`: a scroll's worth, and each block may be a read of the disk. */
export const CHAIN_CARDS_MAX_HEIGHTS = 32;
export const CHAIN_CARDS_MAX = 128;
/** Cards of older blocks that the page keeps while its user scrolls back: about thirty screens. */
export const HISTORY_CARDS_MAX = 384;
/** Columns of the strip: further left Firefox's pixels end (17.8 million); the search goes on. */
export const STRIP_COLUMNS_MAX = 60_000;
/** Waiting transactions told and drawn one by one; the page says how many more there are. */
export const MEMPOOL_BEST_MAX = 240;
/** Squares that fly into a block that was found: more would be a swarm that nobody can follow. */
export const SQUARES_FLYING_MAX = 48;
/** Jobs of the present tip whose hits still count: a worker may be a few seconds behind. */
export const JOBS_KEPT_MAX = 16;
/** Branches drawn side by side; a room that forks more than this counts the rest in words. */
export const STRIP_LANES_MAX = 5;
/** Cards that one drawing of the strip makes: on a slow phone each takes 3 ms. */
export const FRESH_CARDS_MAX = 8;
/** Samples of hash rate the page keeps per mining thread: two minutes at one a second. */
export const RATE_SAMPLES_MAX = 120;
/** Bytes that may wait on one link beyond the channel's own buffer before it is given up. */
export const SEND_QUEUE_MAX_BYTES = 8 * 1024 * 1024;
/** Inbound dials under way at once: each costs a peer connection until it fails or opens. */
export const INBOUND_DIALS_MAX = 8;
/** Fragments that may arrive between the channel's opening and the link's; then it is a flood. */
export const EARLY_FRAGMENTS_MAX = 64;
/** Rest of a tab that cannot be reached: a dial in two minutes, and a network that heals is one. */
export const DIAL_REST_MAX_MS = 128_000;
/** Senders whose last sequence is remembered against replays; the oldest is forgotten first. */
export const SEAL_SENDERS_MAX = 1_024;
/** Sealed signals that may wait to be opened; decryption is quick, so more is a flood. */
export const SIGNALS_WAITING_MAX = 64;
/** Candidates in an invitation: with them it still fits into a picture that a phone reads. */
export const CANDIDATES_MAX = 8;
/** Addresses in a relayed description; several networks with both families give some 30. */
export const SDP_CANDIDATES_MAX = 64;
/** Invitations made and answered that wait: each holds a peer connection until its time is up. */
export const INVITATIONS_MAX = 4;
/** People need minutes to carry a text; then its addresses may no longer be true. */
export const INVITATION_LIFETIME_MS = 10 * 60_000;
/** Clocks of two devices may differ so much before a good invitation seems too old. */
export const INVITATION_SKEW_MS = 60_000;
/** A text that was pasted: a whole link of any address, never a book. */
export const INVITATION_TEXT_MAX_CHARACTERS = 4_096;
/** Invitations that are over, remembered to say of their answers what became of them. */
export const INVITATIONS_REMEMBERED_MAX = 16;
/** Bytes of one link on their way from page to node; a busy node makes the sender wait or go. */
export const PORT_INBOUND_MAX_BYTES = 16 * 1024 * 1024;
/** Ids in one random sample of a topic (PROTOCOL 6). */
export const SAMPLE_MAX_IDS = 16;
/** STUN and TURN servers a tab takes from its server: browsers ask each of them, for each link. */
export const ICE_SERVERS_MAX = 8;
export const ICE_URLS_MAX = 4;
/** A host name of 253 characters (RFC 1035) with scheme, port and transport. */
export const ICE_URL_MAX_CHARACTERS = 280;
/** coturn's names have 23 characters and its passwords 28; others write tokens. */
export const ICE_CREDENTIAL_MAX_CHARACTERS = 512;
/** One frame to or from the signaling server: a signal and its envelope, with room to spare. */
export const MEETING_FRAME_MAX_BYTES = 64 * 1024;
/** WebSocket fragments of one frame; `ws` would allow 16,384. */
export const MEETING_FRAME_MAX_FRAGMENTS = 16;
/** Sockets of one signaling server: at 7 kB each they stay far below 200 MB. */
export const MEETING_CONNECTIONS_MAX = 10_000;
/** Sockets from one address; a classroom shares one, so this default can be raised. */
export const MEETING_CONNECTIONS_PER_ADDRESS_MAX = 32;
/** Frames of one socket: sustained, and at once after a pause. */
export const MEETING_FRAMES_PER_SECOND = 20;
export const MEETING_FRAMES_BURST = 60;
/** A socket that has not joined a topic by then is not one of ours. */
export const MEETING_JOIN_TIMEOUT_MS = 5_000;
/** The server pings, since page timers are throttled; two missed beats end a dead socket. */
export const MEETING_PING_INTERVAL_MS = 30_000;
/** Unsent bytes of a slow reader; an unguarded one cost 228 MB for 200 MB sent. */
export const MEETING_BUFFER_MAX_BYTES = 1024 * 1024;
/** Witness items of one input: more than a script of Bitcoin can use (its stack holds 1,000). */
export const WITNESS_ITEMS_MAX = 1_000;
/** Verified signatures remembered: a full mempool of 10,000 transactions with four inputs each. */
export const SIGNATURES_KNOWN_MAX = 40_000;
/** Workers of one miner, whatever number of threads it is told: browsers start no more in time. */
export const MINING_WORKERS_MAX = 64;
/** Bodies or undo data in one record on disk: reading one block copies its whole record. */
export const SEGMENT_MAX_BYTES = 128 * 1024;
/** A journal record of coins is rewritten by each batch until it holds so much. */
export const JOURNAL_RECORD_BYTES = 4 * 1024;
/** Changes of coins in the journal, however small the set, before buckets are rewritten. */
export const JOURNAL_MIN_CHANGES = 1_024;
/** Coins encoded by one batch to shorten the journal: about 20 ms of work. */
export const COMPACT_MAX_COINS = 16_384;
/** An open of the database that is not answered; real ones take 1 to 100 ms. */
export const STORE_OPEN_TIMEOUT_MS = 10_000;
/** Tabs of one browser in one room, each with a database; far more than it can run. */
export const SLOTS_MAX = 64;
/**
 * How long a reloaded tab waits for its own past to let go: a crashed one takes 60 ms, a busy phone
 * longer, and whoever waits in vain opens an empty wallet. A copy of a tab waits for all of it.
 */
export const SLOT_PATIENCE_MS = 1_500;
/** A part of a chain's file between page and node: two full blocks, or thousands of empty ones. */
export const CHAIN_CHUNK_MAX_BYTES = 1024 * 1024;
/** A chain's file that a tab reads; 100,000 blocks with nothing but a coinbase are 29 MB. */
export const IMPORT_FILE_MAX_BYTES = 512 * 1024 * 1024;
/** Transactions that wait, and their virtual bytes: 40 full blocks, some 16 MB (PROTOCOL 7). */
export const MEMPOOL_MAX_TRANSACTIONS = 10_000;
export const MEMPOOL_MAX_VBYTES = 4_000_000;
/** What no miner wanted for an hour is let go; its owner may send it again. */
export const MEMPOOL_EXPIRY_MS = 60 * 60_000;
/** A transaction outside of a block: a quarter of one, with some 430 signatures at most. */
export const LOOSE_TRANSACTION_MAX_WEIGHT = 100_000;
/** Waiting transactions linked to each other: ordering them costs the cube of their number. */
export const CLUSTER_MAX_TRANSACTIONS = 16;
export const CLUSTER_MAX_VBYTES = 25_000;
/** Transactions that one may push out by spending the same coins. */
export const REPLACED_MAX_TRANSACTIONS = 16;
/** Bytes of transactions that come back from blocks which a reorganisation disconnected. */
export const RETURNED_MAX_BYTES = 2 * 1024 * 1024;
/** Chunks that do not fit a block before its making stops looking for smaller ones. */
export const TEMPLATE_MISFITS_MAX = 50;
/** Transactions whose parents are awaited: of one peer, of all, and for how long. */
export const ORPHANS_PER_PEER_MAX = 16;
export const ORPHANS_MAX = 64;
export const ORPHAN_TIMEOUT_MS = 30_000;
/** Transactions refused since the last block, so that no second peer is asked for them. */
export const REFUSED_KNOWN_MAX = 20_000;
/** Unused addresses watched beyond the last used one, on each chain (BIP44). */
export const GAP_LIMIT = 20;
/** Payments that came to nothing and are still told of; the oldest is forgotten first. */
export const DEAD_PAYMENTS_MAX = 1_000;
/** Combinations of coins tried for a payment without change; Bitcoin Core's number. */
export const SELECTION_TRIES_MAX = 100_000;
/** Ticks per 1,000 virtual bytes that a wallet pays; ten thousand a byte can only be a slip. */
export const FEERATE_MAX_PER_KVB = 10_000_000;
/** Data in an OP_RETURN output: what fits in a script of 83 bytes. */
export const MEMO_MAX_BYTES = 80;
/** Text of a note: a memo without its four letters. */
export const NOTE_MAX_BYTES = 76;
/** Blocks one command looks through for a note, and their bytes; it says where to go on. */
export const NOTE_SEARCH_MAX_BLOCKS = 2_000;
export const NOTE_SEARCH_MAX_BYTES = 1024 * 1024;
/** Blocks such a search has asked from the disk at a time. */
export const NOTE_SEARCH_AHEAD_MAX = 64;
/** Headers in a proof, 160 kB: some six hours of blocks on top, and no more is needed. */
export const PROOF_HEADERS_MAX = 2_000;
/** Levels of a merkle tree: a block has no room for 65,537 transactions. */
export const PROOF_BRANCH_MAX_HASHES = 16;
/** A proof as a file: its headers, and two transactions that could each fill a block. */
export const PROOF_MAX_BYTES = 1024 * 1024;
/** A payment link as text, with a message whose characters take 4 bytes each, 3 letters a byte. */
export const PAYMENT_LINK_MAX_CHARACTERS = 2_048;
export const PAYMENT_MESSAGE_MAX_CHARACTERS = 140;
/** A record of keys, from the store or from a backup; ours have some 250 bytes. */
export const KEY_RECORD_MAX_BYTES = 1_024;
/** What a wallet reads of the chain in one step: a few milliseconds, with decoding. */
export const WALLET_SLICE_BYTES = 64 * 1024;
/** Blocks a wallet has asked from the disk or holds unread. */
export const WALLET_BLOCKS_AHEAD_MAX = 64;
/** Payments the page is shown, those one command lists, and those one transaction may make. */
export const SHOWN_PAYMENTS_MAX = 50;
export const LISTED_PAYMENTS_MAX = 1_000;
export const RECIPIENTS_MAX = 100;
/** Payments that are offered to our own mempool again in one step: each may cost signatures. */
export const REOFFERED_MAX = 8;
/** Names of miners remembered for the rewards that were lost to them. */
export const MINERS_KNOWN_MAX = 256;
/** A passphrase is normalized and stretched as a whole; whoever needs more has a key file. */
export const PASSPHRASE_MAX_CHARACTERS = 1_024;
/** How long a wallet stays open without its passphrase: a day. */
export const UNLOCK_MAX_SECONDS = 86_400;
/** Rounds of PBKDF2 a passphrase costs (OWASP for SHA-256), and what a backup may ask of us. */
export const VAULT_ROUNDS_MIN = 600_000;
export const VAULT_ROUNDS_MAX = 10_000_000;
/** Wtxids that a peer is known to have; beyond it one may be told twice (PROTOCOL 5). */
export const KNOWN_TRANSACTIONS_MAX = 10_000;
/** Wtxids told to one peer in a second; INVENTORY_MAX at once after a pause. */
export const ANNOUNCED_PER_SECOND_MAX = 100;
/** Transactions a peer has announced and has not delivered; what it says beyond is not heard. */
export const ANNOUNCED_PER_PEER_MAX = 2_000;
/** Transactions asked from one peer or brought by it and not judged, and the time one may take. */
export const TRANSACTION_REQUESTS_MAX = 50;
export const TRANSACTION_REQUEST_TIMEOUT_MS = 4_000;
/** Bytes of transactions that one peer brought and that wait for its budget of signatures. */
export const TRANSACTIONS_WAITING_MAX_BYTES = 1024 * 1024;
/** Signatures nobody has verified that one peer may bring in a second; all peers' fill a core. */
export const UNPROVEN_SIGNATURES_PER_SECOND_MAX = 50;
/** Transactions judged at a time: enough to keep all verifying workers busy. */
export const TRANSACTIONS_JUDGED_MAX = 64;
/** Transactions one peer may have asked for and not yet received; ours ask for far fewer. */
export const TRANSACTIONS_WANTED_MAX = 500;
/** Commands and answers that the console shows, and the characters of one answer. */
export const CONSOLE_ENTRIES_MAX = 200;
export const CONSOLE_TEXT_MAX_CHARACTERS = 100_000;
/** What passed between a tab and its peers since its page looked: part of a second of a sync. */
export const WIRETAP_EVENTS_MAX = 2_000;
/** Of each message the inspector shows so much: all of any but long lists and large blocks. */
export const WIRETAP_MESSAGE_MAX_BYTES = 4 * 1024;
/** Messages that the inspector keeps: some minutes of a busy room, at most 20 MB. */
export const WIRE_EVENTS_SHOWN_MAX = 5_000;
/** Dots sent along the map's links in a second: what is more nobody can follow. */
export const PULSES_PER_SECOND_MAX = 40;
/** Names remembered for links that are gone, for the messages that are still shown of them. */
export const LINK_NAMES_MAX = 256;
/** Rooms whose links a device remembers; the one not used for longest is forgotten first. */
export const ROOMS_REMEMBERED_MAX = 64;
/** Stored records read in one transaction to measure a room; its node may wait to write. */
export const RECORDS_BATCH_BYTES = 1024 * 1024;
export const RECORDS_BATCH_MAX = 256;
/** Blocks that the laboratory's view keeps: 24 heights of 20 branches, all of them apart. */
export const LAB_BLOCKS_MAX = 480;
/** Blocks of one answer for charts: their headers stand in memory; their bodies have to be read. */
export const CHAIN_STATS_MAX_BLOCKS = 10_000;
export const BLOCK_STATS_MAX_BLOCKS = 250;
/** Bodies that one such answer reads, and how many of them are asked from the disk at a time. */
export const BLOCK_STATS_MAX_BYTES = 1024 * 1024;
export const BLOCK_STATS_AHEAD_MAX = 64;
/** Blocks whose way to this tab is remembered, each with at most LINKS_MAX who told of it. */
export const ARRIVALS_MAX = 500;
/** Further nodes in one page: each keeps a whole chain in memory, and all share one thread. */
export const LAB_NODES_MAX = 20;
/** Participants of a laboratory that are no nodes; a forger needs one for each that it plays. */
export const LAB_GUESTS_MAX = 4;
/** Links to both; they take none of LINKS_MAX, since who opens a laboratory stays in its room. */
export const NEAR_LINKS_MAX = 24;
/** Ids under which tabs that are cut were met: a tab gets a new one with each reload. */
export const CUT_IDS_MAX = 256;
/** Weather of the laboratory's links; beyond it one that lives cannot be told from a dead one. */
export const LAB_LATENCY_MAX_MS = 2_000;
export const LAB_LOSS_MAX_PERCENT = 50;
/** Events that the laboratory tells of: an experiment of some minutes with twenty nodes. */
export const LAB_EVENTS_MAX = 500;
/** Times that a message on a lossy link of the laboratory is sent again; then it gets through. */
export const RESENDS_MAX = 4;
/** What a tab notes down of a lesson: a day of blocks each 10 s would be 8,640. */
export const LESSON_EVENTS_MAX = 5_000;
/** The notes at the end of a chain's file; those of a full lesson have some 700 kB. */
export const LESSON_MAX_BYTES = 1024 * 1024;
/** Facts of one note, and the characters of one of them. */
export const LESSON_FACTS_MAX = 8;
export const LESSON_TEXT_MAX_CHARACTERS = 64;
/** Miners told apart when an archive is read; all others are counted together. */
export const LESSON_MINERS_MAX = 500;
/** Samples of what waits, for its chart: when they are full, each two become one. */
export const CHART_SAMPLES_MAX = 1_024;
