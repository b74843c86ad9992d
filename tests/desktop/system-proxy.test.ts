import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../network/connect-proxy.ts';
import { serve, type WebServer } from '../network/web-server.ts';
import { callBridge, keyDraft } from './flows/bridge-calls.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';

/** Leads to the proxy only where the script is asked for the origin alone. */
const script = (proxy: string) => `
  function FindProxyForURL(url, host) {
    if (host === 'direct.example') return 'DIRECT';
    return url === 'https://api.example/' ? 'PROXY ${proxy}' : 'PROXY 127.0.0.1:1';
  }`;

describe('a PAC file of the system', () => {
  let proxy: RunningProxy;
  let files: WebServer;
  let keyfob: RunningKeyfob;

  beforeAll(async () => {
    proxy = await startProxy({ status: 403 });
    files = await serve((_message, response) =>
      response.setHeader('content-type', 'application/x-ns-proxy-autoconfig').end(script(proxy.host)),
    );
    keyfob = await RunningKeyfob.start({ args: [`--proxy-pac-url=${files.url}/proxy.pac`] });
  });
  afterAll(async () => {
    await keyfob?.stop();
    await Promise.all([proxy?.stop(), files?.stop()]);
  });

  const test = async (tokenUrl: string) => {
    const { page } = await keyfob.window();
    const fields = { tokenUrl, clientId: 'a', clientAuthentication: 'basic', clientSecret: 'CANARY-proxy' };
    const draft = keyDraft({ name: 'x', presetId: 'oauth2', fields });
    return JSON.stringify(await callBridge(page, 'keys.test', { runId: 'one', keyId: null, draft }));
  };

  it('says which proxy is asked, and sees the origin of a URL only', async () => {
    const report = await test('https://api.example/token?secret=1');
    expect(proxy.asked()).toEqual(['api.example:443']);
    expect(report).toContain('"proxyFailed"');
    expect(report).toContain(proxy.host);
    expect(proxy.seen()).not.toContain('CANARY');
  });

  it('says which addresses are called directly', async () => {
    const report = await test('https://direct.example/token');
    expect(report).toContain('"unreachable"');
    expect(proxy.asked()).toHaveLength(1);
  });
});
