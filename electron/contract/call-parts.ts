import * as v from 'valibot';

/** An id: of a key, a preset, a field. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** One line. */
export const shortText = v.pipe(v.string(), v.maxLength(400));
/** Long enough for any key file content that a field takes, short enough to refuse a wrong paste. */
export const fieldText = v.pipe(v.string(), v.maxLength(16_384));
/** A time. */
export const epochMs = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
/** A time, or none. */
export const nullableEpochMs = v.nullable(epochMs);
/** A number of days. */
export const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650));
/** Days before an expiry. */
export const leadDays = v.pipe(v.array(days), v.maxLength(10));
/** Minute of a day. */
export const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_439));
