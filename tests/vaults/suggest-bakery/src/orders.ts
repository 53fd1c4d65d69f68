/** Orders of the bakery. */
export class OrderQueue {
  private urgent: string[] = [];
  private rest: string[] = [];

  /** The next order: urgent ones first, then in the order of arrival. */
  takeNext(): string | undefined {
    return this.urgent.shift() ?? this.rest.shift();
  }

  push(order: string, urgent: boolean): void {
    (urgent ? this.urgent : this.rest).push(order);
  }
}
