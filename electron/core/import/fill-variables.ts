/** Bounds the time and the size of what comes out. */
const limits = { valueLength: 4_000, perText: 10, rounds: 3 };

/** A text with its `{{variables}}` replaced; unknown ones stay. Values may name variables in turn. */
export function fillVariables(text: string, variables: ReadonlyMap<string, string>): string {
  let filled = text;
  for (let round = 0; round < limits.rounds && filled.includes('{{'); round += 1) {
    if (filled.length > limits.valueLength) return filled;
    let count = 0;
    filled = filled.replace(/\{\{\s*([^{}]{1,100}?)\s*\}\}/g, (whole, name: string) => {
      const value = variables.get(name);
      count += 1;
      const isUsable = value !== undefined && value.length <= limits.valueLength && count <= limits.perText;
      return isUsable ? value : whole;
    });
  }
  return filled;
}
