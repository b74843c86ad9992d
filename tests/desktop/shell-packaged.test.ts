import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseDangerousStarts } from '../bar/checks/shell-dangerous-starts.ts';
import { useOsSandbox } from '../bar/checks/shell-os-sandbox.ts';
import { PackagedApp } from './rig/packaged-app.ts';

describe('the packaged app of an ordinary user', () => {
  let app: PackagedApp;
  beforeAll(async () => {
    app = await PackagedApp.make();
  });
  afterAll(() => app?.stop());

  it('runs its pages in the OS sandbox and leaves no core dumps (RN-02)', async () => {
    const { figure, passed } = await useOsSandbox(app);
    console.log(figure);
    expect(passed, figure).toBe(true);
  });

  it('refuses dangerous starts (RN-17, reduced)', async () => {
    const { figure, passed } = await refuseDangerousStarts(app, 'reduced');
    console.log(figure);
    expect(passed, figure).toBe(true);
  });
});
