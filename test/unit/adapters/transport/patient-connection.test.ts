import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patientWebRtc } from '../../../../src/adapters/transport/patient-connection.ts';
import { CHROMIUM_SDP } from '../../../support/browser-sdp.ts';

/** As much of a browser's connection as patience needs. */
class FakeConnection extends EventTarget {
  state = 'new';
  readonly added: Array<{ readonly candidate: string }> = [];
  readonly remoteDescription = { sdp: CHROMIUM_SDP };
  onconnectionstatechange: (() => void) | null = null;
  isClosed = false;

  get connectionState(): string {
    return this.state;
  }

  get iceConnectionState(): string {
    return this.state;
  }

  async addIceCandidate(candidate: { readonly candidate: string }): Promise<void> {
    this.added.push(candidate);
    this.remoteDescription.sdp += `a=${candidate.candidate}\r\n`;
    throw new Error('a browser may refuse it');
  }

  close(): void {
    this.isClosed = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function createConnection() {
  const { RTCPeerConnection } = patientWebRtc();
  const connection = new RTCPeerConnection() as unknown as FakeConnection;
  const heard: string[] = [];
  connection.onconnectionstatechange = () => void heard.push(connection.connectionState);
  const turn = (state: string) => {
    connection.state = state;
    connection.dispatchEvent(new Event('connectionstatechange'));
    connection.onconnectionstatechange?.();
  };
  return { connection, heard, turn };
}

describe('a connection that waits for a person', () => {
  it('does not tell that it failed, and comes back to life under new foundations', async () => {
    const { connection, heard, turn } = createConnection();
    for (let round = 1; round <= 3; round += 1) {
      turn('connecting');
      turn('failed');
      expect(connection.iceConnectionState).toBe('checking');
      await vi.advanceTimersByTimeAsync(1_000);
      turn('connecting');
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(new Set(heard)).toEqual(new Set(['connecting']));
    const lines = connection.added.map(({ candidate }) => candidate);
    expect(lines).toHaveLength(3 * 6);
    expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(lines.length);
  });

  it('tells of it when it stays dead', async () => {
    const { heard, turn } = createConnection();
    turn('failed');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heard).toEqual(['connecting', 'failed']);
  });

  it('has no patience once it was up', async () => {
    const { connection, heard, turn } = createConnection();
    turn('connected');
    turn('failed');
    expect(heard).toEqual(['connected', 'failed']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connection.added).toEqual([]);
  });

  it('does nothing more when it is closed', async () => {
    const { connection, turn } = createConnection();
    turn('failed');
    connection.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(connection.isClosed).toBe(true);
    expect(connection.added).toEqual([]);
  });
});
