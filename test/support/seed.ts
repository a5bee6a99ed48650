/** Chance that can be repeated: every random test prints its seed and takes one from SEED. */
export interface Chance {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of the values. */
  oneOf<T>(values: readonly T[]): T;
  /** A chance of its own for one of several clients, so that their order does not matter. */
  forClient(index: number): Chance;
}

/** The seed of this run, printed with how to get the same run again. */
export function seedFor(spec: string): number {
  const seed = Number(process.env.SEED ?? process.hrtime.bigint() % 1_000_000_000n);
  process.stdout.write(`${spec}: SEED=${seed} repeats this run\n`);
  return seed;
}

/** Mulberry32: small, even enough, and the same everywhere. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) % 4_294_967_296;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    between,
    oneOf: <T>(values: readonly T[]): T => {
      if (values.length === 0) throw new Error('one of nothing');
      return values[between(0, values.length - 1)] as T;
    },
    forClient: (index) => chance((seed + (index + 1) * 7919) % 4_294_967_296),
  };
}
