import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import { newQueue, pop, raise } from "./queue.ts";

property.prop([fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 0, max: 1000 })), { maxLength: 200 })])(
  "the most urgent node comes first, each node once, as urgent as it was ever said to be",
  (raised) => {
    const queue = newQueue();
    const most = new Map<number, number>();
    for (const [node, urgency] of raised) {
      raise(queue, node, urgency);
      most.set(node, Math.max(most.get(node) ?? 0, urgency));
    }
    const popped: number[] = [];
    for (let node = pop(queue); node >= 0; node = pop(queue)) popped.push(node);
    expect([...popped].sort((a, b) => a - b)).toEqual([...most.keys()].sort((a, b) => a - b));
    const urgencies = popped.map((node) => most.get(node)!);
    expect(urgencies).toEqual([...urgencies].sort((a, b) => b - a));
  },
);
