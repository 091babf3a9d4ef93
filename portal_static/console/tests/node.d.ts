/** As much of Node's own modules as the unit tests use. */
declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
  export function beforeEach(run: () => void | Promise<void>): void;
  export const mock: {
    timers: { enable(which: { apis: string[]; now: number }): void; tick(milliseconds: number): void };
  };
}
declare module "node:assert/strict" {
  const assert: {
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(text: string, expected: RegExp): void;
    rejects(promise: Promise<unknown>, expected?: object): Promise<void>;
  };
  export default assert;
}
declare module "node:fs" {
  export function readdirSync(folder: string): string[];
  export function readFileSync(path: string, encoding: "utf8"): string;
}
declare function setImmediate(run: () => void): void;
declare const process: { env: Record<string, string> };
