/**
 * Assertions with the names and signatures of JSR's `@std/assert`, built on `node:assert/strict` because JSR is
 * not reachable from npm. Tests import it as `#assert`; to use the real package, change that line of deno.json.
 *
 * @module
 */
import nodeAssert from "node:assert/strict";

export { AssertionError } from "node:assert/strict";

// deno-lint-ignore no-explicit-any -- a constructor of any shape, as in JSR's own signature
type ErrorClass<E extends Error> = new (...args: any[]) => E;

/** Fails unless the condition holds. */
export function assert(condition: unknown, message?: string): asserts condition {
  nodeAssert.ok(condition, message);
}

/** Fails unless the condition is falsy. */
export function assertFalse(condition: unknown, message?: string): asserts condition is false {
  nodeAssert.ok(!condition, message);
}

/** Fails, always. */
export function fail(message?: string): never {
  nodeAssert.fail(message);
}

/** Fails unless both are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepEqual(actual, expected, message && explained(message, actual, expected));
}

/** Fails if both are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepEqual(actual, expected, message);
}

/** Fails unless both are the same value. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  nodeAssert.strictEqual(actual, expected, message);
}

/** Fails if the value is null or undefined. */
export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  nodeAssert.ok(actual !== null && actual !== undefined, message ?? `a value was expected, not ${actual}`);
}

/** Fails unless the text has the part in it. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(actual.includes(expected), message ?? `"${actual}" does not contain "${expected}"`);
}

/** Fails unless each expected element is among the actual ones. */
export function assertArrayIncludes<T>(actual: readonly T[], expected: readonly T[], message?: string): void {
  const missing = expected.filter((element) => !actual.some((other) => deeplyEqual(element, other)));
  nodeAssert.deepEqual(missing, [], message ?? `missing: ${Deno.inspect(missing)}`);
}

/** Fails unless the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

/** Fails if the text matches. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.doesNotMatch(actual, expected, message);
}

/** Fails unless every property of `expected` is in `actual` with that value. */
export function assertObjectMatch(actual: object, expected: object, message?: string): void {
  nodeAssert.partialDeepStrictEqual(actual, expected, message);
}

/** Fails unless the value is an instance of the class. */
export function assertInstanceOf<E extends Error>(
  actual: unknown,
  expected: ErrorClass<E>,
  message?: string,
): asserts actual is E {
  nodeAssert.ok(
    actual instanceof expected,
    message ?? `${Deno.inspect(actual)} is not an instance of ${expected.name}`,
  );
}

/** Fails unless actual > expected. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.ok(actual > expected, message ?? `${actual} is not greater than ${expected}`);
}

/** Fails unless actual ≥ expected. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.ok(actual >= expected, message ?? `${actual} is less than ${expected}`);
}

/** Fails unless actual < expected. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.ok(actual < expected, message ?? `${actual} is not less than ${expected}`);
}

/** Fails unless actual ≤ expected. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.ok(actual <= expected, message ?? `${actual} is greater than ${expected}`);
}

/** Fails unless both numbers differ by no more than the tolerance. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message?: string,
): void {
  nodeAssert.ok(
    Math.abs(actual - expected) <= tolerance,
    message ?? `${actual} is not within ${tolerance} of ${expected}`,
  );
}

/** Fails unless the function throws, and returns the error. */
export function assertThrows<E extends Error = Error>(
  work: () => unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes = "",
): E {
  try {
    work();
  } catch (error) {
    return checked(error, errorClass, messageIncludes);
  }
  return fail("it was expected to throw, and returned");
}

/** Fails unless the promise rejects, and returns the error. */
export async function assertRejects<E extends Error = Error>(
  work: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  messageIncludes = "",
): Promise<E> {
  try {
    await work();
  } catch (error) {
    return checked(error, errorClass, messageIncludes);
  }
  return fail("it was expected to reject, and resolved");
}

function checked<E extends Error>(error: unknown, errorClass: ErrorClass<E> | undefined, part: string): E {
  assertInstanceOf(error, errorClass ?? Error);
  assertStringIncludes(error.message, part);
  return error as E; // E is Error itself when no class was given
}

function deeplyEqual(a: unknown, b: unknown): boolean {
  try {
    nodeAssert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

/** node:assert drops its diff when it is given a message. */
function explained(message: string, actual: unknown, expected: unknown): string {
  return `${message}\nactual:   ${Deno.inspect(actual)}\nexpected: ${Deno.inspect(expected)}`;
}
