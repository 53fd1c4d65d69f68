/** Grams of starter for a dough of this much flour. */
export function starterGrams(flour: number): number {
  return flour * 0.2;
}

/** Grams of water. */
export function waterGrams(flour: number): number {
  return flour * 0.7;
}
