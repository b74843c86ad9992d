import { maxNameLength } from '#core/api-key';

/** A name that none of the taken ones (in lower case) is: `prod`, else `prod 2`, `prod 3`, … Cut where it would be too long. */
export function freeName(wanted: string, takenLowerCase: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : ` ${number}`;
    const start = wanted.slice(0, maxNameLength - ending.length).replace(/[\ud800-\udbff]$/, '');
    const name = `${start.trimEnd()}${ending}`;
    if (!takenLowerCase.has(name.toLowerCase())) return name;
  }
}
