import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const THEME = 'Quiet';

/** Gives openbox flat dark window frames; all else stays as the distribution has it. */
export async function writeWindowFrameConfig(home: string): Promise<void> {
  const themeFolder = join(home, '.themes', THEME, 'openbox-3');
  const configFolder = join(home, '.config', 'openbox');
  await mkdir(themeFolder, { recursive: true });
  await mkdir(configFolder, { recursive: true });
  await writeFile(join(themeFolder, 'themerc'), FRAME);
  // Mouse and key bindings have no defaults in the program: they must be taken from the system's file.
  const standard = await readFile('/etc/xdg/openbox/rc.xml', 'utf8');
  const themed = standard
    .replace(/<name>Clearlooks.*?<\/name>/, `<name>${THEME}</name>`)
    .replace(/<titleLayout>.*?<\/titleLayout>/, '<titleLayout>LIMC</titleLayout>')
    .replace(
      /(<font place="(?:In)?[aA]ctiveWindow">\s*)<name>.*?<\/name>(\s*)<size>.*?<\/size>/g,
      '$1<name>Inter</name>$2<size>10</size>',
    );
  await writeFile(join(configFolder, 'rc.xml'), themed);
}

const FRAME = `border.width: 1
padding.width: 10
padding.height: 7
window.handle.width: 0
window.client.padding.width: 0
window.client.padding.height: 0
window.label.text.justify: center
window.active.border.color: #14171d
window.inactive.border.color: #14171d
window.active.title.separator.color: #20242e
window.inactive.title.separator.color: #20242e
window.active.title.bg: Flat Solid
window.active.title.bg.color: #20242e
window.inactive.title.bg: Flat Solid
window.inactive.title.bg.color: #2a2f3a
window.active.label.bg: Parentrelative
window.inactive.label.bg: Parentrelative
window.active.label.text.color: #e6e9f0
window.inactive.label.text.color: #9aa3b2
window.active.button.*.bg: Parentrelative
window.inactive.button.*.bg: Parentrelative
window.active.button.*.image.color: #c7cdd9
window.inactive.button.*.image.color: #7d8696
window.active.client.color: #20242e
window.inactive.client.color: #20242e
`;
