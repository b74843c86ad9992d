/**
 * Seconds that a copied token is valid at least: bounds for what a form may send, and what it starts with. The value of a
 * stored key without one is core's; a test in tests/architecture compares the two.
 */
export const minimumValidityS = { least: 1, most: 86_400, usual: 60 } as const;
