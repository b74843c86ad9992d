import { describe, expect, it } from 'vitest';
import { FakeTime } from '../fakes/fake-time.ts';
import { seededRandom } from '../kill/seeded-random.ts';
import { VirtualTime } from './virtual-time.ts';

describe.each([
  ['FakeTime', () => new FakeTime(1_000)],
  ['VirtualTime', () => new VirtualTime(1_000)],
])('the fake time of tests: %s', (_name, make) => {
  it('runs timers in the order of their time, then of their making, each at its time', async () => {
    const time = make();
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name} at ${time.nowMs()}`);
    time.after(30, note('c'));
    time.after(10, note('a'));
    time.after(10, note('b'));
    await time.advance(29);
    expect(ran).toEqual(['a at 1010', 'b at 1010']);
    await time.advance(1);
    expect(ran).toEqual(['a at 1010', 'b at 1010', 'c at 1030']);
  });

  it('runs what a timer or a promise behind it starts within the same time', async () => {
    const time = make();
    const ran: number[] = [];
    time.after(10, async () => {
      await Promise.resolve().then(() => Promise.resolve());
      time.after(5, () => ran.push(time.elapsedMs()));
    });
    await time.advance(15);
    expect(ran).toEqual([15]);
    expect(time.pendingTimers).toBe(0);
  });

  it('does not run what was cancelled, also twice', async () => {
    const time = make();
    let runs = 0;
    const cancel = time.after(10, () => {
      runs += 1;
    });
    cancel();
    cancel();
    expect(time.pendingTimers).toBe(0);
    await time.advance(20);
    expect(runs).toBe(0);
  });

  it('lets no timer run while it sleeps, and counts that time on both clocks', async () => {
    const time = make();
    const ran: number[] = [];
    time.after(10, () => ran.push(time.nowMs()));
    time.sleep(5_000);
    await time.advance(9);
    expect(ran).toEqual([]);
    await time.advance(1);
    expect(ran).toEqual([6_010]);
    expect(time.elapsedMs()).toBe(5_010);
  });

  it('sets the wall clock alone', async () => {
    const time = make();
    const ran: number[] = [];
    time.after(10, () => ran.push(time.nowMs()));
    time.jump(-500);
    expect([time.nowMs(), time.elapsedMs()]).toEqual([500, 0]);
    await time.advance(10);
    expect(ran).toEqual([510]);
  });
});

it('VirtualTime runs a thousand timers as FakeTime does', async () => {
  const order = async (time: FakeTime | VirtualTime) => {
    const random = seededRandom(7);
    const ran: number[] = [];
    const cancels = Array.from({ length: 1_000 }, (_, at) =>
      time.after(Math.floor(random() * 300), () => ran.push(at)),
    );
    for (const cancel of cancels) if (random() < 0.3) cancel();
    await time.advance(200);
    return ran;
  };
  const ran = await order(new VirtualTime());
  expect(ran.length).toBeGreaterThan(300);
  expect(ran).toEqual(await order(new FakeTime()));
});
