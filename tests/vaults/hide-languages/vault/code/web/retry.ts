import { sleep } from "./time";

export interface Policy {
  attempts: number;
  firstDelay: number;
}

/** Doubles its delay each time, up to a ceiling. */
export class Backoff {
  private delay: number;

  constructor(private readonly policy: Policy, private readonly ceiling = 30_000) {
    this.delay = policy.firstDelay;
  }

  next(): number {
    const now = this.delay;
    this.delay = Math.min(this.delay * 2, this.ceiling);
    return now;
  }
}

export async function withRetry<T>(work: () => Promise<T>, policy: Policy): Promise<T> {
  const backoff = new Backoff(policy);
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= policy.attempts) throw error;
      await sleep(backoff.next());
    }
  }
}
