/** Texts of the settings. */
export const settingsWords = {
  title: 'Settings',
  commands: 'Commands',
  allowCommands: 'Let keys be printed by commands',
  commandsMeaning:
    'A key can then be a program that Keyfob runs, such as a command-line tool that you are signed in to. It runs as you and can read and change all that you can. Keyfob runs only the file that you approved for that key, and refuses it once it has changed.',
  commandsNever: 'An import never adds a command.',
} as const;
