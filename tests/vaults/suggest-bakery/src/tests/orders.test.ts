import { OrderQueue } from "../orders";

export function takeNextIsUrgentFirst(): void {
  new OrderQueue().takeNext();
}
