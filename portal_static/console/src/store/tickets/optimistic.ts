/**
 * What the person did is shown at once, and taken back alone when the desk refuses it.
 *
 * A record is the desk's last word (`base`) with the changes on top that are still under way. A refused change is taken
 * off; others, and news from the desk, stay. Changes of one record are sent one after the other, in the order they were
 * made. Signals are the only thing views see: `of(key).value`.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

export interface Versioned {
  version: number;
}

interface Record<T> {
  base: T;
  /** `base` holds what the desk took in without saying what came of it: of the same version, its word may be older. */
  ahead: boolean;
  pending: readonly Pending<T>[];
  shown: Signal<T>;
  queue: Promise<unknown>;
}

interface Pending<T> {
  apply(before: T): T;
}

export class Optimistic<T extends Versioned> {
  private readonly records = new Map<string, Record<T>>();

  of(key: string): ReadonlySignal<T> | undefined {
    return this.records.get(key)?.shown;
  }

  /** What the desk said last, without what is still under way. */
  desksWord(key: string): T | undefined {
    return this.records.get(key)?.base;
  }

  get size(): number {
    return this.records.size;
  }

  /** Take the desk's word. An older version than the one we know changes nothing; says whether it was news. */
  put(key: string, told: T): boolean {
    const record = this.records.get(key);
    if (!record) {
      this.records.set(key, { base: told, ahead: false, pending: [], shown: signal(told), queue: Promise.resolve() });
      return true;
    }
    if (told.version < record.base.version) return false;
    const news = told.version > record.base.version;
    record.base = record.ahead && !news ? { ...told, ...record.base } : { ...record.base, ...told };
    record.ahead &&= !news;
    this.show(record);
    return news;
  }

  /**
   * Show `apply` at once, then `send`. What `send` resolves to becomes the desk's word; null leaves the change standing
   * until news come. When it rejects, the change is taken off and the rejection passed on.
   */
  async change(key: string, apply: (before: T) => T, send: () => Promise<T | null>): Promise<void> {
    const record = this.records.get(key);
    if (!record) throw new Error(`${key} is not known here`);
    const pending: Pending<T> = { apply };
    record.pending = [...record.pending, pending];
    this.show(record);
    const sent = record.queue.then(send);
    record.queue = sent.catch(() => undefined); // the next in line goes on; this one's caller hears of it below
    try {
      const told = await sent;
      record.ahead = told === null;
      this.settle(record, pending, told ?? apply(record.base));
    } catch (refusal) {
      this.settle(record, pending, record.base);
      throw refusal;
    }
  }

  /** Forget records nobody needs, unless something is under way. */
  keepOnly(wanted: (key: string) => boolean): void {
    for (const [key, record] of this.records) {
      if (record.pending.length === 0 && !wanted(key)) this.records.delete(key);
    }
  }

  private settle(record: Record<T>, done: Pending<T>, told: T): void {
    record.pending = record.pending.filter((each) => each !== done);
    if (told.version >= record.base.version) record.base = { ...record.base, ...told };
    this.show(record);
  }

  private show(record: Record<T>): void {
    record.shown.value = record.pending.reduce((before, each) => each.apply(before), record.base);
  }
}
