/** A file in the presets folder that cannot be used, and how to mend it. */
export interface PresetProblemView {
  readonly file: string;
  /** Where in the file, such as `exchange.request.url`; empty for the whole file. */
  readonly path: string;
  readonly fix: string;
}
