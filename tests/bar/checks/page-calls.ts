import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** What reached two servers on this computer. */
export interface HeardCalls {
  /** Candidates that WebRTC found for a connection; null where the page has no WebRTC. */
  readonly candidates: number | null;
  readonly datagrams: number;
  readonly connections: number;
}

/** A call takes its first steps within a second; it asks again for some more. */
const listenMs = 3_000;

/**
 * Lets a page begin a call by WebRTC with a STUN server (RFC 8489) and a TURN server over TCP (RFC 8656), which no policy and no filter
 * of requests sees, and gives what those servers heard.
 */
export async function callByWebRtc(page: Page): Promise<HeardCalls> {
  const heard = { datagrams: 0, connections: 0 };
  const stun = createSocket('udp4', () => {
    heard.datagrams += 1;
  });
  const turn = createServer((socket) => {
    heard.connections += 1;
    socket.on('error', () => {}).destroy();
  });
  stun.bind(0, '127.0.0.1');
  turn.listen(0, '127.0.0.1');
  await Promise.all([once(stun, 'listening'), once(turn, 'listening')]);
  const ports = { stun: stun.address().port, turn: (turn.address() as AddressInfo).port };
  try {
    const candidates = await page.evaluate(beginCall, ports);
    await sleep(listenMs);
    return { candidates, ...heard };
  } finally {
    stun.close();
    turn.close();
  }
}

async function beginCall({ stun, turn }: { stun: number; turn: number }): Promise<number | null> {
  if (!('RTCPeerConnection' in globalThis)) return null;
  const call = new RTCPeerConnection({
    iceServers: [
      { urls: `stun:127.0.0.1:${stun}` },
      { urls: `turn:127.0.0.1:${turn}?transport=tcp`, username: 'somebody', credential: 'something' },
    ],
  });
  let candidates = 0;
  call.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) candidates += 1;
  });
  call.createDataChannel('probe');
  await call.setLocalDescription(await call.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  return candidates;
}
