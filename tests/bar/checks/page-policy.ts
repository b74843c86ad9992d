import type { Page } from 'playwright-core';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import type { CheckResult } from '../check-result.ts';
import { callByWebRtc } from './page-calls.ts';

/** How one probe ended; `succeeded` is the one that must not be. */
type Outcome = Record<string, 'succeeded' | 'refused'>;

/** RN-04: 25 ways in which a page could run foreign code or reach the network, and a call by WebRTC; and each answer carries the policy. */
export async function probePolicy(keyfob: RunningKeyfob): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  const { journal, celerdata } = keyfob.services;
  journal.clear();
  const outcome = { ...(await probeCode(page)), ...(await probeNetwork(page, celerdata.origin)) };
  const requests = journal.entries().length;
  const call = await callByWebRtc(page);
  const called = call.datagrams + call.connections;
  const succeeded = Object.keys(outcome).filter((name) => outcome[name] === 'succeeded');
  const headers = await keyfob.app.inMain(async ({ session }) => {
    const own = session.fromPartition('keyfob', { cache: false });
    const index = await own.fetch('app://keyfob/index.html');
    const paths = [...(await index.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    const urls = ['/', '/missing', '/../x', ...paths].map(
      (path) => new URL(path, 'app://keyfob/index.html').href,
    );
    const answers = await Promise.all(urls.map((url) => own.fetch(url)));
    return answers.map(({ headers }) => [
      headers.get('content-security-policy')?.startsWith("default-src 'none'; script-src 'self';") === true,
      headers.get('x-content-type-options') === 'nosniff',
    ]);
  });
  const bare = headers.filter((has) => has.includes(false)).length;
  return {
    figure:
      `${succeeded.length} of ${Object.keys(outcome).length} probes succeed ${succeeded}, ${requests} requests arrive; ` +
      `a call by WebRTC finds ${call.candidates} ways, ${called} of its packets and connections arrive; ` +
      `${bare} of ${headers.length} answers without the policy`,
    passed: succeeded.length + requests + called + bare === 0 && Object.keys(outcome).length >= 25,
  };
}

/** Code that is not in one of our files. */
function probeCode(page: Page): Promise<Outcome> {
  return page.evaluate(async () => {
    const outcome: Record<string, 'succeeded' | 'refused'> = {};
    const world = globalThis as unknown as Record<string, unknown>;
    const mark = (name: string) => () => {
      outcome[name] = 'succeeded';
    };
    const element = (tag: string, text: string, attributes: Record<string, string> = {}) => {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.textContent = text;
      document.body.append(made);
      return made;
    };
    for (const name of [
      'inlineScript',
      'inlineModule',
      'dataScript',
      'blobScript',
      'handler',
      'javascriptUrl',
      'srcdoc',
    ])
      world[`ran_${name}`] = mark(name);
    const made = [
      element('script', 'ran_inlineScript()'),
      element('script', 'ran_inlineModule()', { type: 'module' }),
      element('script', '', { src: 'data:text/javascript,ran_dataScript()' }),
      element('script', '', {
        src: URL.createObjectURL(new Blob(['ran_blobScript()'], { type: 'text/javascript' })),
      }),
      element('button', '', { onclick: 'ran_handler()' }),
      element('a', '', { href: 'javascript:ran_javascriptUrl()' }),
      element('iframe', '', { srcdoc: '<script>parent.ran_srcdoc()</script>' }),
      element('style', 'body { --inline-style: 1; }'),
      element('p', '', { style: '--inline-attribute: 1' }),
    ];
    // Not at once: what the test tool itself calls is not bound by the policy, a timer's work is.
    const later = (name: string, work: () => unknown) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          Promise.resolve()
            .then(work)
            .then(mark(name))
            .catch(() => undefined)
            .finally(resolve);
        });
      });
    // biome-ignore lint/security/noGlobalEval: this is the probe
    await later('eval', () => eval('1'));
    await later('Function', () => new Function('return 1')());
    await later('timerText', () => {
      // A text is compiled like eval; without the right it is silently dropped.
      world['ran_timerText'] = mark('timerText');
      setTimeout('ran_timerText()' as unknown as () => void, 1);
      throw new Error('only the text itself may mark it');
    });
    await later('wasm', () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
    await later('worker', () => {
      const url = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
      return new Promise((resolve, reject) => {
        const worker = new Worker(url);
        worker.onmessage = resolve;
        worker.onerror = reject;
        setTimeout(reject, 500);
      });
    });
    await later('serviceWorker', () => navigator.serviceWorker.register('/sw.js'));
    for (const each of made) each.click();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const style = (target: Element) => getComputedStyle(target);
    if (style(document.body).getPropertyValue('--inline-style') !== '') mark('inlineStyle')();
    if (style(made.at(-1) as Element).getPropertyValue('--inline-attribute') !== '') mark('styleAttribute')();
    for (const each of made) each.remove();
    const all = [
      'inlineScript',
      'inlineModule',
      'dataScript',
      'blobScript',
      'handler',
      'javascriptUrl',
      'srcdoc',
      'inlineStyle',
    ];
    for (const name of [
      ...all,
      'styleAttribute',
      'eval',
      'Function',
      'timerText',
      'wasm',
      'worker',
      'serviceWorker',
    ])
      outcome[name] ??= 'refused';
    return outcome;
  });
}

/** Things that a page fetches, from a service that would answer. */
function probeNetwork(page: Page, origin: string): Promise<Outcome> {
  return page.evaluate(async (target) => {
    const outcome: Record<string, 'succeeded' | 'refused'> = {};
    const loads = (name: string, tag: string, attribute: string, extra: Record<string, string> = {}) =>
      new Promise<void>((resolve) => {
        const element = document.createElement(tag);
        const end = (how: 'succeeded' | 'refused') => () => {
          outcome[name] = how;
          element.remove();
          resolve();
        };
        // A frame loads an error page where it is refused; whether it reached the service is counted there.
        element.onload = end(tag === 'iframe' ? 'refused' : 'succeeded');
        element.onerror = end('refused');
        for (const [key, value] of Object.entries(extra)) element.setAttribute(key, value);
        element.setAttribute(attribute, `${target}/${name}`);
        document.body.append(element);
        setTimeout(end('refused'), 400);
      });
    const tries = (name: string, work: () => Promise<unknown>) =>
      work().then(
        () => {
          outcome[name] = 'succeeded';
        },
        () => {
          outcome[name] = 'refused';
        },
      );
    const opened = (socket: EventTarget) =>
      new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
        setTimeout(reject, 400);
      });
    await Promise.all([
      loads('script', 'script', 'src'),
      loads('image', 'img', 'src'),
      loads('style', 'link', 'href', { rel: 'stylesheet' }),
      loads('manifest', 'link', 'href', { rel: 'manifest' }),
      loads('prefetch', 'link', 'href', { rel: 'prefetch' }),
      loads('frame', 'iframe', 'src'),
      loads('object', 'object', 'data'),
      loads('embed', 'embed', 'src'),
      loads('video', 'video', 'src'),
      tries('fetch', () => fetch(target)),
      tries('webSocket', async () => opened(new WebSocket(target.replace('http', 'ws')))),
      tries('eventSource', async () => opened(new EventSource(target))),
      tries('font', () => new FontFace('x', `url(${target}/font)`).load()),
      loads('module', 'script', 'src', { type: 'module' }),
    ]);
    navigator.sendBeacon(`${target}/beacon`, 'x');
    const base = document.createElement('base');
    base.href = target;
    document.head.append(base);
    outcome['base'] = document.baseURI.startsWith(target) ? 'succeeded' : 'refused';
    base.remove();
    const form = document.createElement('form');
    form.action = `${target}/form`;
    form.target = 'nowhere';
    document.body.append(form);
    form.submit();
    form.remove();
    await new Promise((resolve) => setTimeout(resolve, 300));
    outcome['beacon'] = 'refused';
    outcome['form'] = 'refused';
    return outcome;
  }, origin);
}
