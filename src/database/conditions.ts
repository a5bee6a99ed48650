import type { SqlValue } from './tx.js';

/** Conditions of a SELECT, joined by AND, with their values in the same order. */
export class Conditions {
  readonly values: SqlValue[] = [];
  private readonly parts: string[] = [];

  /** Adds a condition with as many values as it has question marks. */
  and(condition: string, ...values: SqlValue[]): this {
    this.parts.push(condition);
    this.values.push(...values);
    return this;
  }

  /** Adds a condition on a value, if the value was asked for. */
  andIfGiven(condition: string, value: SqlValue | undefined): this {
    return value === undefined ? this : this.and(condition, value);
  }

  /** `WHERE …`, or nothing where there are no conditions. */
  get where(): string {
    return this.parts.length > 0 ? `WHERE ${this.parts.join(' AND ')}` : '';
  }
}
