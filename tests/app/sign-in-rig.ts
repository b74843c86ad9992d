import { expect } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { OauthCredential } from '../services/oauth-clients.ts';
import type { SampleServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

/** The app with one key for signing in with a code at the OAuth service, over real connections and on a fake clock. */
export class SignInRig {
  readonly http: HeardHttp;
  readonly keyfob: KeyfobInMemory;
  id = '' as KeyId;
  readonly #services: SampleServices;
  readonly #client: OauthCredential;

  private constructor(
    services: SampleServices,
    client: OauthCredential,
    http: HeardHttp,
    keyfob: KeyfobInMemory,
  ) {
    this.#services = services;
    this.#client = client;
    this.http = http;
    this.keyfob = keyfob;
  }

  static async start(services: SampleServices, client: OauthCredential): Promise<SignInRig> {
    services.oauth.deviceIntervalS = 5;
    services.oauth.deviceCodeLifetimeS = 600;
    const http = new HeardHttp();
    const rig = new SignInRig(services, client, http, await KeyfobInMemory.start({ http }));
    rig.id = await rig.add();
    return rig;
  }

  draft(fields: Record<string, string> = {}, part: Partial<KeyDraft> = {}): KeyDraft {
    const { oauth, caPem } = this.#services;
    const scope = 'api:read offline_access';
    return draft({
      presetId: 'oauth2-device',
      name: 'prod',
      extraCaPem: caPem,
      ...part,
      fields: { issuer: oauth.origin, clientId: this.#client.id, scope, ...fields },
    });
  }

  async add(fields: Record<string, string> = {}, name = 'prod'): Promise<KeyId> {
    const added = await this.keyfob.app.keys.add(this.draft(fields, { name }));
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
    await this.http.quiet(this.keyfob);
    return added.value.keyId;
  }

  /** Begins to sign in; gives the code. */
  async begin(): Promise<string> {
    expect(await this.keyfob.app.signIn.begin(this.id)).toEqual({ ok: true, value: undefined });
    return this.view?.signIn?.userCode ?? '';
  }

  /** Signs in to the end. */
  async signIn(): Promise<void> {
    await this.#services.oauth.approveDevice(await this.begin());
    await this.pass(5_001);
  }

  /** Lets time pass, and all answers come that are then under way. */
  async pass(ms: number): Promise<void> {
    await this.keyfob.time.advance(ms);
    await this.http.quiet(this.keyfob);
  }

  /** Requests to the token endpoint so far. */
  get polls(): number {
    return this.http.to('/token').length;
  }

  get view() {
    return this.keyfob.viewOf(this.id);
  }

  get failure() {
    return this.view?.token.failure;
  }
}
