import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type Attempt, harmless } from './attempt-scene.ts';
import { installScript } from './real-programs.ts';

/** What can happen to a program between its approval and its run. */
export const changes: readonly Attempt[] = [
  [
    'commandChanged',
    'written over',
    (scene) => scene.afterApproval((path) => writeFileSync(path, scene.evil)),
  ],
  ['commandChanged', 'replaced', (scene) => scene.afterApproval((path) => installScript(path, scene.evil))],
  [
    'commandChanged',
    'written over with the same length and times',
    (scene) =>
      scene.afterApproval((path) => {
        const { atime, mtime, size } = statSync(path);
        writeFileSync(path, scene.evil.padEnd(size, '#'));
        utimesSync(path, atime, mtime);
      }),
  ],
  ...[true, false].map(
    (isSameContent): Attempt => [
      'commandChanged',
      `replaced by a link to ${isSameContent ? 'the same' : 'another'} program`,
      (scene) =>
        scene.afterApproval((path) => {
          installScript(scene.at('other'), isSameContent ? harmless : scene.evil);
          rmSync(path);
          symlinkSync(scene.at('other'), path);
        }),
    ],
  ),
  ...[true, false].map(
    (isLink): Attempt => [
      'commandChanged',
      `folder replaced by ${isLink ? 'a link to ' : ''}another`,
      async (scene) => {
        for (const [name, content] of [
          ['first', harmless],
          ['second', scene.evil],
        ] as const) {
          mkdirSync(scene.at(name));
          installScript(scene.at(`${name}/tool`), content);
        }
        const approval = await scene.runner.inspect(scene.at('first/tool'));
        renameSync(scene.at('first'), scene.at('away'));
        if (isLink) symlinkSync(scene.at('second'), scene.at('first'));
        else renameSync(scene.at('second'), scene.at('first'));
        return approval.ok ? scene.runner.run(approval.value, []) : approval;
      },
    ],
  ),
  [
    'commandChanged',
    'approval used for another path',
    async (scene) => {
      installScript(scene.at('tool'), harmless);
      installScript(scene.at('other'), scene.evil);
      const approval = await scene.runner.inspect(scene.at('tool'));
      return approval.ok ? scene.runner.run({ ...approval.value, path: scene.at('other') }, []) : approval;
    },
  ],
  ['commandNotFound', 'deleted', (scene) => scene.afterApproval((path) => rmSync(path))],
];
